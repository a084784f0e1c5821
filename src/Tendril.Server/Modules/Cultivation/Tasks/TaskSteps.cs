using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;

namespace Tendril.Server.Modules.Cultivation.Tasks;

/// <summary>The steps of tasks; <c>web/src/tasks/taskSteps.ts</c> decides the same on devices.</summary>
internal static class TaskSteps
{
    public static IReadOnlyList<IStep> All { get; } =
    [
        new TaskStep("task.complete", CompleteTask.Decide),
        new TaskStep("task.skip", SkipTask.Decide),
        new TaskStep("task.reschedule", RescheduleTask.Decide),
        new TaskStep("task.reopen", ReopenTask.Decide),
    ];

    public static IReadOnlyList<IEditRule> Rules { get; } = [new SeriesEdits(), new TaskEdits()];
}

/// <summary>
/// A step about one task. A day of a series without a row is named by the arguments <c>series_id</c> and
/// <c>occurs_on</c>.
/// </summary>
internal sealed class TaskStep(string name, Func<TaskDay, Intent, StepMoment, StepOutcome> decide) : IStep
{
    public string Name => name;

    public string Table => "tasks";

    public string Permission => "task:edit";

    public StepNeeds Needs(Intent intent) => new() { Rows = [(Table, intent.RowId)] };

    public StepOutcome Decide(StepScene scene, Intent intent, StepMoment moment) =>
        TaskDay.Find(scene, intent, out var day) is { } refusal
            ? StepOutcome.Refuse(refusal) : decide(day, intent, moment);
}
