using Tendril.Domain.Tasks;
using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Server.Modules.Cultivation.Tasks;

/// <summary>
/// Done. Of a series, the next day becomes a task. What was skipped may be completed still, because the work was done;
/// so it does not matter which of two devices is heard first.
/// </summary>
internal static class CompleteTask
{
    public static StepOutcome Decide(TaskDay day, Intent intent, StepMoment moment) => day.Status == "completed"
        ? StepOutcome.Done
        : StepOutcome.Write([.. FinishTask.Writes(day, "completed", "completed", moment), .. day.Next()]);
}

/// <summary>Not done, on purpose. What is completed stays completed.</summary>
internal static class SkipTask
{
    public static StepOutcome Decide(TaskDay day, Intent intent, StepMoment moment) => day.Status switch
    {
        "skipped" => StepOutcome.Done,
        "completed" => StepOutcome.Refuse(TaskDay.Refusal(
            TaskProblems.AlreadyCompleted.Refuse("The task is completed", "status"))),
        _ => StepOutcome.Write([.. FinishTask.Writes(day, "skipped", "skip", moment), .. day.Next()]),
    };
}

/// <summary>
/// Takes a completion or a skip back. The next day stays where it is: it would come anyway. A day keeps the time to
/// which it was moved.
/// </summary>
internal static class ReopenTask
{
    public static StepOutcome Decide(TaskDay day, Intent intent, StepMoment moment) => day.Status == "pending"
        ? StepOutcome.Done
        : StepOutcome.Write(day.Writes(
            new() { ["status"] = "pending", ["done_at"] = null, ["done_by"] = null },
            new() { ["kind"] = day.Day?.Override?["due_at"] is null ? "open" : "reschedule" }));
}

/// <summary>What completing and skipping write alike.</summary>
internal static class FinishTask
{
    public static IReadOnlyList<RowWrite> Writes(TaskDay day, string status, string kind, StepMoment moment) =>
        day.Writes(
        new()
        {
            ["status"] = status,
            ["done_at"] = FieldText.Of(DateTimeOffset.FromUnixTimeMilliseconds(moment.At)),
            ["done_by"] = FieldText.Of(moment.UserId),
        },
        new() { ["kind"] = kind });
}
