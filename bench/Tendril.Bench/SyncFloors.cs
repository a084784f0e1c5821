using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace Tendril.Bench;

/// <summary>The least that the same work can cost: the same rows, no protocol, no packing, no ledger.</summary>
internal sealed class SyncFloors(SyncWorld world)
{
    private const string Fields = """
        id, revision, site_id, owner_id, plant_id, batch_id, user_id, stage, notes, stage_started_at,
        stage_completed_at, photos, conflict_seen
        """;

    /// <summary>Reads all rows as the restricted role and writes each as a line of JSON into nothing.</summary>
    /// <returns>Milliseconds, and how many bytes it wrote.</returns>
    public async Task<(double Milliseconds, long Bytes)> ReadAsync(CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(world.Server.Database.App);
        await using var connection = await source.OpenConnectionAsync(cancel);
        var began = Stopwatch.GetTimestamp();
        await using var transaction = await OpenAsync(connection, world.Organization, cancel);
        await using var command = new NpgsqlCommand($"SELECT {Fields} FROM harvests ORDER BY id", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await using var json = new Utf8JsonWriter(Stream.Null);
        var bytes = 0L;
        while (await reader.ReadAsync(cancel))
        {
            WriteRow(json, reader);
            await json.FlushAsync(cancel);
            bytes += json.BytesCommitted;
            json.Reset();
        }
        return (Stopwatch.GetElapsedTime(began).TotalMilliseconds, bytes);
    }

    /// <summary>Inserts so many rows in transactions of 1,000, a statement each.</summary>
    public async Task<double> InsertAsync(int rows, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(world.Server.Database.App);
        await using var connection = await source.OpenConnectionAsync(cancel);
        var began = Stopwatch.GetTimestamp();
        for (var done = 0; done < rows; done += 1_000)
        {
            var ids = Enumerable.Range(0, Math.Min(1_000, rows - done)).Select(_ => SyncWorld.Ids.Next()).ToArray();
            await using var transaction = await OpenAsync(connection, world.Organization, cancel);
            await using var command = new NpgsqlCommand("""
                INSERT INTO harvests (organization_id, id, site_id, batch_id, user_id, stage, notes, stage_started_at,
                  created_at, updated_at, revision, created_revision)
                SELECT $1, h.id, $2, $2, $3, 'harvest', h.notes, now(), now(), now(), 1, 1
                FROM unnest($4::uuid[], $5::text[]) AS h (id, notes)
                """, connection);
            object[] values =
                [world.Organization, world.Site, world.Person, ids, ids.Select(id => $"Of {id}").ToArray()];
            foreach (var value in values) command.Parameters.Add(new() { Value = value });
            await command.ExecuteNonQueryAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await using var forget = NpgsqlDataSource.Create(world.Server.Database.Owner);
        await using var drop = forget.CreateCommand("DELETE FROM harvests WHERE organization_id = $1 AND revision = 1");
        drop.Parameters.Add(new() { Value = world.Organization });
        await drop.ExecuteNonQueryAsync(cancel);
        return took;
    }

    /// <summary>Reads the lines of a download into a dictionary by id, texts only.</summary>
    public static double Keep(string lines)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(lines);
        var began = Stopwatch.GetTimestamp();
        var rows = new Dictionary<Guid, string?[]>();
        var json = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        var depth = 0;
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.StartArray && ++depth == 2) Keep(ref json, rows, ref depth);
            else if (json.TokenType == JsonTokenType.EndArray) depth--;
        }
        return rows.Count == 0 ? throw new InvalidOperationException("The download held no rows")
            : Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>An empty request over HTTP, and one number read from the database as the restricted role.</summary>
    public async Task<double> AskAsync(CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(world.Server.Database.App);
        List<double> times = [];
        for (var n = 0; n < 200; n++)
        {
            var began = Stopwatch.GetTimestamp();
            using var empty = await world.Client.GetAsync(new Uri("/healthz/live", UriKind.Relative), cancel);
            await using var connection = await source.OpenConnectionAsync(cancel);
            await using var transaction = await OpenAsync(connection, world.Organization, cancel);
            await using var command = new NpgsqlCommand("SELECT max(revision) FROM sync_heads", connection);
            await command.ExecuteScalarAsync(cancel);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return times.Min();
    }

    public static async Task<NpgsqlTransaction> OpenAsync(
        NpgsqlConnection connection, Guid organization, CancellationToken cancel)
    {
        var transaction = await connection.BeginTransactionAsync(cancel);
        await using var name = new NpgsqlCommand("SELECT set_config('tendril.organization_id', $1, true)", connection);
        name.Parameters.Add(new() { Value = organization.ToString() });
        await name.ExecuteNonQueryAsync(cancel);
        return transaction;
    }

    private static void Keep(ref Utf8JsonReader json, Dictionary<Guid, string?[]> rows, ref int depth)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.String || !json.TryGetGuid(out var id)) return;
        var values = new string?[12];
        for (var place = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; place++)
            values[place] = json.TokenType switch
            {
                JsonTokenType.Null => null,
                JsonTokenType.String => json.GetString(),
                _ => System.Text.Encoding.UTF8.GetString(json.ValueSpan),
            };
        depth--;
        rows[id] = values;
    }

    private static void WriteRow(Utf8JsonWriter json, NpgsqlDataReader reader)
    {
        json.WriteStartArray();
        json.WriteStringValue(reader.GetGuid(0));
        json.WriteNumberValue(reader.GetInt64(1));
        for (var column = 2; column < 7; column++)
            if (reader.IsDBNull(column)) json.WriteNullValue();
            else json.WriteStringValue(reader.GetGuid(column));
        json.WriteStringValue(reader.GetString(7));
        if (reader.IsDBNull(8)) json.WriteNullValue();
        else json.WriteStringValue(reader.GetString(8));
        for (var column = 9; column < 11; column++)
            if (reader.IsDBNull(column)) json.WriteNullValue();
            else json.WriteStringValue(reader.GetDateTime(column).ToString(
                "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        if (reader.IsDBNull(11)) json.WriteNullValue();
        else json.WriteStringValue(reader.GetString(11));
        json.WriteBooleanValue(reader.GetBoolean(12));
        json.WriteEndArray();
    }
}
