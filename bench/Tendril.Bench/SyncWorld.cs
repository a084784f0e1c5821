using System.Globalization;
using Npgsql;
using Tendril.Domain;

namespace Tendril.Bench;

/// <summary>
/// An organisation with 100,000 harvests of about 340 bytes of JSON each, made over half a year by eight people on 500
/// batches, as devices would have made them. Everything comes from one seed.
/// </summary>
internal sealed class SyncWorld(BenchServer server, Guid organization, Guid site, Guid person, HttpClient client)
    : IDisposable
{
    public const int Rows = 100_000;
    private const int Batches = 500;
    private const int Chunk = 5_000;

    private static readonly DateTimeOffset Begin = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);

    private static readonly string[] Phrases =
    [
        "Trimmed by hand, stems kept apart", "Hung whole in the east room", "Buds dense, sugar leaves left on",
        "Second pass after the lights were moved", "Moisture even, no mould seen", "Jars opened twice a day",
        "Smells of citrus, sticky to the touch", "Larf bagged for extraction", "Weighed without the tray",
        "Dried slower than the row beside it", "Fans at half speed for the night", "Label checked by two people",
    ];

    private readonly Random _random = new(42);

    public static IdSource Ids { get; } = new(TimeProvider.System);

    public BenchServer Server => server;

    public Guid Organization => organization;

    public Guid Site => site;

    public Guid Person => person;

    public HttpClient Client => client;

    public IReadOnlyList<Guid> Harvests { get; private set; } = [];

    private IReadOnlyList<Guid> BatchIds { get; set; } = [];

    public static async Task<SyncWorld> MakeAsync(BenchServer server, int rows, CancellationToken cancel)
    {
        var (organization, site, client) = await server.FoundAsync($"BENCH-SYNC-{rows}", cancel);
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var member = source.CreateCommand(
            "SELECT user_id FROM access.memberships WHERE organization_id = $1");
        member.Parameters.Add(new() { Value = organization });
        var world = new SyncWorld(server, organization, site, (Guid)(await member.ExecuteScalarAsync(cancel))!, client);
        await world.FillAsync(rows, cancel);
        return world;
    }

    public Task<SyncPhone> PhoneAsync(CancellationToken cancel) => SyncPhone.RegisterAsync(client, cancel);

    /// <summary>An operation that makes a harvest.</summary>
    public string NewHarvest() => NewHarvest(Ids.Next());

    public string NewHarvest(Guid row) => Operation("create", row, 0, $$"""
        "set":{"site_id":"{{site}}","batch_id":"{{Batch()}}","user_id":"{{person}}",
        """ + $$"""
        "notes":"{{Notes()}}","stage_started_at":"{{Now()}}"}
        """);

    /// <summary>An operation that changes the notes of a harvest.</summary>
    public string NewNotes(Guid row, long known, string old) => Operation("patch", row, known, $$"""
        "set":{"notes":"{{Notes()}}"},"old":{"notes":"{{old}}"}
        """);

    /// <summary>Some of the harvests, far apart, with revision and notes.</summary>
    public async Task<List<(Guid Id, long Revision, string Notes)>> SomeAsync(int count, CancellationToken cancel)
    {
        var every = Harvests.Count / count;
        var ids = Harvests.Where((_, place) => place % every == 0).Take(count).ToArray();
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var command = source.CreateCommand(
            "SELECT id, revision, notes FROM harvests WHERE organization_id = $1 AND id = ANY($2) ORDER BY id");
        command.Parameters.Add(new() { Value = organization });
        command.Parameters.Add(new() { Value = ids });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<(Guid, long, string)> some = [];
        while (await reader.ReadAsync(cancel)) some.Add((reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2)));
        return some;
    }

    public void Dispose() => client.Dispose();

    private static string Now() =>
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Operation(string kind, Guid row, long known, string values) => $$"""
        {"id":"{{Ids.Next()}}","kind":"{{kind}}","table":"harvests","row":"{{row}}","base":{{known}},
        """ + $"\"at\":\"{Now()}\",{values}}}";

    private Guid Batch() => BatchIds[_random.Next(BatchIds.Count)];

    private string Notes() => $"{Phrases[_random.Next(Phrases.Length)]}. {Phrases[_random.Next(Phrases.Length)]}, "
        + $"row {_random.Next(1, 60)}, {_random.Next(20, 900)} g";

    private async Task FillAsync(int rows, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(server.Database.Owner);
        await connection.OpenAsync(cancel);
        BatchIds = [.. Enumerable.Range(0, Batches).Select(_ => Ids.Next())];
        await RunAsync(connection, """
            INSERT INTO batches (organization_id, id, site_id, batch_number, domain_type, source_type, plant_count,
              stage, status, start_date, version, created_at, updated_at, revision, created_revision)
            SELECT $1, b.id, $2, 'B-' || b.place, 'cannabis', 'clone', 50, 'clone', 'active', current_date, 1, now(),
              now(), 1, 1
            FROM unnest($3::uuid[]) WITH ORDINALITY AS b (id, place)
            """, cancel, organization, site, BatchIds.ToArray());
        List<Guid> ids = [];
        for (var from = 0; from < rows; from += Chunk)
            ids.AddRange(await FillChunkAsync(connection, from, Math.Min(Chunk, rows - from), cancel));
        await RunAsync(connection, """
            INSERT INTO sync_heads (organization_id, revision) VALUES ($1, $2)
            ON CONFLICT (organization_id) DO UPDATE SET revision = $2
            """, cancel, organization, (long)(rows / 5) + 2);
        // What the database does by itself within a minute.
        await RunAsync(connection, "VACUUM ANALYZE", cancel);
        Harvests = ids;
    }

    private async Task<Guid[]> FillChunkAsync(
        NpgsqlConnection connection, int from, int count, CancellationToken cancel)
    {
        Guid[] people = [.. Enumerable.Range(0, 8).Select(n => n == 0 ? person : new Guid(n, 7, 7, new byte[8]))];
        var made = Enumerable.Range(from, count)
            .Select(n => Begin.AddSeconds(n * 150L).AddMilliseconds(_random.Next(1_000))).ToArray();
        var ids = made.Select(Guid.CreateVersion7).ToArray();
        await RunAsync(connection, """
            INSERT INTO harvests (organization_id, id, site_id, batch_id, user_id, stage, notes, stage_started_at,
              stage_completed_at, created_at, updated_at, revision, created_revision)
            SELECT $1, h.id, $2, h.batch, h.who, 'drying', h.notes, h.made, h.made + h.took * interval '1 millisecond',
              h.made, h.made, 2 + ($3 + h.place - 1) / 5, 2 + ($3 + h.place - 1) / 5
            FROM unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::timestamptz[], $9::bigint[])
              WITH ORDINALITY AS h (id, batch, who, notes, made, took, place)
            """, cancel, organization, site, (long)from, ids, ids.Select(_ => Batch()).ToArray(),
            ids.Select(_ => people[_random.Next(people.Length)]).ToArray(), ids.Select(_ => Notes()).ToArray(),
            made.Select(at => at.UtcDateTime).ToArray(),
            ids.Select(_ => _random.NextInt64(600_000, 900_000_000)).ToArray());
        return ids;
    }

    private static async Task RunAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
