using System.Globalization;

namespace Tendril.Metrc.Simulator.Http;

/// <summary>The lastModified filter of a list call; both ends are inside.</summary>
internal sealed record ModifiedWindow(DateTimeOffset From, DateTimeOffset To)
{
    private static readonly ModifiedWindow Always = new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    /// <summary>Reads the filter; a refusal when it is unreadable, backwards or too long.</summary>
    internal static ModifiedWindow Read<T>(Call call, Listing<T> listing, out Reply? refusal) where T : State.Row
    {
        refusal = null;
        if (!listing.Windowed) return Always;
        var (start, end) = ((string?)call.Query["lastModifiedStart"], (string?)call.Query["lastModifiedEnd"]);
        if (string.IsNullOrEmpty(start) && string.IsNullOrEmpty(end))
            return listing.Name != "active" && call.Options.ArchivesNeedWindow
                ? new(call.SeenAt.AddHours(-24), DateTimeOffset.MaxValue)
                : Always;
        if (string.IsNullOrEmpty(start))
            return Refuse("lastModifiedStart is required where lastModifiedEnd is given.", out refusal);
        if (Moment(start) is not { } from) return Refuse("lastModifiedStart is not a valid date.", out refusal);
        var to = DateTimeOffset.MaxValue;
        if (!string.IsNullOrEmpty(end))
        {
            if (Moment(end) is not { } given) return Refuse("lastModifiedEnd is not a valid date.", out refusal);
            to = given;
        }
        if (from > to) return Refuse("lastModifiedStart must not be after lastModifiedEnd.", out refusal);
        var until = to == DateTimeOffset.MaxValue ? call.SeenAt : to;
        return until - from > call.Options.MaxWindow
            ? Refuse("The time between lastModifiedStart and lastModifiedEnd must not be more than 24 hours.",
                out refusal)
            : new ModifiedWindow(from, to);
    }

    /// <summary>
    /// A + that was not sent as %2B arrives as a blank: the offset is lost and the time read as UTC, without a word.
    /// </summary>
    private static DateTimeOffset? Moment(string text)
    {
        var blank = text.LastIndexOf(' ');
        if (blank > 10) text = text[..blank];
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUniversalTime()
            : null;
    }

    private static ModifiedWindow Refuse(string message, out Reply? refusal)
    {
        refusal = Reply.Message(400, message);
        return Always;
    }
}
