using Tendril.Sync.Device;
using Tendril.Sync.Merge;
using Tendril.Sync.Tables;

namespace Tendril.Tests.Simulation;

/// <summary>
/// What a device still holds when the storm is over was refused by a rule, for something that happened in the world:
/// work that was parked, or waits, without such a reason is lost work.
/// </summary>
internal sealed class RightRefusals(World world, IReadOnlyList<(SyncTable Table, SyncedRow Kept)> rows)
{
    /// <summary>The first operation that is held for no reason; null when there is none.</summary>
    public string? FirstWrong()
    {
        foreach (var device in world.Devices)
        {
            var outbox = device.Memory.Transact(transaction => transaction.Outbox().ToList());
            if (outbox.Find(entry => !IsRight(device, outbox, entry)) is { } wrong)
                return $"I1 nothing lost: {device.Name} holds {wrong.Edit.Kind} {wrong.Edit.Table.Name} "
                    + $"{wrong.Edit.RowId.ToString()[^4..]} for {wrong.Result?.Refusal?.Code ?? "no reason"}";
        }
        return null;
    }

    private bool IsRight(ModelDevice device, List<OutboxEntry> outbox, OutboxEntry entry)
    {
        var mates = outbox.Where(one => one.Group is not null && one.Group == entry.Group && one != entry).ToList();
        return (entry.State, entry.Result?.Refusal?.Code) switch
        {
            // The harvest went another way before the step came: a person looks.
            (OutboxState.Parked, { } code) when entry.Step is not null
                && code.StartsWith("harvest.", StringComparison.Ordinal) => true,
            (OutboxState.Parked, "sync.not_allowed") => LeavesTheSites(device, entry.Edit),
            (OutboxState.Parked, "sync.row_unknown") => WentAway(device, outbox, entry.Edit),
            (OutboxState.Parked, "sync.operation_reused") => WasUsed(device, entry),
            (_, "sync.group_refused") => mates.Exists(one => one.State == entry.State
                && one.Result?.Refusal?.Code is not (null or "sync.group_refused")),
            (OutboxState.Sent, "sync.parent_unknown") => entry.Result!.Refusal!.Field is not { } field
                || !IsThere(device, entry.Edit, field),
            (OutboxState.Unsent, null) => outbox.Exists(one => one.Number < entry.Number && one.IsPending),
            _ => false,
        };
    }

    private static bool LeavesTheSites(ModelDevice device, RowEdit edit) => edit.Fields.Any(field =>
        field.Position == edit.Table.SitePosition && IsElsewhere(device, field.New));

    /// <summary>Deleted and forgotten, taken to a site that the person does not see, or never taken at all.</summary>
    private bool WentAway(ModelDevice device, List<OutboxEntry> outbox, RowEdit edit) =>
        world.Purged.Contains(edit.RowId)
        || world.OwnMoves.Any(move => move.Row == edit.RowId && IsElsewhere(device, FieldText.Of(move.Site)))
        || world.Server.Accepted.Exists(one => one.Operation.Edit?.RowId == edit.RowId
            && LeavesTheSites(device, one.Operation.Edit))
        || device.NeverTaken.Contains(edit.RowId)
        || outbox.Exists(one => one.State == OutboxState.Parked && one.Edit.Kind == EditKind.Create
            && one.Edit.RowId == edit.RowId);

    private bool WasUsed(ModelDevice device, OutboxEntry entry) => device.Saved.Count(one => one.Id == entry.Id) > 1
        || world.Server.Accepted.Exists(one => one.Operation.Id == entry.Id);

    private bool IsThere(ModelDevice device, RowEdit edit, string field)
    {
        var position = edit.Table.PositionOf(field);
        var named = edit.Fields.FirstOrDefault(one => one.Position == position).New;
        return rows.Any(row => row.Table.Name == edit.Table.Fields[position].Parent && !row.Kept.Deleted
            && FieldText.Of(row.Kept.Id) == named && device.Caller.Sees(row.Table, row.Kept.Values));
    }

    private static bool IsElsewhere(ModelDevice device, string? site) => device.Caller.Sites is { } sites
        && site is not null && !sites.Contains(Guid.Parse(site));
}
