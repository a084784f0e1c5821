using Tendril.Domain;
using Tendril.Domain.Tasks;
using Tendril.Domain.Values;
using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Server.Modules.Cultivation.Tasks;

/// <summary>
/// Another time: <c>due_at</c>, perhaps in another <c>time_zone</c>. A series' day stays the day that its rule names.
/// <c>was</c> is the time that the person saw: a time that another person chose meanwhile is not replaced unseen.
/// </summary>
internal static class RescheduleTask
{
    private static readonly SyncField Due = new("due_at", FieldKind.Text) { Required = true, MaxLength = 20 };
    private static readonly SyncField Was = new("was", FieldKind.Text) { MaxLength = 20 };
    private static readonly SyncField Zone = new("time_zone", FieldKind.Text) { MaxLength = 60 };

    public static StepOutcome Decide(TaskDay day, Intent intent, StepMoment moment)
    {
        if ((intent.TryRead(Due, out var due) ?? intent.TryRead(Was, out var was)) is { } unread)
            return StepOutcome.Refuse(unread);
        intent.TryRead(Was, out was);
        if (intent.TryRead(Zone, out var zone) is { } wrong) return StepOutcome.Refuse(wrong);
        if (Refused(day, due!, was, zone) is { } problem) return StepOutcome.Refuse(TaskDay.Refusal(problem));
        if (due == day.DueAt && (zone is null || zone == day.Task?["time_zone"])) return StepOutcome.Done;
        var set = new Dictionary<string, string?> { ["due_at"] = due };
        if (zone is not null) set["time_zone"] = zone;
        return StepOutcome.Write(day.Writes(set, new(set) { ["kind"] = "reschedule" }));
    }

    private static Problem? Refused(TaskDay day, string due, string? was, string? zone)
    {
        if (!WallClock.TryRead(due, out _)) return TaskProblems.DueInvalid.Refuse($"\"{due}\" is no time", "due_at");
        if (zone is not null && SiteZone.Parse(zone, "time_zone").Refused(out var problem, out _)) return problem;
        return day.Status switch
        {
            "completed" => TaskProblems.AlreadyCompleted.Refuse("The task is completed", "status"),
            "skipped" => TaskProblems.AlreadySkipped.Refuse("The task is skipped", "status"),
            _ when was is not null && was != day.DueAt && due != day.DueAt =>
                TaskProblems.MovedMeanwhile.Refuse($"The task is due {day.DueAt}, not {was}", "due_at"),
            _ => null,
        };
    }
}
