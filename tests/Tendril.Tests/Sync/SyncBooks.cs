using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Server.Sync;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;
using Tendril.Tests.Support;

namespace Tendril.Tests.Sync;

/// <summary>A migrated database for tests of the engine, used as the restricted role.</summary>
public sealed class SyncDatabase(DatabaseCluster cluster) : IAsyncLifetime
{
    private NpgsqlDataSource? _source;

    public NpgsqlDataSource Source => _source!;

    public async ValueTask InitializeAsync() =>
        _source = NpgsqlDataSource.Create((await cluster.CreateAsync(TestContext.Current.CancellationToken)).App);

    public async ValueTask DisposeAsync() => await Source.DisposeAsync();
}

/// <summary>The books of one organisation with two sites, and the devices that push to them.</summary>
internal sealed class SyncBooks
{
    private readonly NpgsqlDataSource _source;
    private readonly IdSource _ids = new(TimeProvider.System);

    private SyncBooks(NpgsqlDataSource source) => _source = source;

    public Guid OrganizationId { get; } = Guid.CreateVersion7();

    public Guid Veg { get; } = Guid.CreateVersion7();

    public Guid Shop { get; } = Guid.CreateVersion7();

    public PushEngine Engine { get; init; } =
        new(SyncedTables.All, TimeProvider.System, () => Guid.CreateVersion7(), SyncedSteps.All);

    /// <summary>The tables that are switched off for now.</summary>
    public HashSet<string> Off { get; } = [];

    private PullEngine Pulls => new(SyncedTables.All, [.. "a key for cursors of these tests"u8], Off);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<SyncBooks> OpenAsync(SyncDatabase database, PushEngine? engine = null)
    {
        var books = engine is null ? new SyncBooks(database.Source)
            : new SyncBooks(database.Source) { Engine = engine };
        foreach (var (id, name) in new[] { (books.Veg, "Veg"), (books.Shop, "Shop") })
            await books.ExecuteAsync("""
                INSERT INTO sites (organization_id, id, name, license, state, time_zone, kind, sandbox, created_at,
                  updated_at)
                VALUES ($1, $2, $3, $3, 'CO', 'America/Denver', 'grower', true, now(), now())
                """, books.OrganizationId, id, name);
        return books;
    }

    public SyncCaller Caller(Role role = Role.HeadGrower, Guid? device = null, params Guid[] sites) =>
        new(OrganizationId, Guid.CreateVersion7(), device ?? Guid.CreateVersion7(),
            sites.Length == 0 ? null : sites.ToHashSet(),
            Roles.Current.PermissionsOf(role).ToHashSet(StringComparer.Ordinal));

    /// <summary>Pushes as a device would: one transaction, tried again when two made the same row at once.</summary>
    public async Task<IReadOnlyList<OperationResult>> PushAsync(SyncCaller caller, params JsonObject[] operations) =>
        await PushAsync(caller, DateTimeOffset.UtcNow, operations);

    public async Task<IReadOnlyList<OperationResult>> PushAsync(
        SyncCaller caller, DateTimeOffset sentAt, params JsonObject[] operations)
    {
        for (var tries = 1; ; tries++)
        {
            await using var connection = await OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync(Cancel);
            await NameAsync(connection, caller.OrganizationId);
            try
            {
                var results = await Engine.PushAsync(connection, caller, [.. operations.Select(Read).Select(Judged)],
                    sentAt.ToUnixTimeMilliseconds(), Cancel);
                await transaction.CommitAsync(Cancel);
                return results;
            }
            catch (PushCollisionException) when (tries < 5)
            {
                await transaction.RollbackAsync(Cancel);
            }
            catch (PostgresException blocked) when (
                tries < 5 && blocked.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
                // As the server's door does: a step may need rows that it learns of late, and two may wait crosswise.
                await transaction.RollbackAsync(Cancel);
            }
        }
    }

