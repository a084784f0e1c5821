using System.Globalization;

namespace Tendril.Sync.Device;

/// <summary>When to try again after failures: 1, 2, 4, 8, 16 s, then every 15 minutes; kept across restarts.</summary>
/// <param name="Tries">How many failed in a row.</param>
/// <param name="NotBefore">By the device's clock.</param>
/// <param name="Wait">How long the wait was meant to be.</param>
public sealed record BackOff(int Tries, DateTimeOffset NotBefore, TimeSpan Wait)
{
    private const int QuickTries = 5;
    private static readonly TimeSpan SlowStep = TimeSpan.FromMinutes(15);

    /// <summary>A server that asks for more is not believed: a wrong header must not switch a device off.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromDays(1);

    public static readonly BackOff None = new(0, DateTimeOffset.MinValue, TimeSpan.Zero);

    /// <summary>The last failure; null when the last try went well.</summary>
    public SyncErrorClass? Error { get; init; }

    /// <summary>The server asked to wait until then; a person's tap does not cut that short.</summary>
    public DateTimeOffset HeldUntil { get; init; } = DateTimeOffset.MinValue;

    /// <param name="now">The device's clock. When it was set back, the wait is over: it cannot be measured.</param>
    /// <param name="byHand">A person asked for it.</param>
    public bool IsDue(DateTimeOffset now, bool byHand) =>
        now >= NotBefore || NotBefore - now > Wait || (byHand && now >= HeldUntil);

    /// <param name="failure">What went wrong.</param>
    /// <param name="now">The device's clock.</param>
    /// <param name="jitter">From 0 to 1: spreads devices that failed together.</param>
    public BackOff After(SyncTransportException failure, DateTimeOffset now, double jitter)
    {
        var tries = Tries + 1;
        var step = tries <= QuickTries && SyncError.Of(failure.Kind).Retryable
            ? TimeSpan.FromSeconds(1 << (tries - 1)) : SlowStep;
        var wait = step * (0.75 + jitter / 2);
        var hold = failure.RetryAfter is { } named && named > TimeSpan.Zero
            ? named < LongestHold ? named : LongestHold : TimeSpan.Zero;
        if (hold > wait) wait = hold;
        return new BackOff(tries, now + wait, wait)
        {
            Error = failure.Kind,
            HeldUntil = hold == TimeSpan.Zero ? DateTimeOffset.MinValue : now + hold,
        };
    }

    /// <summary>Reads the header <c>Retry-After</c>, for a transport over HTTP.</summary>
    /// <param name="header">Seconds, or a date.</param>
    /// <param name="now">The device's clock.</param>
    /// <returns>How long to wait; null when there is nothing to read.</returns>
    public static TimeSpan? ReadRetryAfter(string? header, DateTimeOffset now)
    {
        if (double.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(Math.Min(seconds, LongestHold.TotalSeconds));
        return DateTimeOffset.TryParseExact(header, "r", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var moment) ? moment - now : null;
    }
}
