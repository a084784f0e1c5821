using System.Text;
using CsvHelper;
using Tendril.Domain;

namespace Tendril.Server.Platform.Csv;

/// <summary>A column that an import understands: its field in the API, and other headings people use for it.</summary>
public sealed record CsvColumn(string Field, bool Required, params string[] Also);

/// <summary>
/// An uploaded table: known columns found by their headings, in any order, letter case and spelling of spaces.
/// </summary>
public sealed class CsvTable
{
    /// <summary>Most rows in one import.</summary>
    public const int MaxRows = 50_000;

    private CsvTable(IReadOnlyList<CsvRow> rows, IReadOnlyList<string> ignored, IReadOnlyList<RowError> broken) =>
        (Rows, IgnoredColumns, BrokenRows) = (rows, ignored, broken);

    public IReadOnlyList<CsvRow> Rows { get; }

    /// <summary>Headings that mean nothing to this import.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; }

    public IReadOnlyList<RowError> BrokenRows { get; }

    /// <summary>Reads the text; whether comma, semicolon or tab parts the cells is seen from its first lines.</summary>
    public static Result<CsvTable> Read(string text, IReadOnlyList<CsvColumn> columns)
    {
        CsvMalformedReason? fault = null;
        using var reader = CsvReader.FromText(text, new CsvReaderOptions
        {
            HasHeader = false,
            TrackLineNumbers = true,
            OnMalformedRecord = record => fault = record.Reason,
        });
        if (!reader.Read()) return Refuse(CsvProblems.Empty, "The file is empty");
        var headings = reader.Current.ToArray();
        if (Match(headings, columns, out var places).Refused(out var problem, out var ignored)) return problem;
        List<CsvRow> rows = [];
        List<RowError> broken = [];
        fault = null;
        while (reader.Read())
        {
            if (rows.Count + broken.Count >= MaxRows)
                return Refuse(CsvProblems.TooManyRows, $"The file has more than {MaxRows} rows");
            var cells = reader.Current.ToArray();
            var line = (int)reader.LineNumber;
            if (BrokenBy(fault, cells, headings.Length) is { } why)
                broken.Add(new RowError(line, "", CsvProblems.BrokenRow.Code, why));
            else if (!Array.TrueForAll(cells, string.IsNullOrWhiteSpace))
                rows.Add(new CsvRow(line, cells, places, CommaIsPoint: reader.Separator != ','));
            fault = null;
        }

        return rows.Count + broken.Count == 0
            ? Refuse(CsvProblems.Empty, "The file has a header but no rows")
            : new CsvTable(rows, ignored, broken);
    }

    /// <summary>
    /// A quotation mark inside a cell is text (5" pots); one that swallows the rest of the file is not.
    /// </summary>
    private static string? BrokenBy(CsvMalformedReason? fault, string[] cells, int width) => fault switch
    {
        CsvMalformedReason.UnterminatedQuote => "A quotation mark begins here and does not end",
        CsvMalformedReason.TextAfterClosingQuote => "Text follows a closing quotation mark",
        _ => cells.Length > width ? $"The row has {cells.Length} cells, and the header has {width}" : null,
    };

    private static Result<IReadOnlyList<string>> Match(
        string[] headings, IReadOnlyList<CsvColumn> columns, out Dictionary<string, int> places)
    {
        places = new Dictionary<string, int>(StringComparer.Ordinal);
        List<string> ignored = [];
        for (var i = 0; i < headings.Length; i++)
        {
            var heading = Plain(headings[i]);
            var column = columns.FirstOrDefault(
                known => known.Also.Prepend(known.Field).Any(name => Plain(name) == heading));
            if (column is null) ignored.Add(headings[i].Trim());
            else if (!places.TryAdd(column.Field, i))
                return Refuse(CsvProblems.ColumnTwice, $"Two columns mean {column.Field}", column.Field);
        }

        foreach (var column in columns)
            if (column.Required && !places.ContainsKey(column.Field))
                return Refuse(CsvProblems.ColumnMissing, $"The column {column.Field} is missing", column.Field);
        return Result<IReadOnlyList<string>>.Of([.. ignored.Where(heading => heading.Length > 0)]);
    }

    /// <summary>"Batch Number", "batch_number" and "batchNumber" are one heading.</summary>
    private static string Plain(string heading)
    {
        var plain = new StringBuilder(heading.Length);
        foreach (var letter in heading)
            if (char.IsLetterOrDigit(letter)) plain.Append(char.ToLowerInvariant(letter));
        return plain.ToString();
    }

    private static Problem Refuse(ProblemCode code, string message, string field = "file") =>
        code.Refuse(message, field, kind: ProblemKind.Refused);
}