    /// <summary>Pulls as a device would, and reads the whole answer.</summary>
    public async Task<PulledLines> PullAsync(
        SyncCaller caller, string? cursor = null, params IReadOnlyList<string> again)
    {
        await using var connection = await OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead, Cancel);
        await NameAsync(connection, caller.OrganizationId);
        using var output = new MemoryStream();
        var refusal = await Pulls.PullAsync(connection, caller, cursor, again, output, Cancel);
        return new PulledLines(refusal, [.. System.Text.Encoding.UTF8.GetString(output.ToArray())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())]);
    }

    public static ReadOperation Read(JsonObject operation)
    {
        var json = JsonSerializer.SerializeToElement(operation);
        var refusal = new OperationReader(SyncedTables.All).TryRead(json, out var read);
        return new ReadOperation(Guid.Parse(operation["id"]!.GetValue<string>()), read, refusal)
        {
            Group = OperationReader.GroupOf(json),
        };
    }

    /// <summary>As the server's door does with tables that are off.</summary>
    private ReadOperation Judged(ReadOperation read) =>
        read.Operation?.Edit is { } edit && Off.Contains(edit.Table.Name)
            ? read.Refused(Tendril.Sync.SyncCodes.TableOff.Refuse("It does not sync at the moment", "table")) : read;

    public JsonObject Series(string title) => new()
    {
        ["site_id"] = Veg.ToString(),
        ["title"] = title,
        ["starts_at"] = "2026-11-20T08:00",
        ["time_zone"] = "America/Denver",
        ["rule"] = "FREQ=DAILY",
    };

    public JsonObject Create(string table, Guid row, JsonObject set, Guid? group = null, DateTimeOffset? at = null) =>
        Operation("create", table, row, 0, set, null, group, at);

    public JsonObject Patch(
        string table, Guid row, long known, JsonObject set, JsonObject old, Guid? group = null,
        DateTimeOffset? at = null) =>
        Operation("patch", table, row, known, set, old, group, at);

    public JsonObject Delete(string table, Guid row, long known, DateTimeOffset? at = null) =>
        Operation("delete", table, row, known, null, null, null, at);

    public JsonObject Step(
        string name, Guid row, JsonObject? args = null, Guid? group = null, DateTimeOffset? at = null) => new()
        {
            ["id"] = _ids.Next().ToString(),
            ["kind"] = "intent",
            ["name"] = name,
            ["row"] = row.ToString(),
            ["base"] = 0,
            ["at"] = (at ?? DateTimeOffset.UtcNow).ToString("O"),
            ["args"] = args ?? [],
            ["group"] = group?.ToString(),
        };

    public JsonObject Task(string title, Guid? site = null) => new()
    {
        ["site_id"] = (site ?? Veg).ToString(),
        ["title"] = title,
        ["status"] = "pending",
    };

    /// <summary>One value of the books, read as the organisation; null where there is no row.</summary>
    public async Task<T?> ReadAsync<T>(string sql, params object[] values)
    {
        await using var connection = await OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await NameAsync(connection, OrganizationId);
        await using var command = Command(connection, sql, values);
        return await command.ExecuteScalarAsync(Cancel) is T value ? value : default;
    }

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var connection = await OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await NameAsync(connection, OrganizationId);
        await using var command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync(Cancel);
        await transaction.CommitAsync(Cancel);
    }

    public Task<NpgsqlConnection> OpenConnectionAsync() => _source.OpenConnectionAsync(Cancel).AsTask();

    public static async Task NameAsync(NpgsqlConnection connection, Guid organization)
    {
        await using var command = Command(
            connection, "SELECT set_config('tendril.organization_id', $1, true)", [organization.ToString()]);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private JsonObject Operation(
        string kind, string table, Guid row, long known, JsonObject? set, JsonObject? old, Guid? group,
        DateTimeOffset? at) => new()
        {
            ["id"] = _ids.Next().ToString(),
            ["kind"] = kind,
            ["table"] = table,
            ["row"] = row.ToString(),
            ["base"] = known,
            ["at"] = (at ?? DateTimeOffset.UtcNow).ToString("O"),
            ["set"] = set,
            ["old"] = old,
            ["group"] = group?.ToString(),
        };

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}

/// <summary>The lines of one pull.</summary>
internal sealed record PulledLines(Tendril.Sync.SyncRefusal? Refusal, IReadOnlyList<JsonObject> Lines)
{
    public IEnumerable<JsonObject> Frames => Lines.Where(line => line.ContainsKey("table"));

    public string Cursor => Lines[^1]["cursor"]!.GetValue<string>();

    public bool IsFirst => Lines[0]["first"]!.GetValue<bool>();

    /// <summary>The values of one field in the rows of one sort: created or updated.</summary>
    public IReadOnlyList<string?> Values(string table, string sort, string field)
    {
        var fields = Lines[0]["tables"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == table)!["fields"]!;
        var place = fields.AsArray().Select(name => name!.GetValue<string>()).ToList().IndexOf(field);
        return [.. Frames.Where(frame => frame["table"]!.GetValue<string>() == table && frame.ContainsKey(sort))
            .SelectMany(frame => frame[sort]!.AsArray()).Select(row => row!.AsArray()[place]?.ToString())];
    }

    public IReadOnlyList<string> Deleted(string table) =>
        [.. Frames.Where(frame => frame["table"]!.GetValue<string>() == table && frame.ContainsKey("deleted"))
            .SelectMany(frame => frame["deleted"]!.AsArray()).Select(id => id!.GetValue<string>())];
}
