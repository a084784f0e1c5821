using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>
/// Decides the steps in the outbox anew, each on what the server has with all of this device's earlier work on top. For
/// one look only: it remembers what it decided.
/// </summary>
internal sealed class StepReplay(IDeviceTransaction transaction, SyncTables tables, DeviceSteps steps)
{
    private readonly Dictionary<long, StepOutcome> _decided = [];

    /// <summary>What a step comes to at its place in the order.</summary>
    public StepOutcome Decide(OutboxEntry entry)
    {
        if (_decided.TryGetValue(entry.Number, out var before)) return before;
        var scene = new StepScene((table, id) => Row(tables[table], id, entry.Number),
            (table, field, parent) => Children(tables[table], field, parent, entry.Number));
        var moment = new StepMoment(entry.Id, steps.UserId, steps.DeviceId, entry.ClaimedAt)
        {
            ClaimedAt = entry.ClaimedAt,
            ReceivedAt = entry.ClaimedAt,
        };
        // A step that a newer app stored and this one does not know shows nothing.
        return _decided[entry.Number] =
            steps.List.Find(entry.Step!.Name)?.Decide(scene, entry.Step, moment) ?? StepOutcome.Done;
    }

    /// <summary>The row as it is shown before the operation of a number; all of them by default.</summary>
    public string?[]? Show(SyncTable table, Guid id, long before = long.MaxValue)
    {
        var row = transaction.FindRow(table, id);
        var work = transaction.OutboxOf(table, id).Where(entry => entry.Number < before).SelectMany(entry =>
            entry.Step is null ? [new RowWork(entry.Edit, null)]
                : Decide(entry).Writes.Where(write => write.Table == table.Name && write.Row == id)
                    .Select(write => new RowWork(null, write)));
        return Reapply.Show(table, row?.Server, row?.Gone ?? false, work);
    }

    private StepRow? Row(SyncTable table, Guid id, long before) =>
        Show(table, id, before) is { } values ? new StepRow(table, id, values) : null;

    private IEnumerable<StepRow> Children(SyncTable table, string field, Guid parent, long before)
    {
        var (position, named) = (table.PositionOf(field), FieldText.Of(parent));
        var ids = transaction.Rows(table)
            .Where(row => row.Server?[position] == named || row.Screen?[position] == named
                || (row.Server is null && row.Screen is null))
            .Select(row => row.Id).ToList();
        return ids.Select(id => Row(table, id, before)).OfType<StepRow>().Where(row => row[field] == named);
    }
}
