using System.Globalization;

namespace Tendril.Metrc;

/// <summary>
/// A span of last-modified times, at most 24 hours: longer ones are refused by Metrc for archives, transfers and sales.
/// </summary>
public sealed record ModifiedWindow
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <exception cref="ArgumentException">The end lies before the start, or more than 24 hours behind it.</exception>
    public ModifiedWindow(DateTimeOffset start, DateTimeOffset end)
    {
        if (end < start) throw new ArgumentException("must not lie before the start", nameof(end));
        if (end - start > Longest) throw new ArgumentException("must lie within 24 hours of the start", nameof(end));
        (Start, End) = (start, end);
    }

    public DateTimeOffset Start { get; }

    public DateTimeOffset End { get; }

    internal IEnumerable<KeyValuePair<string, string>> Query =>
        [new("lastModifiedStart", Text(Start)), new("lastModifiedEnd", Text(End))];

    /// <summary>ISO 8601, Z for UTC, else the offset; its plus sign is encoded with the rest of the query.</summary>
    private static string Text(DateTimeOffset moment) =>
        moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
        + (moment.Offset == TimeSpan.Zero ? "Z" : moment.ToString("zzz", CultureInfo.InvariantCulture));
}

/// <summary>How a longer time is walked: oldest window first, because rows move forward while one reads.</summary>
public static class ModifiedWindows
{
    /// <summary>Covers the difference between Metrc's clock and ours.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Windows from five minutes before <paramref name="from"/> up to <paramref name="to"/>, oldest first, each at most
    /// 24 hours and beginning five minutes before the end of the one before. Rows in an overlap come twice; store them
    /// by their id. Nothing when <paramref name="to"/> is not after <paramref name="from"/>.
    /// </summary>
    public static IEnumerable<ModifiedWindow> Split(DateTimeOffset from, DateTimeOffset to)
    {
        if (to <= from) yield break;
        for (var start = from - Overlap; ; start = start + ModifiedWindow.Longest - Overlap)
        {
            var end = start + ModifiedWindow.Longest;
            if (end >= to)
            {
                yield return new ModifiedWindow(start, to);
                yield break;
            }
            yield return new ModifiedWindow(start, end);
        }
    }
}
