using System.Globalization;
using Tendril.Domain;
using Tendril.Domain.Tasks;
using Tendril.Sync;
using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Server.Modules.Cultivation.Tasks;

/// <summary>
/// A task as a step finds it: alone, or as one day of a series, which may have no row yet. What steps write to it is
/// put together here.
/// </summary>
internal sealed record TaskDay(Guid Id, StepRow? Task, TaskDay.SeriesDay? Day)
{
    /// <summary>The day of a series that a task stands for.</summary>
    internal sealed record SeriesKey(Guid Series, DateOnly On);

    /// <summary>
    /// What is known of that day; <c>Recurrence</c> is null when the series is gone or cannot be read.
    /// </summary>
    internal sealed record SeriesDay(
        SeriesKey Key, StepRow? Series, Recurrence? Recurrence, StepRow? Override, IReadOnlyList<StepRow> Tasks,
        IReadOnlyList<StepRow> Overrides);

    private static readonly SyncField SeriesArgument = new("series_id", FieldKind.Uuid);
    private static readonly SyncField DayArgument = new("occurs_on", FieldKind.Date);
    private static readonly string[] Linked = ["remind_minutes", "notes", "plant_id", "batch_id", "harvest_id"];

    public string Status => Task?["status"] ?? Day?.Override?["kind"] switch
    {
        "completed" => "completed",
        "skip" => "skipped",
        _ => "pending",
    };

    public string? DueAt => Task is not null ? Task["due_at"]
        : Day?.Override?["due_at"] ?? Day?.Recurrence?.DueAt(Day.Key.On);

    /// <summary>Which day of which series; null for a task that stands alone.</summary>
    public static SeriesKey? KeyOf(StepScene scene, Intent intent)
    {
        var task = scene.Row("tasks", intent.RowId);
        var (series, on) = (task?["series_id"], task?["occurs_on"]);
        if (task is null && (intent.TryRead(SeriesArgument, out series) is not null
            || intent.TryRead(DayArgument, out on) is not null)) return null;
        if (series is null || on is null) return null;
        var key = new SeriesKey(Guid.Parse(series), Date(on));
        return Occurrences.TaskId(key.Series, key.On) == intent.RowId ? key : null;
    }

    /// <returns>Why there is nothing that a step could be about; null when <paramref name="day"/> is set.</returns>
    public static SyncRefusal? Find(StepScene scene, Intent intent, out TaskDay day)
    {
        var task = scene.Row("tasks", intent.RowId);
        day = new TaskDay(intent.RowId, task, null);
        if (KeyOf(scene, intent) is not { } key) return task is not null ? null
            : intent.TryRead(SeriesArgument, out var named) is null && named is null
                ? SyncCodes.RowUnknown.Refuse("The server has no such task")
                : Refusal(TaskProblems.NotAnOccurrence.Refuse("The id is not the one of that series and day"));
        var series = scene.Row("series", key.Series);
        Problem? problem = null;
        Recurrence? recurrence = null;
        if (series is not null) RecurrenceOf(series).Refused(out problem, out recurrence);
        day = day with
        {
            Day = new SeriesDay(key, series, recurrence, scene.Row("occurrence_overrides",
                Occurrences.OverrideId(key.Series, key.On)), scene.Children("tasks", "series_id", key.Series),
                scene.Children("occurrence_overrides", "series_id", key.Series)),
        };
        if (task is not null) return null; // the work is there to be done, whatever became of its series
        if (series is null) return SyncCodes.ParentUnknown.Refuse("The server has no such series", "series_id");
        if (problem is not null) return Refusal(problem);
        return recurrence!.Includes(key.On) ? null
            : Refusal(TaskProblems.NotAnOccurrence.Refuse($"The series does not fall on {FieldText.Of(key.On)}"));
    }

    public static Result<Recurrence> RecurrenceOf(StepRow series) => Recurrence.Of(series["rule"], series["starts_at"],
        series["time_zone"], FieldText.Entries(series["except_on"]).Select(DateOrNone).OfType<DateOnly>());

    public static SyncRefusal Refusal(Problem problem) =>
        new(problem.Code, problem.Message, problem.Help ?? "", problem.Field);

    /// <summary>The task with these values, and what is decided about its day.</summary>
    public IReadOnlyList<RowWrite> Writes(Dictionary<string, string?> task, Dictionary<string, string?> decided)
    {
        var made = Task is null && Day is { Series: { } series, Recurrence: { } recurrence }
            ? RowOf(series, recurrence, Day.Key.On) : [];
        foreach (var (field, value) in task) made[field] = value;
        if (Day is null) return [new RowWrite("tasks", Id, made)];
        var overridden = Day.Override is not null ? [] : new Dictionary<string, string?>
        {
            ["site_id"] = Day.Series?["site_id"] ?? Task!["site_id"],
            ["series_id"] = FieldText.Of(Day.Key.Series),
            ["occurs_on"] = FieldText.Of(Day.Key.On),
        };
        foreach (var (field, value) in decided) overridden[field] = value;
        return [new RowWrite("tasks", Id, made), new RowWrite("occurrence_overrides",
            Occurrences.OverrideId(Day.Key.Series, Day.Key.On), overridden)];
    }

    /// <summary>The series' next day as a task, unless it is there or the series is over.</summary>
    public IReadOnlyList<RowWrite> Next()
    {
        if (Day is not { Series: { } series, Recurrence: { } recurrence }) return [];
        var rows = Day.Tasks.Where(one => one["occurs_on"] is not null)
            .ToLookup(one => one["occurs_on"]!, one => one["status"] == "pending");
        var decided = Day.Overrides.Where(one => one["kind"] is "completed" or "skip")
            .Select(one => one["occurs_on"]!).ToHashSet(StringComparer.Ordinal);
        foreach (var on in recurrence.Days().SkipWhile(one => one <= Day.Key.On))
        {
            var key = FieldText.Of(on);
            if (rows[key].Any(pending => pending)) return [];
            if (!rows.Contains(key) && !decided.Contains(key)) return
                [new RowWrite("tasks", Occurrences.TaskId(Day.Key.Series, on), RowOf(series, recurrence, on))];
        }
        return [];
    }

    private static Dictionary<string, string?> RowOf(StepRow series, Recurrence recurrence, DateOnly on)
    {
        var row = new Dictionary<string, string?>
        {
            ["site_id"] = series["site_id"],
            ["title"] = series["title"],
            ["due_at"] = recurrence.DueAt(on),
            ["time_zone"] = series["time_zone"],
            ["status"] = "pending",
            ["series_id"] = FieldText.Of(series.Id),
            ["occurs_on"] = FieldText.Of(on),
        };
        foreach (var field in Linked)
            if (series[field] is { } value) row[field] = value;
        return row;
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    // A set may hold any text; what is no day leaves nothing out.
    private static DateOnly? DateOrNone(string text) => DateOnly.TryParseExact(
        text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
