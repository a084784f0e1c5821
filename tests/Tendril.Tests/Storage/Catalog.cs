using Npgsql;

namespace Tendril.Tests.Storage;

/// <summary>A column as the database knows it.</summary>
public sealed record CatalogColumn(string Name, string Type, bool Nullable, bool HasDefault, bool Generated,
    string Checks);

/// <summary>A foreign key: our columns and the parent's, in the same order.</summary>
public sealed record CatalogLink(string[] Columns, string Parent, string[] ParentColumns);

/// <summary>A table as the database knows it.</summary>
public sealed record CatalogTable(
    string Name, IReadOnlyList<CatalogColumn> Columns, string[] PrimaryKey, IReadOnlyList<CatalogLink> Links)
{
    public override string ToString() => Name;
}

/// <summary>
/// Reads tables from PostgreSQL's own catalog, so that a new table is tested without anybody listing it.
/// </summary>
public static class Catalog
{
    /// <summary>The tables of a schema, parents before children.</summary>
    public static async Task<IReadOnlyList<CatalogTable>> TablesAsync(
        string connection, string schema, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        List<CatalogTable> tables = [];
        foreach (var name in await TextsAsync(source, Tables, schema, cancel))
            tables.Add(new CatalogTable(
                name,
                await ColumnsAsync(source, $"{schema}.{name}", cancel),
                (await TextsAsync(source, PrimaryKey, $"{schema}.{name}", cancel)).ToArray(),
                await LinksAsync(source, $"{schema}.{name}", cancel)));
        return ParentsFirst(tables);
    }

    /// <summary>The first column of every row a query answers.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync(
        NpgsqlDataSource source, string sql, object? argument, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(sql);
        if (argument is not null) command.Parameters.Add(new() { Value = argument });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<string> texts = [];
        while (await reader.ReadAsync(cancel)) texts.Add(reader.GetString(0));
        return texts;
    }

    private static async Task<IReadOnlyList<CatalogColumn>> ColumnsAsync(
        NpgsqlDataSource source, string table, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(Columns);
        command.Parameters.Add(new() { Value = table });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<CatalogColumn> columns = [];
        while (await reader.ReadAsync(cancel))
            columns.Add(new CatalogColumn(
                reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetBoolean(3),
                reader.GetBoolean(4),
                reader.GetString(5)));
        return columns;
    }

    private static async Task<IReadOnlyList<CatalogLink>> LinksAsync(
        NpgsqlDataSource source, string table, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(Links);
        command.Parameters.Add(new() { Value = table });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<CatalogLink> links = [];
        while (await reader.ReadAsync(cancel))
            links.Add(new CatalogLink(reader.GetFieldValue<string[]>(0), reader.GetString(1),
                reader.GetFieldValue<string[]>(2)));
        return links;
    }

    private static List<CatalogTable> ParentsFirst(List<CatalogTable> tables)
    {
        List<CatalogTable> ordered = [];
        while (ordered.Count < tables.Count)
        {
            var ready = tables.Where(table => !ordered.Contains(table) && table.Links.All(link =>
                link.Parent == table.Name || ordered.Exists(done => done.Name == link.Parent))).ToList();
            ready.ShouldNotBeEmpty("The foreign keys run in a circle.");
            ordered.AddRange(ready);
        }
        return ordered;
    }

    private const string Tables =
        "SELECT tablename::text FROM pg_tables WHERE schemaname = $1 ORDER BY tablename";

    private const string Columns = """
        SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
          a.atthasdef OR a.attidentity <> '',
          a.attgenerated <> '',
          coalesce((SELECT string_agg(pg_get_constraintdef(c.oid), ' ') FROM pg_constraint c
            WHERE c.conrelid = a.attrelid AND c.contype = 'c' AND c.conkey = ARRAY[a.attnum]), '')
        FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
        """;

    private const string PrimaryKey = """
        SELECT a.attname::text FROM pg_constraint c, unnest(c.conkey) WITH ORDINALITY AS k(attnum, place)
        JOIN pg_attribute a ON a.attnum = k.attnum
        WHERE c.conrelid = $1::regclass AND a.attrelid = c.conrelid AND c.contype = 'p' ORDER BY k.place
        """;

    private const string Links = """
        SELECT (SELECT array_agg(a.attname::text ORDER BY k.place)
            FROM unnest(c.conkey) WITH ORDINALITY AS k(attnum, place)
            JOIN pg_attribute a ON a.attnum = k.attnum AND a.attrelid = c.conrelid),
          p.relname::text,
          (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(c.confkey) WITH ORDINALITY AS k(attnum, place)
            JOIN pg_attribute a ON a.attnum = k.attnum AND a.attrelid = c.confrelid)
        FROM pg_constraint c JOIN pg_class p ON p.oid = c.confrelid WHERE c.conrelid = $1::regclass AND c.contype = 'f'
        """;
}
