using Tendril.Sync.Merge;
using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;

namespace Tendril.Sync.Postgres;

/// <summary>Decides the steps of one push, and what rules say of its edits, on the rows under way.</summary>
internal sealed class StepWork(SyncCaller caller, RowsUnderWay rows, StepList steps, long now)
{
    private readonly StepScene _scene = rows.SceneOf(caller);

    /// <summary>What an operation looks at, as far as it alone tells; for the reading of rows.</summary>
    public StepNeeds NeedsOf(Operation operation) => NeedsOf(steps, operation);

    public static StepNeeds NeedsOf(StepList steps, Operation operation)
    {
        if (operation.Edit is { } edit) return steps.RuleOf(edit.Table.Name)?.Needs(edit) ?? StepNeeds.None;
        var intent = operation.Intent!;
        if (steps.Find(intent.Name) is not { } step) return StepNeeds.None;
        var needs = step.Needs(intent);
        return needs with { Rows = [.. needs.Rows, (step.Table, intent.RowId)] };
    }

    public StepOutcome Decide(Operation operation)
    {
        var intent = operation.Intent!;
        if (steps.Find(intent.Name) is not { } step)
            return StepOutcome.Refuse(SyncCodes.IntentUnknown.Refuse($"There is no step {intent.Name}", "name"));
        return step.Permission is { } permission && !caller.Permissions.Contains(permission)
            ? StepOutcome.Refuse(SyncCodes.NotAllowed.Refuse($"You may not do this: it needs {permission}"))
            : step.Decide(_scene, intent, Moment(operation));
    }

    /// <summary>Writes what was decided.</summary>
    /// <returns>A refusal when a row would leave the person's reach.</returns>
    public SyncRefusal? Write(Operation operation, StepOutcome outcome)
    {
        foreach (var write in outcome.Writes.Concat(outcome.Always))
        {
            var row = rows.Write(write, operation.At, caller.UserId);
            if (!caller.Sees(rows.Find(write.Table, write.Row)!.Table, row.Values))
                return SyncCodes.NotAllowed.Refuse("The row would be at a site or of a person not yours");
        }
        return null;
    }

    /// <summary>Asks the table's rule about an edit that would otherwise stand.</summary>
    public SyncRefusal? Judge(Operation operation, RowEdit edit, MergeResult merge)
    {
        if (merge.Values is not { } values || steps.RuleOf(edit.Table.Name) is not { } rule) return null;
        var after = merge.Deleted ? null : new StepRow(edit.Table, edit.RowId, values);
        return rule.Judge(_scene, edit, after, Moment(operation));
    }

    /// <summary>Writes down an attempt that was refused for good.</summary>
    public void Tell(Operation? operation, SyncRefusal refusal)
    {
        if (operation is null) return;
        var told = operation.Edit is { } edit
            ? steps.RuleOf(edit.Table.Name)?.Blocked(_scene, edit, Moment(operation), refusal)
            : steps.Find(operation.Intent!.Name)?.Blocked(_scene, operation.Intent, Moment(operation), refusal);
        foreach (var write in told ?? []) rows.Write(write, operation.At, caller.UserId);
    }

    private StepMoment Moment(Operation operation) =>
        new(operation.Id, caller.UserId, caller.DeviceId, operation.At)
        {
            ClaimedAt = operation.ClaimedAt,
            ReceivedAt = now,
            Permissions = caller.Permissions,
        };
}
