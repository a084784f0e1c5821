namespace Tendril.Domain.Tasks;

/// <summary>Why something cannot be done with a task.</summary>
public static class TaskProblems
{
    public static readonly ProblemCode NotAnOccurrence = new(
        "task.not_an_occurrence",
        "The series does not fall on that day, or the id is not the one of that day.",
        "Look at the series in the calendar and choose one of its days.");

    public static readonly ProblemCode AlreadyCompleted = new(
        "task.already_completed",
        "The task was completed before, perhaps by somebody else.",
        "Nothing is to be done; if it was completed by mistake, open it again first.");

    public static readonly ProblemCode AlreadySkipped = new(
        "task.already_skipped",
        "The task was skipped before, perhaps by somebody else.",
        "Open it again first.");

    public static readonly ProblemCode MovedMeanwhile = new(
        "task.moved_meanwhile",
        "Somebody moved the task to another time that you had not seen.",
        "Look at its time now, and move it again if it is still wrong.");

    public static readonly ProblemCode DueInvalid = new(
        "task.due_invalid",
        "The time is not a wall-clock time such as 2026-11-20T08:00.",
        "Choose a day and a time.");

    public static readonly ProblemCode StatusByStep = new(
        "task.status_by_step",
        "The status of a series' day was set like a field; then the series would not go on.",
        "Use Complete, Skip or Open again.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
        [NotAnOccurrence, AlreadyCompleted, AlreadySkipped, MovedMeanwhile, DueInvalid, StatusByStep];
}
