using Tendril.Domain;
using Tendril.Domain.Tasks;
using Tendril.Domain.Values;
using Tendril.Sync;
using Tendril.Sync.Merge;
using Tendril.Sync.Steps;

namespace Tendril.Server.Modules.Cultivation.Tasks;

/// <summary>A series is one that can be repeated by, on every device.</summary>
internal sealed class SeriesEdits : IEditRule
{
    public string Table => "series";

    public StepNeeds Needs(RowEdit edit) => StepNeeds.None;

    public SyncRefusal? Judge(StepScene scene, RowEdit edit, StepRow? after, StepMoment moment) =>
        after is not null && TaskDay.RecurrenceOf(after).Refused(out var problem, out _)
            ? TaskDay.Refusal(problem) : null;
}

/// <summary>
/// A task's time can be read; the status of a series' day changes by steps, or the series would stop.
/// </summary>
internal sealed class TaskEdits : IEditRule
{
    public string Table => "tasks";

    public StepNeeds Needs(RowEdit edit) => new() { Rows = [(Table, edit.RowId)] };

    public SyncRefusal? Judge(StepScene scene, RowEdit edit, StepRow? after, StepMoment moment) =>
        after is not null && Refused(scene.Row(Table, edit.RowId), after) is { } problem ? TaskDay.Refusal(problem)
        : null;

    private static Problem? Refused(StepRow? before, StepRow after)
    {
        if (after["due_at"] is { } due && due != before?["due_at"] && !WallClock.TryRead(due, out _))
            return TaskProblems.DueInvalid.Refuse($"\"{due}\" is no time", "due_at");
        if (after["time_zone"] is { } zone && zone != before?["time_zone"]
            && SiteZone.Parse(zone, "time_zone").Refused(out var problem, out _)) return problem;
        return after["series_id"] is not null && after["status"] != (before?["status"] ?? "pending")
            ? TaskProblems.StatusByStep.Refuse("The status of a series' day is not a field to set", "status") : null;
    }
}
