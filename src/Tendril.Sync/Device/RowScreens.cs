using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>Puts what is pending on top of the server's rows, so that work never leaves the screen.</summary>
internal sealed class RowScreens(SyncTables tables, DeviceSteps steps)
{
    public StepReplay Replay(IDeviceTransaction transaction) => new(transaction, tables, steps);

    /// <summary>Computes the rows of an operation anew after it came, changed or went.</summary>
    public void Refresh(IDeviceTransaction transaction, OutboxEntry entry)
    {
        foreach (var (table, row) in entry.Touched) Refresh(transaction, table, row);
    }

    /// <summary>
    /// Computes a row anew after its work or its server values changed; drops it when nothing is left.
    /// </summary>
    public void Refresh(IDeviceTransaction transaction, SyncTable table, Guid id)
    {
        var row = transaction.FindRow(table, id) ?? new DeviceRow(id);
        if (transaction.OutboxOf(table, id).Any())
        {
            var shown = Replay(transaction).Show(table, id);
            // A step that would be refused now makes no row.
            if (shown is null && row.Server is null) transaction.RemoveRow(table, id);
            else transaction.PutRow(table, row with { Screen = shown });
        }
        else if (row.OnServer) transaction.PutRow(table, row with { Screen = row.Server });
        else transaction.RemoveRow(table, id);
    }

    /// <summary>What was pulled may change what pending steps come to, also in rows that did not come.</summary>
    public void RefreshSteps(IDeviceTransaction transaction)
    {
        foreach (var entry in transaction.Outbox().Where(entry => entry.Step is not null).ToList())
            Refresh(transaction, entry);
    }
}
