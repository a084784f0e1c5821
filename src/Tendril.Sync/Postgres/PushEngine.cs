using Npgsql;
using Tendril.Sync.Merge;
using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;
using Tendril.Sync.Steps.Conflicts;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Postgres;

/// <summary>
/// Takes the operations of one device: reads what they touch, decides all of them in memory, takes the organisation's
/// next revision at the very end, and writes everything by a few statements. The caller commits; until then other
/// writers of the organisation wait only from the moment the revision is taken.
/// </summary>
/// <param name="tables">What is synced.</param>
/// <param name="time">The server's clock.</param>
/// <param name="newId">Makes ids of conflict records.</param>
/// <param name="steps">The steps that it decides, and the rules for plain edits; null for none.</param>
/// <param name="effects">Does what steps mean for other tables; null when no step means anything there.</param>
public sealed class PushEngine(
    SyncTables tables, TimeProvider time, Func<Guid> newId, StepList? steps = null, IStepEffects? effects = null)
{
    private readonly StepList _steps = steps ?? StepList.None;


    private readonly Dictionary<string, TableSql> _sql = tables.InOrder.ToDictionary(
        table => table.Name, table => new TableSql(table), StringComparer.Ordinal);

    /// <summary>Decides and writes the operations, each with a result of its own.</summary>
    /// <param name="connection">Open, in a transaction of the caller's organisation.</param>
    /// <param name="caller">Who pushes, by the token.</param>
    /// <param name="operations">In the order in which they were done.</param>
    /// <param name="sentAt">What the device's clock said when it sent, in milliseconds since 1970.</param>
    /// <param name="cancel">Ends it; nothing is written then.</param>
    /// <returns>One result per operation, in the same order.</returns>
    /// <exception cref="PushCollisionException">Another writer made the same row at the same moment: roll back and try
    /// again; the second try finds the row.</exception>
    public async Task<IReadOnlyList<OperationResult>> PushAsync(
        NpgsqlConnection connection, SyncCaller caller, IReadOnlyList<ReadOperation> operations, long sentAt,
        CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var results = new Dictionary<Guid, OperationResult>();
        await LockDeviceAsync(connection, caller, cancel);
        var known = await OperationLedger.FindAsync(connection, operations.Select(one => one.Id), cancel);
        var times = new Dictionary<Guid, DeviceTime>();
        List<ReadOperation> fresh = [];
        foreach (var sent in operations.DistinctBy(one => one.Id))
        {
            if (Answered(sent, known, results)) continue;
            var read = known.ContainsKey(sent.Id) && sent.Operation is not null ? sent.Refused(Reused) : sent;
            if (read.Operation is not { } operation) { fresh.Add(read); continue; }
            var at = DeviceTime.Bound(operation.ClaimedAt, sentAt, now.ToUnixTimeMilliseconds());
            times[read.Id] = at;
            if (now.ToUnixTimeMilliseconds() - at.At > (long)OperationLedger.Kept.TotalMilliseconds)
                fresh.Add(read.Refused(SyncCodes.OperationExpired.Refuse("This was done more than 180 days ago")));
            else fresh.Add(read with { Operation = At(operation, at.At) });
        }
        var work = await DecideAsync(connection, caller, fresh, results, now, cancel);
        await WriteAsync(connection, caller, work, fresh, times, results, now, cancel);
        return Each(operations, results);
    }

    /// <summary>
    /// Decides everything in memory. A step may ask for rows that only another row names: they are read then, and all
    /// is decided anew.
    /// </summary>
    private async Task<PushWork> DecideAsync(
        NpgsqlConnection connection, SyncCaller caller, List<ReadOperation> fresh,
        Dictionary<Guid, OperationResult> results, DateTimeOffset now, CancellationToken cancel)
    {
        var locks = new RowLocks(tables, _sql, _steps);
        var rows = await locks.LockAsync(connection, fresh, cancel);
        var parents = await FindParentsAsync(connection, caller, fresh, cancel);
        for (var round = 0; round < MostRounds; round++)
        {
            var work = new PushWork(caller, rows, parents, _steps, now.ToUnixTimeMilliseconds());
            foreach (var group in Groups(fresh)) work.Decide(group, results);
            if (rows.TakeMissing() is not { } missing) return work;
            rows.RollBack(0);
            await locks.ReadAsync(connection, rows, missing, cancel);
        }
        throw new InvalidOperationException("A step asks for other rows each time");
    }

    private const int MostRounds = 10;

    private static SyncRefusal Reused { get; } =
        SyncCodes.OperationReused.Refuse("This id was used before for something else", "id");

    /// <summary>
    /// One result per operation; one that stands twice in the request is a duplicate the second time.
    /// </summary>
    private static List<OperationResult> Each(
        IReadOnlyList<ReadOperation> operations, Dictionary<Guid, OperationResult> results)
    {
        var seen = new Dictionary<Guid, ReadOperation>();
        List<OperationResult> each = [];
        foreach (var one in operations)
        {
            var result = results[one.Id];
            if (!seen.TryAdd(one.Id, one)) result = Again(one, seen[one.Id], result);
            each.Add(result);
        }
        return each;
    }

    private static OperationResult Again(ReadOperation one, ReadOperation first, OperationResult result) =>
        one.Operation is not { } again
            ? new OperationResult(one.Id, OperationStatus.Rejected) { Refusal = one.Refusal }
            : !again.ContentHash.AsSpan().SequenceEqual(first.Operation?.ContentHash)
                ? new OperationResult(one.Id, OperationStatus.Rejected) { Refusal = Reused }
                : result.Status == OperationStatus.Duplicate ? result
                : result with { Status = OperationStatus.Duplicate, First = result.Status };

    private static Operation At(Operation operation, long at) =>
        operation with { At = at, Edit = operation.Edit is { } edit ? edit with { At = at } : null };

    /// <summary>True when the same operation was answered before.</summary>
    private static bool Answered(
        ReadOperation read, Dictionary<Guid, (byte[] Hash, OperationResult Result)> known,
        Dictionary<Guid, OperationResult> results)
    {
        if (read.Operation is null || !known.TryGetValue(read.Id, out var before)
            || !before.Hash.AsSpan().SequenceEqual(read.Operation.ContentHash)) return false;
        results[read.Id] = before.Result;
        return true;
    }

    /// <summary>The operations as they stand or fall together: each alone, or all of one group.</summary>
    private static IEnumerable<IReadOnlyList<ReadOperation>> Groups(List<ReadOperation> operations) =>
        operations.GroupBy(one => one.Operation?.Group ?? one.Group ?? one.Id).Select(group => group.ToList());

    /// <summary>
    /// One push of a device at a time, so that an operation sent twice at once is found the second time.
    /// </summary>
    private static async Task LockDeviceAsync(NpgsqlConnection connection, SyncCaller caller, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", connection)
        {
            Parameters = { new() { Value = $"sync {caller.OrganizationId:D} {caller.DeviceId:D}" } },
        };
        await command.PrepareAsync(cancel);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<Parents> FindParentsAsync(
        NpgsqlConnection connection, SyncCaller caller, List<ReadOperation> operations, CancellationToken cancel)
    {
        var named = (
            from one in operations
            let edit = one.Operation?.Edit
            where edit is not null
            from field in edit.Fields
            let parent = edit.Table.Fields[field.Position].Parent
            where parent is not null && field.New is not null
            select (Table: parent, Id: Guid.Parse(field.New!))).ToLookup(one => one.Table, one => one.Id);
        var known = new HashSet<(string, Guid)>();
        foreach (var parent in named)
        {
            var table = tables[parent.Key];
            await using var command = new NpgsqlCommand(_sql[table.Name].Known, connection)
            {
                Parameters = { new() { Value = parent.Distinct().ToArray() } },
            };
            await command.PrepareAsync(cancel);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                var values = new string?[table.Fields.Count];
                if (table.SitePosition >= 0) values[table.SitePosition] = RowReader.Value(reader, 1, FieldKind.Uuid);
                if (table.OwnerPosition >= 0) values[table.OwnerPosition] = RowReader.Value(reader, 2, FieldKind.Uuid);
                if (caller.Sees(table, values)) known.Add((table.Name, reader.GetGuid(0)));
            }
        }
        return new Parents(known);
    }

    private async Task WriteAsync(
        NpgsqlConnection connection, SyncCaller caller, PushWork work, List<ReadOperation> fresh,
        Dictionary<Guid, DeviceTime> times, Dictionary<Guid, OperationResult> results, DateTimeOffset now,
        CancellationToken cancel)
    {
        var changed = work.Rows.Where(row => row.IsChanged).ToList();
        long revision = 0;
        if (changed.Count > 0 || work.Decisions.Any(one => one.Decision.Winner != MergeWinner.Both))
            revision = await Revisions.TakeAsync(connection, cancel);
        foreach (var table in tables.InOrder)
        {
            var sql = _sql[table.Name];
            var rows = changed.Where(row => row.Table == table).ToList();
            await RowWriter.InsertAsync(connection, caller, sql, [.. rows.Where(row => row.Before is null)], revision,
                cancel);
            await RowWriter.UpdateAsync(connection, caller, sql, [.. rows.Where(row => row.Before is not null)],
                revision, cancel);
        }
        await ConflictLog.WriteDecidedAsync(
            connection, caller, [.. work.Effects.OfType<ConflictDecided>()], now, cancel);
        object[] others = [.. work.Effects.Where(one => one is not ConflictDecided)];
        if (effects is not null && others.Length > 0) await effects.RunAsync(connection, caller, others, cancel);
        await ConflictLog.WriteAsync(connection, caller, work.Decisions, revision, newId, now, cancel);
        List<(Operation, OperationResult, DeviceTime)> done = [];
        foreach (var group in Groups(fresh))
        {
            // What cannot be read, or has to wait, may come again and be judged anew, with all of its group: an answer
            // kept for one part would tear the group the next time.
            var open = group.Any(read => read.Operation is null
                || SyncCodes.IsRetryable(results[read.Id].Refusal?.Code));
            foreach (var read in group)
            {
                if (results[read.Id].Status != OperationStatus.Rejected)
                    results[read.Id] = results[read.Id] with { Revision = revision };
                if (!open) done.Add((read.Operation!, results[read.Id], times[read.Id]));
            }
        }
        await OperationLedger.StoreAsync(connection, caller, done, now, cancel);
    }
}
