using System.Text.Json;
using Npgsql;

namespace Tendril.Sync.Postgres;

/// <summary>
/// What the caller's rows of each table come to, by which a device sees whether it holds the same. The database keeps
/// it with every statement that writes; nothing is counted here.
/// </summary>
internal static class DigestLog
{
    /// <summary>$1 sites (null for all), $2 the person, $3 the tables seen, $4 the tables asked for.</summary>
    private const string Read = """
        SELECT table_name, sum(rows)::bigint, sum(sum)::bigint FROM sync_digests
        WHERE table_name = ANY($4) AND (about = '' OR about = ANY($3))
          AND ($1::uuid[] IS NULL OR site_id = ANY($1) OR site_id = '00000000-0000-0000-0000-000000000000')
          AND owner_id IN ($2, '00000000-0000-0000-0000-000000000000')
        GROUP BY table_name
        """;

    /// <summary>Writes <c>"digests":[{"table","rows","sum"}]</c>, one for each of the tables.</summary>
    public static async Task WriteAsync(
        Utf8JsonWriter json, NpgsqlConnection connection, NpgsqlParameter[] scope, List<PullSql> tables,
        CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Read, connection);
        command.Parameters.AddRange(scope);
        command.Parameters.Add(new() { Value = tables.Select(sql => sql.Table.Name).ToArray() });
        await command.PrepareAsync(cancel);
        var kept = new Dictionary<string, (long Rows, long Sum)>(StringComparer.Ordinal);
        await using (var reader = await command.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel))
                kept[reader.GetString(0)] = (reader.GetInt64(1), reader.GetInt64(2));
        json.WriteStartArray("digests");
        foreach (var sql in tables)
        {
            var (rows, sum) = kept.GetValueOrDefault(sql.Table.Name);
            json.WriteStartObject();
            json.WriteString("table", sql.Table.Name);
            json.WriteNumber("rows", rows);
            json.WriteNumber("sum", sum);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
