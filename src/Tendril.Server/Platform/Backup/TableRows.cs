using Npgsql;

namespace Tendril.Server.Platform.Backup;

/// <summary>Counts the rows of every table of the product.</summary>
public static class TableRows
{
    /// <summary>
    /// Quartz makes its tables here itself, as a role whose tables the owner may not read. They hold nothing that is
    /// not planned anew at every start.
    /// </summary>
    public const string NotKept = "quartz";

    /// <summary>Schemas that are the product's, quoted in SQL.</summary>
    public const string OurTables = $"""
        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '{NotKept}')
        ORDER BY 1
        """;

    /// <summary>The connection must see all tenants' rows.</summary>
    public static async Task<SortedDictionary<string,
        long>> CountAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand(OurTables, connection))
        await using (var reader = await list.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel)) tables.Add(reader.GetString(0));
        }

        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            await using var count =
                new NpgsqlCommand($"SELECT count(*) FROM {table}", connection) { CommandTimeout = 0 };
            rows[table] = (long)(await count.ExecuteScalarAsync(cancel))!;
        }

        return rows;
    }
}
