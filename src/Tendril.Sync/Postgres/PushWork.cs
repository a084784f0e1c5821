using Tendril.Sync.Merge;
using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Postgres;

/// <summary>
/// A value that does not stand, with the one that does; kept for people. <c>By</c> is who had set the server's value,
/// null where that is not known.
/// </summary>
internal sealed record Loss(Operation Operation, SyncedRow Row, MergeDecision Decision, Guid? By);

/// <summary>
/// Decides the operations of one push in memory: each on what the ones before it made of the rows. Nothing is written
/// here, so that a group that fails leaves nothing behind.
/// </summary>
internal sealed class PushWork(SyncCaller caller, RowsUnderWay rows, Parents parents, StepList steps, long now)
{
    private readonly List<Loss> _losses = [];
    private readonly List<object> _effects = [];

    /// <summary>New rows that were refused for now: what was done to them later has to wait as well.</summary>
    private readonly HashSet<(string Table, Guid Id)> _waiting = [];

    private readonly StepWork _steps = new(caller, rows, steps, now);

    public IReadOnlyCollection<RowUnderWay> Rows => rows.All;

    /// <summary>Every decision of a merge in this push, for the log.</summary>
    public IReadOnlyList<Loss> Decisions => _losses;

    /// <summary>What the steps of this push mean for tables that devices do not hold.</summary>
    public IReadOnlyList<object> Effects => _effects;

    /// <summary>Decides operations that stand or fall together.</summary>
    public void Decide(IReadOnlyList<ReadOperation> group, Dictionary<Guid, OperationResult> results)
    {
        var (mark, losses, effects) = (rows.Mark, _losses.Count, _effects.Count);
        List<OperationResult> decided = [.. group.Select(DecideOne)];
        var refused = decided.Exists(one => one.Status == OperationStatus.Rejected);
        if (refused)
        {
            rows.RollBack(mark);
            _losses.RemoveRange(losses, _losses.Count - losses);
            _effects.RemoveRange(effects, _effects.Count - effects);
            decided = [.. decided.Select(one => one.Status == OperationStatus.Rejected ? one
                : Rejected(one.Id, SyncCodes.GroupRefused.Refuse("Another part of the same step was refused")))];
        }
        foreach (var one in decided) results[one.Id] = one;
        var waits = decided.Exists(one => SyncCodes.IsRetryable(one.Refusal?.Code));
        if (waits)
            foreach (var read in group) Wait(read);
        // What waits comes again and is judged anew; an attempt that was refused for good is told of.
        else if (refused)
            foreach (var (read, result) in group.Zip(decided)) _steps.Tell(read.Operation, result.Refusal!);
    }

    /// <summary>A group that waits takes its new rows with it.</summary>
    private void Wait(ReadOperation read)
    {
        if (read.Operation?.Edit is { Kind: EditKind.Create } edit)
            _waiting.Add((edit.Table.Name, edit.RowId));
    }

    private OperationResult DecideOne(ReadOperation read)
    {
        if (read.Operation is not { } operation) return Rejected(read.Id, read.Refusal!);
        return operation.Edit is { } edit ? DecideEdit(read, operation, edit) : DecideStep(operation);
    }

    private OperationResult DecideStep(Operation operation)
    {
        var outcome = _steps.Decide(operation);
        if (outcome.Refusal is { } refusal)
            return Rejected(operation.Id, refusal.Code == SyncCodes.RowUnknown.Code
                && _steps.NeedsOf(operation).Rows.Any(_waiting.Contains)
                    ? SyncCodes.ParentUnknown.Refuse("The row was made here and has to wait itself") : refusal);
        if (_steps.Write(operation, outcome) is { } forbidden) return Rejected(operation.Id, forbidden);
        _effects.AddRange(outcome.Effects);
        return new OperationResult(
            operation.Id, outcome.AlreadyDone ? OperationStatus.Merged : OperationStatus.Applied);
    }

    private OperationResult DecideEdit(ReadOperation read, Operation operation, RowEdit edit)
    {
        var key = (edit.Table.Name, edit.RowId);
        var row = rows.Find(edit.Table.Name, edit.RowId) ?? new RowUnderWay(edit.Table, null, null, edit.At);
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
        if (_steps.Judge(operation, edit, merge) is { } against) return Rejected(read.Id, against);
        if (merge.Values is not null)
            rows.Set(edit.RowId, row with { Now = After(row.Now, edit, merge, caller.UserId), At = edit.At });
        else if (merge.Outcome == MergeOutcome.Conflict && row.Now is { } stays)
            rows.Set(edit.RowId, row with
            {
                Now = stays with { Values = AskForReview(edit.Table, stays.Values) },
            });
        var kept = (rows.Find(edit.Table.Name, edit.RowId) ?? row).Now!;
        _losses.AddRange(merge.Decisions.Select(decision => new Loss(
            operation, kept, decision, EditorOf(row.Now, decision.Field))));
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

    private static Guid? EditorOf(SyncedRow? row, string field) =>
        row is not null && row.EditedBy.TryGetValue(field, out var by) ? by : null;

    private static SyncedRow After(SyncedRow? now, RowEdit edit, MergeResult merge, Guid by)
    {
        if (now is null) return new SyncedRow(edit.RowId) { Values = merge.Values!, CreatedAt = edit.At };
        var edited = new Dictionary<string, long>(now.EditedAt);
        // A field's clock never goes back, so that the result does not depend on who comes first.
        foreach (var field in merge.Changed.Select(position => edit.Table.Fields[position]))
            edited[field.Name] = Math.Max(edit.At, now.WhenEdited(field));
        var editors = new Dictionary<string, Guid>(now.EditedBy);
        foreach (var position in merge.Changed) editors[edit.Table.Fields[position].Name] = by;
        var values = merge.Values!;
        if (merge.Outcome == MergeOutcome.Conflict) values = AskForReview(edit.Table, values);
        return now with { Values = values, Deleted = merge.Deleted, EditedAt = edited, EditedBy = editors };
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
    public string? Missing(SyncTable table, MergeResult merge, RowsUnderWay rows)
    {
        if (merge.Values is not { } values) return null;
        foreach (var position in merge.Changed)
            if (table.Fields[position] is { Parent: { } parent } field && values[position] is { } text)
            {
                var id = Guid.Parse(text);
                if (!known.Contains((parent, id)) && rows.Find(parent, id) is not { Now.Deleted: false })
                    return field.Name;
            }
        return null;
    }
}
