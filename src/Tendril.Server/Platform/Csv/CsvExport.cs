using System.Globalization;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Tendril.Server.Platform.Csv;

/// <summary>
/// A column of an export. Text is made safe for spreadsheets; numbers, dates and moments are written as they are.
/// </summary>
public sealed record CsvField<T>(string Heading, Func<T, object?> Read);

/// <summary>
/// Writes rows as a CSV file that spreadsheets open right: UTF-8 with its mark, RFC 4180, no formulas.
/// </summary>
public static class CsvExport
{
    /// <summary>
    /// The whole file; it is built before the answer begins, so that a failure never looks like a short file.
    /// </summary>
    public static async Task<FileContentHttpResult> FileAsync<T>(
        string name, IAsyncEnumerable<T> rows, IReadOnlyList<CsvField<T>> fields, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        await using (var csv =
            CsvWriter.Create(bytes, new CsvWriterOptions { WriteByteOrderMark = true }, leaveOpen: true))
        {
            csv.WriteHeader([.. fields.Select(field => field.Heading)]);
            await foreach (var row in rows.WithCancellation(cancel))
                csv.WriteRecord([.. fields.Select(field => Spell(field.Read(row)))]);
        }

        return TypedResults.File(bytes.ToArray(), "text/csv; charset=utf-8", name);
    }

    private static string Spell(object? value) => value switch
    {
        null => "",
        string text => CsvSafe.Close(text),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        bool yes => yes ? "yes" : "no",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => CsvSafe.Close(value.ToString() ?? ""),
    };
}
