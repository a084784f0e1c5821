using Tendril.Sync.Merge;
using Tendril.Sync.Protocol;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Postgres;

/// <summary>
/// A row under way in one push: as it was before, as the next operation finds it, and when it was last edited in
/// this push, in milliseconds since 1970.
/// </summary>
internal sealed record RowUnderWay(SyncTable Table, SyncedRow? Before, SyncedRow? Now, long At)
{
    /// <summary>True when something is to be written.</summary>
    public bool IsChanged => !ReferenceEquals(Before, Now);
}

/// <summary>A value that does not stand, with the one that does; kept for people.</summary>
internal sealed record Loss(Operation Operation, SyncedRow Row, MergeDecision Decision);

/// <summary>
/// Decides the operations of one push in memory: each on what the ones before it made of the rows. Nothing is written
/// here, so that a group that fails leaves nothing behind.
/// </summary>
internal sealed class PushWork(SyncCaller caller, Dictionary<(string Table, Guid Id), RowUnderWay> rows,
    Parents parents)
{
    private readonly List<Loss> _losses = [];

    /// <summary>New rows that were refused for now: what was done to them later has to wait as well.</summary>
    private readonly HashSet<(string Table, Guid Id)> _waiting = [];

    public IReadOnlyCollection<RowUnderWay> Rows => rows.Values;

    /// <summary>Every decision of a merge in this push, for the log.</summary>
    public IReadOnlyList<Loss> Decisions => _losses;

    /// <summary>Decides operations that stand or fall together.</summary>
    public void Decide(IReadOnlyList<ReadOperation> group, Dictionary<Guid, OperationResult> results)
    {
        var before = group.Where(one => one.Operation?.Edit is not null)
            .Select(one => one.Operation!.Edit!).DistinctBy(edit => (edit.Table.Name, edit.RowId))
            .ToDictionary(edit => (edit.Table.Name, edit.RowId), edit => rows.GetValueOrDefault(
                (edit.Table.Name, edit.RowId)));
        var losses = _losses.Count;
        List<OperationResult> decided = [.. group.Select(DecideOne)];
        if (decided.Exists(one => one.Status == OperationStatus.Rejected) && decided.Count > 1)
        {
            foreach (var (key, row) in before)
                if (row is null) rows.Remove(key);
                else rows[key] = row;
            _losses.RemoveRange(losses, _losses.Count - losses);
            decided = [.. decided.Select(one => one.Status == OperationStatus.Rejected ? one
                : new OperationResult(one.Id, OperationStatus.Rejected)
                {
                    Refusal = SyncCodes.GroupRefused.Refuse("Another part of the same step was refused"),
                })];
        }
        foreach (var one in decided) results[one.Id] = one;
        if (decided.Exists(one => SyncCodes.IsRetryable(one.Refusal?.Code)))
            foreach (var read in group) Wait(read);
    }

    /// <summary>A group that waits takes its new rows with it.</summary>
    private void Wait(ReadOperation read)
    {
        if (read.Operation?.Edit is { Kind: EditKind.Create } edit)
            _waiting.Add((edit.Table.Name, edit.RowId));
    }

    private OperationResult DecideOne(ReadOperation read)
    {
        if (read.Operation is not { Edit: { } edit } operation)
            return Rejected(read.Id, read.Refusal ?? SyncCodes.IntentUnknown.Refuse(
                $"There is no step {read.Operation!.Intent!.Name}", "name"));
        var key = (edit.Table.Name, edit.RowId);
        var row = rows.GetValueOrDefault(key) ?? new RowUnderWay(edit.Table, null, null, edit.At);
        if (Refuse(edit, row.Now) is { } refusal) return Rejected(read.Id, refusal);
        if (row.Now is null && edit.Kind != EditKind.Create && _waiting.Contains(key))
            return Rejected(read.Id, SyncCodes.ParentUnknown.Refuse("The row was made here and has to wait itself"));
        var merge = RowMerge.Apply(row.Now, edit);
        if (merge.Refusal is { } unfit) return Rejected(read.Id, unfit);
        if (merge.Values is { } values && !caller.Sees(edit.Table, values))
            return Rejected(
                read.Id, SyncCodes.NotAllowed.Refuse("The row would be at a site or of a person not yours"));
        if (parents.Missing(edit.Table, merge, rows) is { } field)
        {
            Wait(read);
            return Rejected(read.Id, SyncCodes.ParentUnknown.Refuse($"{field} names a row that is not here", field));
        }
        if (merge.Values is not null) rows[key] = row with { Now = After(row.Now, edit, merge), At = edit.At };
        else if (merge.Outcome == MergeOutcome.Conflict && row.Now is { } stays)
            rows[key] = row with { Now = stays with { Values = AskForReview(edit.Table, stays.Values) } };
        var kept = rows.GetValueOrDefault(key, row).Now!;
        _losses.AddRange(merge.Decisions.Select(decision => new Loss(operation, kept, decision)));
        return new OperationResult(read.Id, merge.Outcome switch
        {
            MergeOutcome.Applied => OperationStatus.Applied,
            MergeOutcome.Merged => OperationStatus.Merged,
            _ => OperationStatus.Conflict,
        });
    }

    private SyncRefusal? Refuse(RowEdit edit, SyncedRow? now)
    {
        if (!caller.May(edit.Table, edit.Kind == EditKind.Delete ? "delete" : "edit"))
            return SyncCodes.NotAllowed.Refuse($"You may not {(edit.Kind == EditKind.Delete ? "delete" : "edit")} "
                + edit.Table.Name.Replace('_', ' '));
        // Who did it is whom the token names; nobody signs with another's name.
        var signature = edit.Table.PositionOf("user_id");
        if (edit.Fields.Any(field => field.Position == signature && field.New != FieldText.Of(caller.UserId)))
            return SyncCodes.NotAllowed.Refuse("You cannot record this in another person's name", "user_id");
        // A row outside the caller's scope answers like one that is not there.
        return now is not null && !caller.Sees(edit.Table, now.Values)
            ? SyncCodes.RowUnknown.Refuse($"The server has no such row in {edit.Table.Name}")
            : null;
    }

    private static SyncedRow After(SyncedRow? now, RowEdit edit, MergeResult merge)
    {
        if (now is null) return new SyncedRow(edit.RowId) { Values = merge.Values!, CreatedAt = edit.At };
        var edited = new Dictionary<string, long>(now.EditedAt);
        // A field's clock never goes back, so that the result does not depend on who comes first.
        foreach (var field in merge.Changed.Select(position => edit.Table.Fields[position]))
            edited[field.Name] = Math.Max(edit.At, now.WhenEdited(field));
        var values = merge.Values!;
        if (merge.Outcome == MergeOutcome.Conflict) values = AskForReview(edit.Table, values);
        return now with { Values = values, Deleted = merge.Deleted, EditedAt = edited };
    }

    /// <summary>Sets the mark by which a row asks a person to look; only tables that need a review have it.</summary>
    private static string?[] AskForReview(SyncTable table, string?[] values)
    {
        if (table.Policy != RowPolicy.NeedsReview || table.PositionOf("conflict_seen") is not (>= 0 and var mark))
            return values;
        values = (string?[])values.Clone();
        values[mark] = "true";
        return values;
    }

    private static OperationResult Rejected(Guid id, SyncRefusal refusal) =>
        new(id, OperationStatus.Rejected) { Refusal = refusal };
}

