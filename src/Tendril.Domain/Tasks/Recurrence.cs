using System.Globalization;
using Tendril.Domain.Values;

namespace Tendril.Domain.Tasks;

/// <summary>
/// The days of a series: its rule, told by the wall clock of its zone. A day is always the wall clock's day, so 08:00
/// stays 08:00 when the clocks change; <see cref="SiteZone.MomentOf"/> says which moment that is. The first day is the
/// first on or after the start that the rule names. Nothing repeats for more than <see cref="LongestYears"/> years.
/// </summary>
public sealed record Recurrence
{
    public const int LongestYears = 50;

    public static readonly ProblemCode StartInvalid = new(
        "series.start_invalid",
        "The series' start is not a wall-clock time such as 2026-11-20T08:00.",
        "Choose the day and the time at which the series begins.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [StartInvalid, .. RecurrenceRule.Codes];

    private readonly RecurrenceRule _rule;
    private readonly DateTime _start;
    private readonly DateTime _last;
    private readonly IReadOnlySet<DateOnly> _except;

    private Recurrence(
        RecurrenceRule rule, DateTime start, DateTime last, IReadOnlySet<DateOnly> except, SiteZone zone) =>
        (_rule, _start, _last, _except, Zone) = (rule, start, last, except, zone);

    public SiteZone Zone { get; }

    /// <summary>The time of day of every occurrence.</summary>
    public TimeOnly Time => TimeOnly.FromDateTime(_start);

    /// <param name="rule">RFC 5545, without <c>RRULE:</c>.</param>
    /// <param name="startsAt">Wall clock, <c>yyyy-MM-ddTHH:mm</c>.</param>
    /// <param name="timeZone">IANA name.</param>
    /// <param name="except">EXDATE: days that are left out; they count for COUNT.</param>
    public static Result<Recurrence> Of(
        string? rule, string? startsAt, string? timeZone, IEnumerable<DateOnly>? except = null)
    {
        if (RecurrenceRule.Parse(rule).Refused(out var problem, out var read)) return problem;
        if (!WallClock.TryRead(startsAt, out var start) || start.Year > 9000)
            return StartInvalid.Refuse($"\"{startsAt}\" is no wall-clock time", "starts_at");
        if (SiteZone.Parse(timeZone, "time_zone").Refused(out problem, out var zone)) return problem;
        var horizon = start.AddYears(LongestYears);
        var until = read.UntilDay?.ToDateTime(TimeOnly.MaxValue)
            ?? (read.UntilMoment is { } moment ? zone.LocalTime(moment) : horizon);
        return new Recurrence(read, start, until < horizon ? until : horizon, (except ?? []).ToHashSet(), zone);
    }

    /// <summary>All days in order, but for those that are left out.</summary>
    public IEnumerable<DateOnly> Days() => AllDays().Take(_rule.Count ?? int.MaxValue)
        .Where(day => !_except.Contains(day));

    /// <summary>The first day after this one; null when the series ends.</summary>
    public DateOnly? After(DateOnly day)
    {
        foreach (var one in Days())
            if (one > day) return one;
        return null;
    }

    public bool Includes(DateOnly day) => Days().TakeWhile(one => one <= day).LastOrDefault() == day;

    /// <summary>When a day's occurrence is due, as wall-clock text.</summary>
    public string DueAt(DateOnly day) => WallClock.Text(day.ToDateTime(Time));

    private IEnumerable<DateOnly> AllDays()
    {
        var first = DateOnly.FromDateTime(_start);
        for (var period = 0; ; period++)
        {
            if (Begin(first, period * _rule.Interval) is not { } begin || begin.ToDateTime(TimeOnly.MinValue) > _last)
                yield break;
            foreach (var day in PeriodDays(begin, first))
            {
                if (day < first) continue;
                if (day.ToDateTime(Time) > _last) yield break;
                yield return day;
            }
        }
    }

    /// <summary>The first day of the period so many periods after the start; null past the calendar's end.</summary>
    private DateOnly? Begin(DateOnly first, int periods) => _rule.Frequency switch
    {
        Frequency.Daily => first.AddDays(periods),
        Frequency.Weekly => first.AddDays(7 * periods - ((int)first.DayOfWeek + 6) % 7),
        Frequency.Monthly => new DateOnly(first.Year, first.Month, 1).AddMonths(periods),
        _ => first.Year + periods <= 9999 ? new DateOnly(first.Year + periods, 1, 1) : null,
    };

    private IEnumerable<DateOnly> PeriodDays(DateOnly begin, DateOnly first)
    {
        var end = _rule.Frequency switch
        {
            Frequency.Daily => begin.AddDays(1),
            Frequency.Weekly => begin.AddDays(7),
            Frequency.Monthly => begin.AddMonths(1),
            _ => begin.AddYears(1),
        };
        for (var day = begin; day < end; day = day.AddDays(1))
            if (Fits(day, begin, end, first)) yield return day;
    }

    private bool Fits(DateOnly day, DateOnly begin, DateOnly end, DateOnly first)
    {
        if (_rule.ByDay.Count == 0 && _rule.ByMonthDay.Count == 0) return _rule.Frequency switch
        {
            Frequency.Daily => true,
            Frequency.Weekly => day.DayOfWeek == first.DayOfWeek,
            Frequency.Monthly => day.Day == first.Day,
            _ => day.Day == first.Day && day.Month == first.Month,
        };
        var monthLength = DateTime.DaysInMonth(day.Year, day.Month);
        return (_rule.ByMonthDay.Count == 0
                || _rule.ByMonthDay.Any(one => day.Day == (one > 0 ? one : monthLength + 1 + one)))
            && (_rule.ByDay.Count == 0 || _rule.ByDay.Any(one => one.Day == day.DayOfWeek
                && (one.Ordinal == 0 || one.Ordinal == OrdinalOf(day, begin, end, one.Ordinal > 0))));
    }

    /// <summary>Which of its weekday a day is in its period, from the front or from the back.</summary>
    private static int OrdinalOf(DateOnly day, DateOnly begin, DateOnly end, bool fromFront) => fromFront
        ? (day.DayNumber - begin.DayNumber) / 7 + 1
        : -((end.DayNumber - 1 - day.DayNumber) / 7 + 1);
}

/// <summary>Wall-clock times as text: <c>yyyy-MM-ddTHH:mm</c>, a moment only together with a zone.</summary>
public static class WallClock
{
    private const string Form = "yyyy-MM-dd'T'HH:mm";

    public static bool TryRead(string? text, out DateTime time) =>
        DateTime.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    public static string Text(DateTime time) => time.ToString(Form, CultureInfo.InvariantCulture);
}
