using Tendril.Sync.Merge;

namespace Tendril.Sync.Device;

/// <summary>Which operations the next request of a run may hold.</summary>
internal static class SendOrder
{
    /// <summary>
    /// What was sent before goes alone and unchanged, so that the rest can follow its answer. A new row that the server
    /// refused for now holds back what was done to it later, with all of its group: sent ahead of the row, that would
    /// be refused for good. Nothing else waits for it.
    /// </summary>
    /// <param name="outbox">In the order in which things were done.</param>
    /// <param name="tried">What this run has sent already.</param>
    public static IReadOnlyList<OutboxEntry> Due(IEnumerable<OutboxEntry> outbox, IReadOnlySet<Guid> tried)
    {
        List<OutboxEntry> pending = [.. outbox.Where(entry => entry.IsPending)];
        var rows = pending.Where(entry => entry.Edit.Kind == EditKind.Create && tried.Contains(entry.Id))
            .SelectMany(Rows).ToHashSet();
        List<OutboxEntry> due = [.. pending.Where(entry => !tried.Contains(entry.Id))];
        foreach (var group in due.GroupBy(entry => entry.Group ?? entry.Id).ToList())
            if (rows.Count > 0 && group.SelectMany(Rows).Any(rows.Contains))
            {
                rows.UnionWith(group.SelectMany(Rows));
                var held = group.Select(entry => entry.Id).ToHashSet();
                due.RemoveAll(entry => held.Contains(entry.Id));
            }
        return due.Exists(entry => entry.State == OutboxState.Sent)
            ? due.FindAll(entry => entry.State == OutboxState.Sent) : due;
    }

    private static IEnumerable<(string Table, Guid Row)> Rows(OutboxEntry entry) =>
        entry.Touched.Select(one => (one.Table.Name, one.Row));
}