/// <summary>An operation as it was read: good, or why not.</summary>
public sealed record ReadOperation(Guid Id, Operation? Operation, SyncRefusal? Refusal)
{
    /// <summary>The group of an operation that cannot be read, so that the rest of its group is not applied.</summary>
    public Guid? Group { get; init; }

    /// <summary>The same operation, refused; it stays in its group.</summary>
    public ReadOperation Refused(SyncRefusal refusal) =>
        new(Id, null, refusal) { Group = Operation?.Group ?? Group };
}

/// <summary>Which rows that others name are there, within the caller's scope.</summary>
internal sealed class Parents(IReadOnlySet<(string Table, Guid Id)> known)
{
    /// <summary>The first field that names a row which is neither on the server nor made in this push.</summary>
    public string? Missing(
        SyncTable table, MergeResult merge, IReadOnlyDictionary<(string Table, Guid Id), RowUnderWay> rows)
    {
        if (merge.Values is not { } values) return null;
        foreach (var position in merge.Changed)
            if (table.Fields[position] is { Parent: { } parent } field && values[position] is { } text)
            {
                var key = (parent, Guid.Parse(text));
                if (!known.Contains(key) && !(rows.TryGetValue(key, out var row) && row.Now is { Deleted: false }))
                    return field.Name;
            }
        return null;
    }
}
