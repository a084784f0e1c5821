using Tendril.Sync.Merge;
using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>One thing that this device did to a row: an edit, or what a step wrote.</summary>
internal readonly record struct RowWork(RowEdit? Edit, RowWrite? Write);

/// <summary>The row as the person sees it; <c>reapply.ts</c> runs the same examples.</summary>
internal static class Reapply
{
    /// <summary>
    /// The server's row, with everything on top that this device did and that the server has not confirmed, in its
    /// order. Parked operations are part of it: what a person saved does not vanish from the screen while it waits for
    /// them.
    /// </summary>
    /// <param name="table">The row's table.</param>
    /// <param name="server">The last values from the server; null for none.</param>
    /// <param name="gone">Whether the server said that the row is gone.</param>
    /// <param name="work">What was done here.</param>
    /// <returns>Null: there is no such row, or it is deleted.</returns>
    public static string?[]? Show(SyncTable table, string?[]? server, bool gone, IEnumerable<RowWork> work)
    {
        var values = server;
        foreach (var (edited, write) in work)
        {
            if (write is not null)
            {
                (values, gone) = (With(table, write, values), false);
                continue;
            }
            var edit = edited!;
            // An entry that is only ever added stands as the server has it, whatever was asked for.
            if (table.Policy == RowPolicy.AppendOnly && values is not null) continue;
            if (edit.Kind != EditKind.Delete) values = With(edit, values);
            // The server lets an edit bring a deleted row back.
            gone = edit.Kind == EditKind.Delete || values is null;
        }
        return gone ? null : values;
    }

    private static string?[] With(SyncTable table, RowWrite write, string?[]? values)
    {
        string?[] over = values is null ? [.. table.Fields.Select(field => field.Initial)] : [.. values];
        foreach (var (name, text) in write.Set) over[table.PositionOf(name)] = text;
        return over;
    }

    private static string?[]? With(RowEdit edit, string?[]? values)
    {
        if (values is null && edit.Kind != EditKind.Create) return null;
        var fields = edit.Table.Fields;
        string?[] over = values is null ? [.. fields.Select(field => field.Initial)] : [.. values];
        foreach (var field in edit.Fields)
            if (fields[field.Position] is { Policy: not FieldPolicy.ServerOwned } declared)
                over[field.Position] = values is null ? field.New
                    : RowMerge.Over(declared, field, over[field.Position]);
        return over;
    }
}
