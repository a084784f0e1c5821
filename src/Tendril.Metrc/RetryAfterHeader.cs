using System.Globalization;

namespace Tendril.Metrc;

/// <summary>
/// Reads Retry-After: seconds (a fraction too, which gateways send) or a date. Unreadable is the same as absent; a
/// moment that is past means at once.
/// </summary>
internal static class RetryAfterHeader
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public static TimeSpan? Read(HttpResponseMessage response, DateTimeOffset now) =>
        response.Headers.NonValidated.TryGetValues("Retry-After", out var values)
            ? Parse(values.ToString(), now)
            : null;

    public static TimeSpan? Parse(string text, DateTimeOffset now)
    {
        text = text.Trim();
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
        if (!DateTimeOffset.TryParseExact(
                text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            return null;
        var wait = moment - now;
        if (wait < TimeSpan.Zero) return TimeSpan.Zero;
        return wait < Longest ? wait : Longest;
    }
}
