using System.Globalization;
using Tendril.Domain;

namespace Tendril.Server.Platform.Csv;

/// <summary>One row of an uploaded table. Reading a cell that is wrong adds to <see cref="Errors"/>.</summary>
/// <param name="Line">The line of the file in which the row begins, as an editor counts.</param>
public sealed record CsvRow(int Line, string[] Cells, IReadOnlyDictionary<string, int> Places, bool CommaIsPoint)
{
    private readonly List<RowError> _errors = [];

    public IReadOnlyList<RowError> Errors => _errors;

    /// <summary>True when the file has this column.</summary>
    public bool Has(string field) => Places.ContainsKey(field);

    /// <summary>The trimmed text, or null when the cell is empty or missing.</summary>
    public string? Text(string field)
    {
        if (!Places.TryGetValue(field, out var place) || place >= Cells.Length) return null;
        var text = CsvSafe.Open(Cells[place]).Trim();
        return text.Length == 0 ? null : text;
    }

    public decimal? Number(string field)
    {
        if (Text(field)?.TrimEnd('%').TrimEnd() is not { } text) return null;
        if (CommaIsPoint && !text.Contains('.')) text = text.Replace(',', '.');
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var number))
            return number;
        Add(field, CsvProblems.NotANumber, $"\"{text}\" is not a number");
        return null;
    }

    public int? Whole(string field)
    {
        if (Number(field) is not { } number) return null;
        if (number is >= int.MinValue and <= int.MaxValue && decimal.IsInteger(number)) return (int)number;
        Add(field, CsvProblems.NotANumber, $"{number} is not a whole number");
        return null;
    }

    public DateOnly? Date(string field)
    {
        if (Text(field) is not { } text) return null;
        if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "M/d/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var date))
            return date;
        Add(field, CsvProblems.NotADate, $"\"{text}\" is not a date like 2026-01-31");
        return null;
    }

    public bool? YesNo(string field)
    {
        switch (Text(field)?.ToLowerInvariant())
        {
            case null: return null;
            case "yes" or "y" or "true" or "1" or "active": return true;
            case "no" or "n" or "false" or "0" or "inactive": return false;
            default:
                Add(field, CsvProblems.NotYesNo, $"\"{Text(field)}\" is neither yes nor no");
                return null;
        }
    }

    /// <summary>A word of a fixed list; spaces and hyphens stand for the underscore.</summary>
    public T? Word<T>(string field)
        where T : struct, Enum
    {
        if (Text(field) is not { } text) return null;
        if (!WireName.Parse<T>(text.Replace(' ', '_').Replace('-', '_'), field)
            .Refused(out var problem, out var word)) return word;
        Add(problem);
        return null;
    }

    public void Add(string field, ProblemCode code, string message) =>
        _errors.Add(new RowError(Line, field, code.Code, message));

    /// <summary>All that a decision found wrong with the row.</summary>
    public void Add(Problem problem)
    {
        var findings = problem.Findings.Where(finding => finding.Severity == Severity.Error).ToArray();
        if (findings.Length == 0) _errors.Add(new RowError(Line, problem.Field ?? "", problem.Code, problem.Message));
        foreach (var finding in findings) _errors.Add(new RowError(Line, finding.Field, finding.Code, finding.Message));
    }
}
