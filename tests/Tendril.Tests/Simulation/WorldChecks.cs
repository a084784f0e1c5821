using Tendril.Server.Sync;
using Tendril.Sync;
using Tendril.Sync.Device;
using Tendril.Sync.Merge;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;
using Tendril.Sync.Tables;

namespace Tendril.Tests.Simulation;

/// <summary>What must hold when the storm is over. Each check tells the first thing that is broken.</summary>
internal sealed class WorldChecks(World world)
{
    private sealed record Row(SyncedRow Kept, SyncTable Table);

    private sealed record Conflict(Guid Row, string Field, string? Theirs, string? Mine);

    private sealed record Write(Guid Operation, Guid Row, string Field, string? Old, string? New);

    /// <summary>Looks at everything.</summary>
    /// <returns>The first broken invariant; null when all hold.</returns>
    public async Task<string?> FirstBrokenAsync()
    {
        var rows = new List<Row>();
        foreach (var table in SyncedTables.All.InOrder)
            rows.AddRange(await world.Server.ReadAsync(new TableSql(table).Read,
                reader => new Row(RowReader.Read(reader, table), table)));
        var conflicts = await world.Server.ReadAsync(
            "SELECT row_id, field, server_value, device_value FROM conflicts",
            reader => new Conflict(reader.GetGuid(0), reader.GetString(1), Text(reader, 2), Text(reader, 3)));
        var ledger = (await world.Server.ReadAsync(
            "SELECT operation_id FROM sync_operations WHERE status <> 'rejected'", reader => reader.GetGuid(0)))
            .ToHashSet();
        var stocked = await world.Server.ReadAsync("""
            SELECT result.harvest_id FROM inventory AS result
            WHERE coalesce((SELECT sum(quantity) FROM stock_movements WHERE reference = result.harvest_id::text), 0)
              <> CASE WHEN result.reverted_at IS NULL THEN result.final_weight_g ELSE 0 END
            """, reader => reader.GetGuid(0));
        var refusals = new RightRefusals(world, rows.ConvertAll(row => (row.Table, row.Kept)));
        return Drained() ?? NothingLost(ledger) ?? refusals.FirstWrong() ?? GroupsWhole()
            ?? NothingDoubled(rows, stocked) ?? NothingOverwritten(rows, conflicts)
            ?? NothingDeletedUnseen(rows, conflicts) ?? Converged(rows);

        static string? Text(Npgsql.NpgsqlDataReader reader, int column) =>
            reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    private string? Drained() => world.Devices
        .SelectMany(device => Outbox(device).Where(entry => entry.State == OutboxState.Unsent
                || (entry.State == OutboxState.Sent && !Waits(entry)))
            .Select(entry => $"I13 liveness: {device.Name} never delivers {Say(entry)}"))
        .FirstOrDefault();

    /// <summary>
    /// What was saved is on the server as it was saved, or stands in a list for a person. What stands there has a
    /// reason that the world gave: <see cref="RightRefusals"/>.
    /// </summary>
    private string? NothingLost(HashSet<Guid> ledger)
    {
        var accepted = world.Server.Accepted.ToLookup(one => one.Operation.Id);
        foreach (var device in world.Devices)
        {
            var here = Outbox(device).Select(entry => entry.Number).ToHashSet();
            foreach (var saved in device.Saved)
            {
                if (here.Contains(saved.Number) || device.GivenUp.Contains(saved.Number)) continue;
                if (!ledger.Contains(saved.Id) || !accepted[saved.Id].Any(one => Same(one.Operation, saved)))
                    return $"I1 nothing lost: {device.Name} saved {Say(saved)}, and nobody has it";
            }
        }
        return null;
    }

    private string? GroupsWhole()
    {
        var accepted = world.Server.Accepted.Select(one => one.Operation.Id).ToHashSet();
        return world.Devices.SelectMany(device => device.Saved).Where(entry => entry.Group is not null)
            .GroupBy(entry => entry.Group).Where(group => group.Count(one => accepted.Contains(one.Id)) is var taken
                && taken > 0 && taken < group.Count())
            .Select(group => $"G4 groups: of {string.Join(", ", group.Select(Say))} only a part was applied")
            .FirstOrDefault();
    }

    private string? NothingDoubled(List<Row> rows, List<Guid> stocked)
    {
        if (world.Server.Accepted.GroupBy(one => one.Operation.Id).FirstOrDefault(same => same.Count() > 1)
            is { } twice)
            return $"I2 nothing doubled: {twice.Key} was applied {twice.Count()} times";
        var stored = rows.Count(row => row.Table.Name == "harvest_weights");
        var weighed = world.Server.Accepted.Count(one => one.Operation.Edit?.Table.Name == "harvest_weights");
        if (stored != weighed) return $"I2 nothing doubled: {weighed} weights were taken, {stored} are stored";
        if (stocked.Count > 0) return $"I4 stock: harvest {stocked[0]} has another weight in stock than it came to";
        var finished = rows.Where(row => row.Table.Name == "harvests" && Value(row, "stage") == "inventory").ToList();
        var results = rows.Where(row => row.Table.Name == "inventory").GroupBy(row => Value(row, "harvest_id"))
            .ToList();
        return results.Find(same => same.Count() > 1) is { } twofold
            ? $"I2 nothing doubled: harvest {twofold.Key} has {twofold.Count()} results"
            : finished.Find(row => results.TrueForAll(one => one.Key != row.Kept.Id.ToString())) is { } bare
                ? $"I2 nothing doubled: harvest {bare.Kept.Id} is in stock without a result" : null;
    }

    private static string? Value(Row row, string field) => row.Kept.Values[row.Table.PositionOf(field)];

    /// <summary>
    /// A text that was written either stands, or was seen by the one who wrote over it, or is in a conflict record.
    /// </summary>
    private string? NothingOverwritten(List<Row> rows, List<Conflict> conflicts)
    {
        var kept = rows.Where(row => row.Table.Policy != RowPolicy.AppendOnly).ToDictionary(row => row.Kept.Id);
        var writes = Writes().ToList();
        var over = writes.ToLookup(write => (write.Row, write.Field, write.Old));
        foreach (var write in writes)
        {
            if (world.Purged.Contains(write.Row) || !kept.TryGetValue(write.Row, out var row)) continue;
            var stands = row.Kept.Values[row.Table.PositionOf(write.Field)];
            if (stands == write.New || over[(write.Row, write.Field, write.New)].Any(one => one != write)) continue;
            if (conflicts.Exists(one => one.Row == write.Row && one.Field == write.Field
                && (one.Theirs == write.New || one.Mine == write.New))) continue;
            return $"I9 no silent overwrite: {write.New} of {write.Field} ({Short(write.Operation)}) gave way to "
                + $"{stands} without a conflict record";
        }
        return null;
    }

    private IEnumerable<Write> Writes() =>
        (from one in world.Server.Accepted
         let edit = one.Operation.Edit
         where edit is not null
         from field in edit.Fields
         let name = edit.Table.Fields[field.Position].Name
         where name is "title" or "notes"
         select new Write(one.Operation.Id, edit.RowId, name, field.Old, field.New))
        .Concat(world.OwnWrites.Select(own => new Write(Guid.Empty, own.Row, own.Field, own.Old, own.New)));

    /// <summary>Who deleted a row had seen all work on it.</summary>
    private string? NothingDeletedUnseen(List<Row> rows, List<Conflict> conflicts)
    {
        foreach (var row in rows.Where(row => row.Kept.Deleted))
        {
            var work = world.Server.Accepted.Where(one => one.Operation.Edit?.RowId == row.Kept.Id).ToList();
            var delete = work.Last(one => one.Operation.Edit!.Kind == EditKind.Delete
                && one.Result.Status == OperationStatus.Applied);
            if (work.Find(one => one.DeviceId != delete.DeviceId && one.Result.Revision < delete.Result.Revision
                && (one.Result.Status is OperationStatus.Applied or OperationStatus.Merged)
                && one.Operation.Edit!.Kind != EditKind.Delete
                && one.Result.Revision > delete.Operation.Edit!.BaseRevision) is { } unseen
                && !conflicts.Exists(one => one.Row == row.Kept.Id && one.Field == "*"))
                return $"I9 no silent overwrite: {Short(unseen.Operation.Id)} was deleted unseen by "
                    + Short(delete.Operation.Id);
        }
        return null;
    }

    private string? Converged(List<Row> rows)
    {
        foreach (var device in world.Devices)
        {
            // It heals itself, so that what is missing now is there a moment later; that it had to is the mistake.
            if (device.Memory.Transact(transaction => transaction.State.Divergences) is > 0 and var times)
                return $"I10 convergence: {device.Name} held other rows than the server, {times} times";
            foreach (var table in SyncedTables.All.InOrder)
                if (Differs(device, table, rows) is { } broken) return broken;
        }
        return null;
    }

    private static string? Differs(ModelDevice device, SyncTable table, List<Row> rows)
    {
        var site = table.SitePosition;
        var due = rows.Where(row => row.Table == table && !row.Kept.Deleted && (site < 0
            || device.Caller.Sites is null || row.Kept.Values[site] is not { } at
            || device.Caller.Sites.Contains(Guid.Parse(at)))).ToDictionary(row => row.Kept.Id, row => row.Kept);
        var (held, digest) = device.Memory.Transact(transaction => (transaction.Rows(table)
            .Where(row => row.OnServer).ToDictionary(row => row.Id), transaction.DigestOf(table)));
        string Broken(Guid id, string how) => $"I10 convergence: {table.Name} {Short(id)} on {device.Name} {how}";
        var expected = default(Digest);
        foreach (var (id, kept) in due)
        {
            expected.Add(id, kept.Revision);
            if (!held.TryGetValue(id, out var row)) return Broken(id, "is missing");
            if (row.Revision != kept.Revision) return Broken(id, $"is at {row.Revision}, not at {kept.Revision}");
            if (!row.Server!.SequenceEqual(kept.Values)) return Broken(id, "has other values");
            var work = Outbox(device).Where(entry => entry.Touched.Contains((table, id))).ToList();
            if (work.Count == 0 && !row.Screen.AsSpan().SequenceEqual(row.Server))
                return Broken(id, "shows other values than the server's");
        }
        foreach (var id in held.Keys) if (!due.ContainsKey(id)) return Broken(id, "should be gone");
        return expected == digest ? null : $"I10 convergence: the digest of {table.Name} differs on {device.Name}";
    }

    private static List<OutboxEntry> Outbox(ModelDevice device) =>
        device.Memory.Transact(transaction => transaction.Outbox().ToList());

    private static bool Waits(OutboxEntry entry) => entry.Result?.Refusal is not null && entry.IsPending;

    private static bool Same(Operation one, OutboxEntry saved) => saved.Step is { } step
        ? one.Intent is { } intent && intent.Name == step.Name && intent.RowId == step.RowId
        : one.Edit is { } edit && Same(edit, saved.Edit);

    private static bool Same(RowEdit one, RowEdit other) => one.RowId == other.RowId && one.Kind == other.Kind
        && one.Table == other.Table && one.Fields.SequenceEqual(other.Fields);

    private static string Say(OutboxEntry entry) =>
        $"{Short(entry.Id)} ({entry.Edit.Kind} {entry.Edit.Table.Name} {Short(entry.Edit.RowId)})";

    private static string Short(Guid id) => id.ToString()[^4..];
}
