using Tendril.Domain;
using Tendril.Server.Platform.Web;

namespace Tendril.Server.Platform.Csv;

/// <summary>What is wrong with one row of a file; <paramref name="Row"/> is its line.</summary>
public sealed record RowError(int Row, string Field, string Code, string Message);

/// <summary>What an import did, or with <see cref="DryRun"/> would do.</summary>
/// <param name="Skipped">Rows that say what is here already.</param>
/// <param name="Errors">At most the first 500.</param>
/// <param name="ErrorCount">All of them.</param>
/// <param name="IgnoredColumns">Headings that mean nothing to this import.</param>
public sealed record ImportResult(
    int Rows, int Created, int Updated, int Skipped, IReadOnlyList<RowError> Errors, int ErrorCount,
    IReadOnlyList<string> IgnoredColumns, bool DryRun)
{
    private const int MostErrors = 500;

    /// <summary>What is neither created nor updated nor wrong was here already.</summary>
    public static ImportResult Of(CsvTable table, int created, int updated, bool dryRun)
    {
        var skipped = table.Rows.Count(row => row.Errors.Count == 0) - created - updated;
        var errors = table.BrokenRows.Concat(table.Rows.SelectMany(row => row.Errors)).OrderBy(error => error.Row)
            .ToArray();
        return new ImportResult(
            table.Rows.Count + table.BrokenRows.Count, created, updated, skipped, [.. errors.Take(MostErrors)],
            errors.Length, table.IgnoredColumns, dryRun);
    }

    /// <summary>
    /// A trial answers what would happen. An import with a wrong row is refused as a whole, and the refusal carries the
    /// same figures, so that a screen shows both alike.
    /// </summary>
    public IResult Answer()
    {
        if (DryRun || ErrorCount == 0) return TypedResults.Ok(this);
        var problem = CsvProblems.RowsRefused.Refuse($"{ErrorCount} errors were found; nothing was saved", "file");
        return ProblemResults.From(problem, more: new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["rows"] = Rows,
            ["created"] = 0,
            ["updated"] = 0,
            ["skipped"] = Skipped,
            ["errors"] = Errors,
            ["errorCount"] = ErrorCount,
            ["ignoredColumns"] = IgnoredColumns,
            ["dryRun"] = false,
        });
    }
}
