using System.Globalization;
using System.Text.RegularExpressions;

namespace Tendril.Domain.Tasks;

/// <summary>How often a series repeats: FREQ of RFC 5545.</summary>
public enum Frequency
{
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// <summary>A weekday of BYDAY; <c>Ordinal</c> 2 is the second of the month or year, -1 the last, 0 every.</summary>
public sealed record WeekdayInRule(int Ordinal, DayOfWeek Day);

/// <summary>
/// A recurrence rule of RFC 5545 as the product knows it: FREQ, INTERVAL, BYDAY, BYMONTHDAY, and COUNT or UNTIL. Weeks
/// begin on Monday. Other parts are refused, not ignored: a rule that is half understood gives wrong dates.
/// </summary>
public sealed partial record RecurrenceRule
{
    public static readonly ProblemCode Invalid = new(
        "series.rule_invalid",
        "The series' rule is not one that Tendril can repeat by.",
        "Use FREQ=DAILY, WEEKLY, MONTHLY or YEARLY with INTERVAL, BYDAY, BYMONTHDAY, and COUNT or UNTIL, not both.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Invalid];

    private const int Longest = 500;
    private static readonly string[] Weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    private RecurrenceRule(Frequency frequency) => Frequency = frequency;

    public Frequency Frequency { get; }

    public int Interval { get; private init; } = 1;

    public IReadOnlyList<WeekdayInRule> ByDay { get; private init; } = [];

    /// <summary>Days of the month; -1 is the last.</summary>
    public IReadOnlyList<int> ByMonthDay { get; private init; } = [];

    public int? Count { get; private init; }

    /// <summary>The last day, in the series' zone.</summary>
    public DateOnly? UntilDay { get; private init; }

    /// <summary>The last moment.</summary>
    public DateTimeOffset? UntilMoment { get; private init; }

    public static Result<RecurrenceRule> Parse(string? text, string field = "rule")
    {
        if (text is not { Length: > 0 and <= Longest }) return Refuse("The rule is empty or too long", field);
        Dictionary<string, string> parts = new(StringComparer.Ordinal);
        foreach (var part in text.Split(';'))
            if (part.Split('=') is not [var name, var value] || !parts.TryAdd(name, value))
                return Refuse($"\"{part}\" cannot be read", field);
        if (text.StartsWith("FREQ=", StringComparison.Ordinal) && parts.Remove("FREQ", out var freq)
            && Read(freq) is { } frequency)
            return new Reading(parts, new RecurrenceRule(frequency), field).Done();
        return Refuse("The rule must begin with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY", field);
    }

    private static Frequency? Read(string frequency) => frequency switch
    {
        "DAILY" => Frequency.Daily,
        "WEEKLY" => Frequency.Weekly,
        "MONTHLY" => Frequency.Monthly,
        "YEARLY" => Frequency.Yearly,
        _ => null,
    };

    private static Problem Refuse(string message, string field) => Invalid.Refuse(message, field);

    /// <summary>Reads the parts after FREQ.</summary>
    private sealed class Reading(Dictionary<string, string> parts, RecurrenceRule begun, string field)
    {
        private RecurrenceRule _rule = begun;

        public Result<RecurrenceRule> Done()
        {
            foreach (var (name, value) in parts)
                if (!Take(name, value)) return Refuse($"{name}={value} cannot be read", field);
            if (_rule.Count is not null && parts.ContainsKey("UNTIL"))
                return Refuse("COUNT and UNTIL cannot both be there", field);
            if (_rule.Frequency == Frequency.Weekly && _rule.ByMonthDay.Count > 0)
                return Refuse("BYMONTHDAY has no meaning in a week", field);
            var most = _rule.Frequency switch { Frequency.Monthly => 5, Frequency.Yearly => 52, _ => 0 };
            if (_rule.ByDay.Any(day => Math.Abs(day.Ordinal) > most))
                return Refuse("BYDAY counts days that the period does not have", field);
            if (_rule.ByMonthDay.Count > 0 && _rule.ByDay.Any(day => day.Ordinal != 0))
                return Refuse("BYDAY cannot count days where BYMONTHDAY names them", field);
            if (_rule.ByDay.Select(day => day.Ordinal == 0).Distinct().Count() > 1)
                return Refuse("BYDAY counts all its days or none", field);
            return _rule;
        }

        private bool Take(string name, string value)
        {
            var before = _rule;
            _rule = name switch
            {
                "INTERVAL" when Numeral().IsMatch(value) => _rule with { Interval = Number(value) },
                "COUNT" when Numeral().IsMatch(value) => _rule with { Count = Number(value) },
                "BYMONTHDAY" when MonthDays().IsMatch(value) =>
                    _rule with { ByMonthDay = [.. value.Split(',').Select(Number).Distinct()] },
                "BYDAY" when DaysOfWeek().IsMatch(value) =>
                    _rule with { ByDay = [.. value.Split(',').Select(Weekday).Distinct()] },
                "UNTIL" when DateOnly.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture,
                    DateTimeStyles.None, out var day) => _rule with { UntilDay = day },
                "UNTIL" when DateTimeOffset.TryParseExact(value, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal, out var moment) => _rule with { UntilMoment = moment },
                _ => _rule,
            };
            return !ReferenceEquals(before, _rule);
        }

        private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

        private static WeekdayInRule Weekday(string text) => new(
            text.Length == 2 ? 0 : Number(text[..^2]), (DayOfWeek)Array.IndexOf(Weekdays, text[^2..]));
    }

    [GeneratedRegex(@"\A[1-9][0-9]{0,2}\z")]
    private static partial Regex Numeral();

    [GeneratedRegex(@"\A-?([1-9]|[12][0-9]|3[01])(,-?([1-9]|[12][0-9]|3[01]))*\z")]
    private static partial Regex MonthDays();

    [GeneratedRegex(@"\A(-?[1-9][0-9]?)?(SU|MO|TU|WE|TH|FR|SA)(,(-?[1-9][0-9]?)?(SU|MO|TU|WE|TH|FR|SA))*\z")]
    private static partial Regex DaysOfWeek();
}
