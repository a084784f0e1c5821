namespace Tendril.Domain.Compliance;

/// <summary>The days a person asked for, at the facility, the end included. Both null: whatever is new.</summary>
public sealed record PullRange(DateOnly? FromOn, DateOnly? ToOn)
{
    public static PullRange WhateverIsNew { get; } = new(null, null);
}

/// <summary>One request's <c>lastModifiedStart</c> and <c>lastModifiedEnd</c>.</summary>
public sealed record PullWindow(DateTimeOffset Start, DateTimeOffset End);

/// <summary>
/// What a pull reads: everything, or windows from the oldest to the newest. Rows move forward while they are read, so
/// going the other way would lose them.
/// </summary>
/// <param name="Windows">Empty for a complete sweep.</param>
/// <param name="Watermark">What to store once everything was read; null when the pull proves nothing about now.</param>
public sealed record PullPlan(bool IsComplete, IReadOnlyList<PullWindow> Windows, DateTimeOffset? Watermark)
{
    public static readonly ProblemCode RangeIncomplete = new(
        "pull.range_incomplete",
        "Only one end of the range was given.",
        "Give both days, or neither for whatever is new.");

    public static readonly ProblemCode RangeReversed = new(
        "pull.range_reversed", "The range ends before it begins, or begins in the future.", "Check both days.");

    public static readonly ProblemCode RangeTooLong = new(
        "pull.range_too_long",
        "Metrc reads changes in windows of a day, and so many would use up the facility's budget for hours.",
        "Ask for at most 366 days, or for a complete pull without days.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [RangeIncomplete, RangeReversed, RangeTooLong];

    /// <summary>Metrc reads at most 24 hours of changes at a time.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Clocks differ; windows overlap by this much, and rows read twice are written once.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private const int LeastDaysBack = 7;
    private const int MostDays = 366;

    /// <param name="range">What a person asked for.</param>
    /// <param name="watermark">Up to when everything was read before, or null when never.</param>
    /// <param name="zone">The facility's zone, in which days begin and end.</param>
    /// <param name="now">The moment the pull starts.</param>
    public static Result<PullPlan> Decide(
        PullRange range, DateTimeOffset? watermark, SiteZone zone, DateTimeOffset now)
    {
        if (range.FromOn is { } from && range.ToOn is { } to) return OfDays((from, to), watermark, zone, now);
        if (range.FromOn is not null || range.ToOn is not null)
            return RangeIncomplete.Refuse(
                "Both days of the range are needed",
                range.FromOn is null ? "lastModifiedStart" : "lastModifiedEnd");
        if (watermark is null) return new PullPlan(IsComplete: true, [], now);
        var weekAgo = zone.StartOf(zone.DayOf(now).AddDays(-LeastDaysBack));
        var start = watermark.Value < weekAgo ? watermark.Value : weekAgo;
        return now - start > TimeSpan.FromDays(MostDays)
            ? new PullPlan(IsComplete: true, [], now)
            : new PullPlan(IsComplete: false, Split(start - Overlap, now), now);
    }

    private static Result<PullPlan> OfDays(
        (DateOnly From, DateOnly To) days, DateTimeOffset? watermark, SiteZone zone, DateTimeOffset now)
    {
        var start = zone.StartOf(days.From);
        if (days.To < days.From || start > now)
            return RangeReversed.Refuse(
                $"{days.From:yyyy-MM-dd} to {days.To:yyyy-MM-dd} is no range up to now", "lastModifiedEnd");
        if (days.To.DayNumber - days.From.DayNumber >= MostDays)
            return RangeTooLong.Refuse(
                $"{days.From:yyyy-MM-dd} to {days.To:yyyy-MM-dd} is too long", "lastModifiedStart");
        var dayAfter = zone.StartOf(days.To.AddDays(1));
        var end = dayAfter < now ? dayAfter : now;
        // The watermark may move only where the range joins it: a gap would never be read again.
        var joins = watermark is { } known && start <= known && end > known;
        return new PullPlan(IsComplete: false, Split(start, end), joins ? end : null);
    }

    private static List<PullWindow> Split(DateTimeOffset start, DateTimeOffset end)
    {
        var windows = new List<PullWindow>();
        for (var from = start; ; from = windows[^1].End - Overlap)
        {
            var to = from + Longest;
            if (to >= end)
            {
                windows.Add(new PullWindow(from.ToUniversalTime(), end.ToUniversalTime()));
                return windows;
            }

            windows.Add(new PullWindow(from.ToUniversalTime(), to.ToUniversalTime()));
        }
    }
}
