using Tendril.Sync.Merge;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>Saves what a person does: the row and the operation in one transaction.</summary>
internal sealed class LocalWork(IDeviceStore store, SyncTables tables, TimeProvider time, Func<Guid> newId)
{
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
                transaction.PutEntry(new OutboxEntry(newId(), entry.Edit)
                {
                    Number = entry.Number,
                    ClaimedAt = entry.ClaimedAt,
                    Group = name,
                });
        }
        return parked.Count;
    });

    public int Discard(IReadOnlyCollection<Guid> operations) => store.Transact(transaction =>
    {
        var parked = Parked(transaction, operations);
        foreach (var entry in parked)
        {
            transaction.RemoveEntry(entry);
            RowScreen.Refresh(transaction, entry.Edit.Table, entry.Edit.RowId);
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
        var state = transaction.State;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var at = now > state.LastClaimedAt || state.LastClaimedAt - now > KeepsOrderMs ? now : state.LastClaimedAt + 1;
        var entry = new OutboxEntry(newId(), edit with { BaseRevision = Known(transaction, edit) })
        {
            Number = state.LastNumber + 1,
            ClaimedAt = at,
            Group = group,
        };
        transaction.State = state with { LastNumber = entry.Number, LastClaimedAt = at };
        transaction.PutEntry(entry);
        RowScreen.Refresh(transaction, edit.Table, edit.RowId);
        return entry;
    }

    /// <summary>
    /// The newest revision of the row that this device knows all of: the one it pulled, or the one that its own work
    /// made when nobody else had changed the row.
    /// </summary>
    private static long Known(IDeviceTransaction transaction, RowEdit edit)
    {
        var known = transaction.FindRow(edit.Table, edit.RowId)?.Revision ?? 0;
        foreach (var entry in transaction.OutboxOf(edit.Table, edit.RowId))
            if (entry.State == OutboxState.Answered && PushAnswers.StoodAlone(entry.Result!))
                known = Math.Max(known, entry.Result!.Revision);
        return known;
    }
}
