using System.Text;
using System.Text.Json;
using Npgsql;
using Tendril.Domain;
using Tendril.Server.Modules.Inventory;
using Tendril.Server.Sync;
using Tendril.Sync;
using Tendril.Sync.Device;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;

namespace Tendril.Tests.Simulation;

/// <summary>What happens to a push on the server.</summary>
internal enum PushFate
{
    Commits,
    /// <summary>The server dies before the commit: PostgreSQL rolls back.</summary>
    DiesBefore,
    /// <summary>The commit hangs; others go on meanwhile.</summary>
    Hangs,
}

/// <summary>An operation that the server has committed, with who sent it and what was answered first.</summary>
internal sealed record Accepted(Operation Operation, OperationResult Result, Guid DeviceId);

/// <summary>The real engine on PostgreSQL, with the commit and the death of the server in the world's hands.</summary>
internal sealed class SimulatedServer(
    NpgsqlDataSource source, Guid organization, SimulatedTime time, IdSource ids, Planted bug)
{
    private readonly PushEngine _push =
        new(SyncedTables.All, time, ids.Next, SyncedSteps.All,
            bug == Planted.StepHalfDone ? null : new StockHarvests());
    private readonly OperationReader _reader = new(SyncedTables.All);
    private (NpgsqlConnection Connection, NpgsqlTransaction Transaction, List<Accepted> Work)? _held;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>All that was committed, in that order.</summary>
    public List<Accepted> Accepted { get; } = [];

    /// <summary>The tables that are switched off for now.</summary>
    public HashSet<string> Off { get; } = [];

    private PullEngine Pulls => new(SyncedTables.All, [.. "a key for cursors of simulated worlds"u8], Off);

    public bool Holds => _held is not null;

    /// <param name="screen">What the device shows of a row: only a planted mistake asks.</param>
    public async Task<IReadOnlyList<OperationResult>> PushAsync(
        SyncCaller caller, PushBody body, PushFate fate, Func<Operation, string?[]?> screen)
    {
        List<ReadOperation> operations = [.. body.Operations.Select(Read)];
        var connection = await source.OpenConnectionAsync(Cancel);
        var transaction = await BeginAsync(connection, System.Data.IsolationLevel.ReadCommitted);
        try
        {
            var judged = await new PlantedPush(bug, connection, screen).ChangeAsync(operations);
            var results = await _push.PushAsync(connection, caller, judged, body.SentAt, Cancel);
            List<Accepted> work = [.. operations.Zip(results)
                .Where(one => one.Second.Status is not (OperationStatus.Rejected or OperationStatus.Duplicate))
                .Select(one => new Accepted(one.First.Operation!, one.Second, caller.DeviceId))];
            if (fate == PushFate.Hangs)
            {
                _held = (connection, transaction, work);
                return results;
            }
            if (fate == PushFate.Commits)
            {
                await transaction.CommitAsync(Cancel);
                Accepted.AddRange(work);
            }
            await CloseAsync(connection, transaction);
            if (fate == PushFate.DiesBefore && bug != Planted.AckWithoutCommit)
                throw new SyncTransportException(SyncErrorClass.Network, "The server died before the commit");
            return results;
        }
        catch (Exception error) when (error is PostgresException { SqlState: "55P03" } or PushCollisionException)
        {
            await CloseAsync(connection, transaction);
            throw new SyncTransportException(SyncErrorClass.Conflict, "The server is busy with these rows", error);
        }
    }

    /// <summary>The hanging commit comes through, or the server dies first.</summary>
    public async Task ReleaseAsync(bool commit)
    {
        if (_held is not { } held) return;
        _held = null;
        if (commit)
        {
            await held.Transaction.CommitAsync(Cancel);
            Accepted.AddRange(held.Work);
        }
        await CloseAsync(held.Connection, held.Transaction);
    }

    public async Task<(byte[] Lines, SyncRefusal? Refusal)> PullAsync(
        SyncCaller caller, string? cursor, IReadOnlyList<string> again)
    {
        await using var connection = await source.OpenConnectionAsync(Cancel);
        await using var transaction = await BeginAsync(connection, System.Data.IsolationLevel.RepeatableRead);
        using var output = new MemoryStream();
        var refusal = await Pulls.PullAsync(connection, caller, cursor, again, output, Cancel);
        if (bug != Planted.TombstoneIgnored) return (output.ToArray(), refusal);
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n');
        return (Encoding.UTF8.GetBytes(string.Join('\n', lines.Where(line =>
            !line.Contains("\"deleted\":[", StringComparison.Ordinal)))), refusal);
    }

    /// <summary>Runs a statement of the server's own, as any module would.</summary>
    public async Task<int> ExecuteAsync(string sql, params object[] values)
    {
        await using var connection = await source.OpenConnectionAsync(Cancel);
        await using var transaction = await BeginAsync(connection, System.Data.IsolationLevel.ReadCommitted);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        var rows = await command.ExecuteNonQueryAsync(Cancel);
        await transaction.CommitAsync(Cancel);
        return rows;
    }

    public async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = await source.OpenConnectionAsync(Cancel);
        await using var transaction = await BeginAsync(connection, System.Data.IsolationLevel.ReadCommitted);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        List<T> all = [];
        while (await reader.ReadAsync(Cancel)) all.Add(read(reader));
        return all;
    }

    private ReadOperation Read(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var json = document.RootElement.Clone();
        var refusal = _reader.TryRead(json, out var operation);
        var read = new ReadOperation(json.GetProperty("id").GetGuid(), operation, refusal)
        {
            Group = OperationReader.GroupOf(json),
        };
        var table = operation?.Edit?.Table.Name
            ?? (operation is null ? null : SyncedSteps.All.Find(operation.Intent!.Name)?.Table);
        return table is not null && Off.Contains(table)
            ? read.Refused(SyncCodes.TableOff.Refuse("It does not sync at the moment", "table")) : read;
    }

    /// <summary>
    /// A transaction of the organisation. Nothing waits for a lock in a world of one thread: what is blocked by a
    /// hanging commit is refused and tried again later.
    /// </summary>
    private async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, System.Data.IsolationLevel level)
    {
        var transaction = await connection.BeginTransactionAsync(level, Cancel);
        await using var command = new NpgsqlCommand("""
            SELECT set_config('tendril.organization_id', $1, true), set_config('lock_timeout', '20ms', true),
              set_config('tendril.simulated_ms', $2, true)
            """, connection)
        {
            Parameters =
            {
                new() { Value = organization.ToString() },
                new() { Value = $"{time.Now.ToUnixTimeMilliseconds()}" },
            },
        };
        await command.ExecuteNonQueryAsync(Cancel);
        return transaction;
    }

    private static async Task CloseAsync(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
