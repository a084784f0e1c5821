namespace Tendril.Domain.Values;

/// <summary>A site's IANA time zone. Turns moments into the facility's calendar days and back.</summary>
public sealed record SiteZone
{
    public static readonly ProblemCode Unknown = new(
        "site.time_zone_unknown",
        "The time zone is not an IANA name such as America/Denver.",
        "Choose the site's zone from the list; abbreviations such as MST are not unique.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Unknown];

    private readonly TimeZoneInfo _zone;

    private SiteZone(string name, TimeZoneInfo zone) => (Name, _zone) = (name, zone);

    public static SiteZone Utc { get; } = new("UTC", TimeZoneInfo.Utc);

    /// <summary>The IANA name.</summary>
    public string Name { get; }

    public static Result<SiteZone> Parse(string? name, string field = "timeZone")
    {
        var text = name?.Trim() ?? "";
        var iana = text == "UTC" || text.Contains('/', StringComparison.Ordinal);
        return iana && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone)
            ? new SiteZone(text, zone)
            : Unknown.Refuse($"\"{name}\" is not a known time zone", field, "Use an IANA name such as America/Denver.");
    }

    /// <summary>The calendar day at the site at this moment.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(LocalTime(moment));

    /// <summary>The wall clock at the site at this moment.</summary>
    public DateTime LocalTime(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, _zone).DateTime;

    /// <summary>
    /// The moment that a wall clock shows this time. Where the clock jumps over it, the moment is as long after the
    /// jump as the time is inside it; where it comes twice, the first. So RFC 5545 reads a time (3.3.5).
    /// </summary>
    public DateTimeOffset MomentOf(DateTime wall)
    {
        // A whole day before stands on the old side of every jump, the one of a skipped day included.
        var before =
            MomentAt(wall, _zone.GetUtcOffset(DateTime.SpecifyKind(wall.AddDays(-1), DateTimeKind.Unspecified)));
        var after = MomentAt(wall, _zone.GetUtcOffset(DateTime.SpecifyKind(wall.AddDays(1), DateTimeKind.Unspecified)));
        return LocalTime(before) == wall || LocalTime(after) != wall ? before : after;
    }

    private static DateTimeOffset MomentAt(DateTime wall, TimeSpan offset) =>
        new(wall.Ticks - offset.Ticks, TimeSpan.Zero);

    /// <summary>
    /// The moment a day begins at the site. Where the clock jumps over midnight the day begins after the jump; where
    /// midnight comes twice it begins at the first.
    /// </summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (_zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        var offset = _zone.IsAmbiguousTime(midnight)
            ? _zone.GetAmbiguousTimeOffsets(midnight).Max()
            : _zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    public bool Equals(SiteZone? other) => other?.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;
}
