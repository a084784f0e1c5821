using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>Brings what was pulled into the store, below what is pending.</summary>
internal static class PulledRows
{
    public static void Apply(RowScreens screens, IDeviceTransaction transaction, PullFrame frame)
    {
        var download = transaction.State.Download;
        foreach (var pulled in frame.Rows)
        {
            transaction.PutRow(frame.Table, new DeviceRow(pulled.Id)
            {
                Revision = pulled.Revision,
                Server = pulled.Values,
                Screen = pulled.Values,
                Download = download,
            });
            if (transaction.OutboxOf(frame.Table, pulled.Id).Any())
                screens.Refresh(transaction, frame.Table, pulled.Id);
        }
        foreach (var id in frame.Deleted) Drop(screens, transaction, frame.Table, id);
    }

    /// <summary>After a download anew: what of these tables did not come is not there any more.</summary>
    public static void DropEarlier(
        RowScreens screens, IDeviceTransaction transaction, IEnumerable<SyncTable> tables)
    {
        var download = transaction.State.Download;
        foreach (var table in tables)
            foreach (var id in transaction.Rows(table).Where(row => row.OnServer && row.Download != download)
                .Select(row => row.Id).ToList())
                Drop(screens, transaction, table, id);
    }

    /// <summary>The pull has brought what came of answered operations: they leave the outbox.</summary>
    public static void Forget(RowScreens screens, IDeviceTransaction transaction)
    {
        foreach (var entry in transaction.Outbox().Where(entry => entry.State == OutboxState.Answered).ToList())
        {
            transaction.RemoveEntry(entry);
            screens.Refresh(transaction, entry);
        }
    }

    private static void Drop(RowScreens screens, IDeviceTransaction transaction, SyncTable table, Guid id)
    {
        if (transaction.FindRow(table, id) is not { } row) return;
        transaction.PutRow(table, row with { Gone = true });
        screens.Refresh(transaction, table, id);
    }
}
