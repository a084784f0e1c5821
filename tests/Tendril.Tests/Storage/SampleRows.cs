using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Tendril.Tests.Storage;

/// <summary>
/// Makes one row of every table for a tenant out of the catalog alone: what a column must hold follows from its type,
/// its checks and its foreign keys. A rule that cannot be read so is named in <see cref="Known"/>.
/// </summary>
public sealed partial class SampleRows(Guid organization)
{
    private static readonly Dictionary<string, object> Known = new()
    {
        ["sites.state"] = "CO",
        ["sites.time_zone"] = "America/Denver",
        ["series.starts_at"] = "2026-11-20T08:00",
        ["series.rule"] = "FREQ=DAILY",
    };

    /// <summary>Columns that may be empty, but of which a check wants one.</summary>
    private static readonly string[] Wanted = ["harvests.batch_id"];

    /// <summary>Columns that repeat what the parent row says.</summary>
    private static readonly string[] Copied = ["site_id", "unit_of_measure"];

    private readonly Dictionary<string, Dictionary<string, object>> _rows = [];

    /// <summary>The values of this tenant's row of a table.</summary>
    public IReadOnlyDictionary<string, object> RowOf(CatalogTable table)
    {
        if (_rows.TryGetValue(table.Name, out var made)) return made;
        var row = new Dictionary<string, object>();
        foreach (var column in table.Columns.Where(column => !column.Generated
            && (!column.Nullable || Wanted.Contains($"{table.Name}.{column.Name}"))))
            if (column.Name == "organization_id") row[column.Name] = organization;
            else if (!column.HasDefault) row[column.Name] = Linked(table, column.Name) ?? Value(table, column);
        return _rows[table.Name] = row;
    }

    /// <summary>An INSERT of that row; <paramref name="owner"/> writes another tenant's id into it.</summary>
    public NpgsqlCommand Insert(CatalogTable table, NpgsqlConnection connection, Guid? owner = null)
    {
        var row = RowOf(table);
        var names = string.Join(", ", row.Keys);
        var values = string.Join(", ", row.Keys.Select((name, i) => $"${i + 1}::{TypeOf(table, name)}"));
        var command = new NpgsqlCommand($"INSERT INTO {table.Name} ({names}) VALUES ({values})", connection);
        foreach (var (name, value) in row)
            command.Parameters.Add(new() { Value = name == "organization_id" && owner is { } other ? other : value });
        return command;
    }

    private object? Linked(CatalogTable table, string column)
    {
        foreach (var link in table.Links)
        {
            var place = Array.IndexOf(link.Columns, column);
            if (!_rows.TryGetValue(link.Parent, out var parent)) continue;
            if (place >= 0) return parent[link.ParentColumns[place]];
            if (Copied.Contains(column) && parent.TryGetValue(column, out var copied)) return copied;
        }
        return null;
    }

    private static object Value(CatalogTable table, CatalogColumn column) =>
        Known.TryGetValue($"{table.Name}.{column.Name}", out var known) ? known : column.Type switch
        {
            "uuid" => Guid.CreateVersion7(),
            "text" => Word().Match(column.Checks) is { Success: true } word ? word.Groups[1].Value
            : $"sample {Guid.CreateVersion7():N}",
            "integer" => (int)Least(column),
            "bigint" => (long)Least(column),
            "numeric" => (decimal)Least(column),
            "boolean" => false,
            "date" => new DateOnly(2026, 11, 20),
            "timestamp with time zone" => new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero),
            "jsonb" => "{}",
            "bytea" => new byte[] { 1 },
            "uuid[]" => Array.Empty<Guid>(),
            "text[]" => Array.Empty<string>(),
            _ => throw new NotSupportedException(
                $"{table.Name}.{column.Name} has the type {column.Type}: add a sample for it."),
        };

    private static int Least(CatalogColumn column) => LeastNumber().Match(column.Checks) is { Success: true } least
        ? int.Parse(least.Groups[1].Value, CultureInfo.InvariantCulture)
        : 1;

    private static string TypeOf(CatalogTable table, string column) =>
        table.Columns.First(known => known.Name == column).Type;

    [GeneratedRegex(@"(?:ANY \(ARRAY\[|= )'([^']+)'::text")]
    private static partial Regex Word();

    [GeneratedRegex(@">=? (\d{2,})")]
    private static partial Regex LeastNumber();
}
