using Tendril.Sync.Merge;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>Puts what is pending on top of the server's row, so that a person's work never leaves the screen.</summary>
internal static class RowScreen
{
    /// <summary>
    /// Computes a row anew after its work or its server values changed; drops it when nothing is left.
    /// </summary>
    public static void Refresh(IDeviceTransaction transaction, SyncTable table, Guid id)
    {
        var row = transaction.FindRow(table, id) ?? new DeviceRow(id);
        List<RowEdit> work = [.. transaction.OutboxOf(table, id).Select(entry => entry.Edit)];
        if (work.Count > 0)
            transaction.PutRow(table, row with { Screen = Reapply.Show(table, row.Server, row.Gone, work) });
        else if (row.OnServer) transaction.PutRow(table, row with { Screen = row.Server });
        else transaction.RemoveRow(table, id);
    }
}
