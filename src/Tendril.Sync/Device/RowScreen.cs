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
        List<OutboxEntry> work =
            [.. transaction.OutboxOf(table, id).Where(entry => entry.State != OutboxState.Parked)];
        if (work.Count > 0) transaction.PutRow(table, row with { Screen = Show(row, work) });
        else if (row.OnServer) transaction.PutRow(table, row with { Screen = row.Server });
        else transaction.RemoveRow(table, id);
    }

    private static string?[]? Show(DeviceRow row, List<OutboxEntry> work)
    {
        var values = row.Server;
        foreach (var entry in work)
            values = entry.Edit.Kind == EditKind.Delete ? null : Over(values, entry.Edit);
        return values;
    }

    private static string?[]? Over(string?[]? values, RowEdit edit)
    {
        if (values is null && edit.Kind != EditKind.Create) return null;
        var fields = edit.Table.Fields;
        string?[] over = values is null ? [.. fields.Select(field => field.Initial)] : [.. values];
        foreach (var field in edit.Fields)
            over[field.Position] = RowMerge.Over(fields[field.Position], field, over[field.Position]);
        return over;
    }
}
