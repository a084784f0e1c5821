using Tendril.Sync.Merge;
using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>Saves what a person does: the row and the operation in one transaction.</summary>
internal sealed class LocalWork(
    IDeviceStore store, SyncTables tables, DeviceSteps steps, TimeProvider time, Func<Guid> newId)
{
    private readonly RowScreens _screens = new(tables, steps);

    /// <summary>A clock that is set back by less than this still counts forward here.</summary>
    private const long KeepsOrderMs = DeviceTime.AllowedSkewMs;

    /// <summary>What belongs together and could never be sent is not saved: the person hears it at once.</summary>
    public static SyncRefusal TooLarge { get; } = SyncCodes.TooMuch.Refuse(
        $"What belongs together is more than one request can hold: {PushBody.MostOperations:N0} changes or "
        + $"{PushBody.MostBytes / 1e6:0.0} MB") with
    { Help = "Save it in smaller steps, or with shorter texts." };

    public SavedEdit Save(IReadOnlyList<LocalEdit> edits)
    {
        if (edits.Count > PushBody.MostOperations) return new SavedEdit([], TooLarge);
        if (edits.DistinctBy(edit => (edit.Table, edit.Row)).Count() != edits.Count)
            throw new ArgumentException("Edits that belong together name each row once", nameof(edits));
        return store.Transact(transaction => Save(transaction, edits));
    }

    private SavedEdit Save(IDeviceTransaction transaction, IReadOnlyList<LocalEdit> edits)
    {
        // All are checked before the first is written: they name different rows, so none changes what another sees.
        List<RowEdit> read = [];
        foreach (var edit in edits)
        {
            var row = tables.Find(edit.Table) is { } table ? transaction.FindRow(table, edit.Row) : null;
            if (edit.TryRead(tables, row, out var checkedEdit) is { } refusal) return new SavedEdit([], refusal);
            if (checkedEdit is not null) read.Add(checkedEdit);
        }
        Guid? group = read.Count > 1 ? newId() : null;
        if (read.Sum(edit => OperationWriter.Write(new OutboxEntry(Guid.Empty, edit) { Group = group }).Length
            + Slack) > PushBody.MostBytes) return new SavedEdit([], TooLarge);
        return new SavedEdit([.. read.Select(edit => Append(transaction, edit, group))]);
    }

    /// <summary>
    /// A comma, and room for a base and a moment with more digits than before: they are known only when it is stored,
    /// and the base may still follow answers.
    /// </summary>
    private const int Slack = 32;

    public int Release(IReadOnlyCollection<Guid> operations) => store.Transact(transaction =>
    {
        var parked = Parked(transaction, operations);
        foreach (var group in parked.GroupBy(entry => entry.Group ?? entry.Id))
        {
            Guid? name = group.First().Group is null ? null : newId();
            foreach (var entry in group)
            {
                var again = new OutboxEntry(newId(), entry.Edit)
                {
                    Number = entry.Number,
                    ClaimedAt = entry.ClaimedAt,
                    Group = name,
                    Step = entry.Step,
                };
                Put(transaction, again, out _);
                // The rows that a step makes have ids that follow from its own.
                _screens.Refresh(transaction, entry);
            }
        }
        return parked.Count;
    });

    public int Discard(IReadOnlyCollection<Guid> operations) => store.Transact(transaction =>
    {
        var parked = Parked(transaction, operations);
        foreach (var entry in parked)
        {
            transaction.RemoveEntry(entry);
            _screens.Refresh(transaction, entry);
        }
        return parked.Count;
    });

    /// <summary>Those that wait for a person, with the rest of their groups.</summary>
    private static List<OutboxEntry> Parked(IDeviceTransaction transaction, IReadOnlyCollection<Guid> operations)
    {
        List<OutboxEntry> parked = [.. transaction.Outbox().Where(entry => entry.State == OutboxState.Parked)];
        var groups = parked.Where(entry => operations.Contains(entry.Id)).Select(entry => entry.Group ?? entry.Id)
            .ToHashSet();
        return parked.FindAll(entry => groups.Contains(entry.Group ?? entry.Id));
    }

    private OutboxEntry Append(IDeviceTransaction transaction, RowEdit edit, Guid? group)
    {
        var entry = Next(transaction, edit with { BaseRevision = Known(transaction, edit) }) with { Group = group };
        Put(transaction, entry, out _);
        return entry;
    }

    public SavedEdit Save(LocalStep step) => store.Transact(transaction =>
    {
        if (steps.List.Find(step.Name) is not { } known)
            return new SavedEdit([], SyncCodes.IntentUnknown.Refuse($"There is no step {step.Name}", "name"));
        var before = transaction.State;
        var entry = Next(transaction, new RowEdit(tables[known.Table], step.Row, EditKind.Patch)) with
        {
            Step = new Intent(step.Name, step.Row, step.Arguments),
        };
        var outcome = _screens.Replay(transaction).Decide(entry);
        if (outcome.Refusal is null && !outcome.AlreadyDone
            && OperationWriter.Write(entry).Length + Slack > PushBody.MostBytes)
            outcome = StepOutcome.Refuse(TooLarge);
        if (outcome.Refusal is not null || outcome.AlreadyDone)
        {
            transaction.State = before;
            return new SavedEdit([], outcome.Refusal);
        }
        Put(transaction, entry, out entry);
        return new SavedEdit([entry]);
    });

    /// <summary>An operation with the next number, at a moment behind all others of this device.</summary>
    private OutboxEntry Next(IDeviceTransaction transaction, RowEdit edit)
    {
        var state = transaction.State;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var at = now > state.LastClaimedAt || state.LastClaimedAt - now > KeepsOrderMs ? now : state.LastClaimedAt + 1;
        transaction.State = state with { LastNumber = state.LastNumber + 1, LastClaimedAt = at };
        return new OutboxEntry(newId(), edit) { Number = state.LastNumber + 1, ClaimedAt = at };
    }

    /// <summary>Stores an operation with the rows that it touches, and shows what it does to them.</summary>
    private void Put(IDeviceTransaction transaction, OutboxEntry entry, out OutboxEntry stored)
    {
        stored = entry.Step is null ? entry : entry with
        {
            Touched = [.. entry.Touched.Concat(_screens.Replay(transaction).Decide(entry).Writes
                .Select(write => (tables[write.Table], write.Row))).Distinct()],
        };
        transaction.PutEntry(stored);
        _screens.Refresh(transaction, stored);
    }

    /// <summary>
    /// The newest revision of the row that this device knows all of: the one it pulled, or the one that its own work
    /// made when nobody else had changed the row.
    /// </summary>
    private static long Known(IDeviceTransaction transaction, RowEdit edit)
    {
        var known = transaction.FindRow(edit.Table, edit.RowId)?.Revision ?? 0;
        foreach (var entry in transaction.OutboxOf(edit.Table, edit.RowId))
            if (entry.State == OutboxState.Answered && entry.Step is null && PushAnswers.StoodAlone(entry.Result!))
                known = Math.Max(known, entry.Result!.Revision);
        return known;
    }
}
