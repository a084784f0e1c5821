using System.Globalization;
using Tendril.Domain;
using Tendril.Domain.Tasks;
using Tendril.Server.Modules.Cultivation.Tasks;
using Tendril.Sync.Steps;

namespace Tendril.Server.Platform.Demo;

/// <summary>
/// Tasks and series of the demo's grower, sent as a device sends its work. The ids of rows are fixed, so that it may be
/// called again after an interruption.
/// </summary>
public sealed class DemoTasks(DemoApi api, Guid siteId, TimeProvider time)
{
    private const string Zone = "America/Denver";
    private readonly IdSource _ids = new(time);

    private static readonly DemoSeries[] Repeated =
    [
        new("Check temperature and humidity", "FREQ=DAILY", -14, "08:00", "Drying room first", Minutes: 15),
        new("Calibrate the pH meters", "FREQ=WEEKLY;BYDAY=MO", -30, "09:00"),
        new("Deep clean of a flower room", "FREQ=MONTHLY;BYDAY=1SA", -60, "13:00", "Take the filters out"),
    ];

    private static readonly DemoTask[] Once =
    [
        new("Order rockwool for the next clones", -1, "16:00"),
        new("Look at the trichomes", 0, "14:00", "PD-0385", Minutes: 60),
        new("Walk the fence with the inspector", 5, "10:00"),
        new("Prune the lower third", 2, "11:00", "BS-0386"),
        new("Sharpen the trimming shears", -2, "15:00", Done: true),
    ];

    private sealed record DemoSeries(
        string Title, string Rule, int FromDay, string At, string? Notes = null, int? Minutes = null);

    private sealed record DemoTask(
        string Title, int Day, string At, string? Batch = null, int? Minutes = null, bool Done = false);

    public async Task SowAsync(CancellationToken cancel)
    {
        var device = NamedId.Of(siteId, "device");
        await api.PostAsync("/api/devices", new { id = device, name = "Demo data" }, cancel);
        List<object> operations = [.. Repeated.SelectMany((series, place) => Series(series, RowId(place)))];
        for (var place = 0; place < Once.Length; place++)
            operations.AddRange(await TaskAsync(Once[place], RowId(0x10 + place), cancel));
        var now = time.GetUtcNow();
        var answer = await api.PostAsync(
            "/api/sync/push", new { protocol = 1, device, sentAt = now, operations }, cancel);
        foreach (var result in answer.GetProperty("results").EnumerateArray())
            if (result.GetProperty("status").GetString() == "rejected")
                throw new InvalidOperationException($"A task of the demo was refused: {result}");
    }

    private static Guid RowId(int place) => Guid.Parse($"0193464e-7c00-7000-8000-0000000005{place:x2}");

    private IEnumerable<object> Series(DemoSeries series, Guid id)
    {
        var starts = $"{Day(series.FromDay)}T{series.At}";
        yield return Create("series", id, new()
        {
            ["title"] = series.Title,
            ["starts_at"] = starts,
            ["time_zone"] = Zone,
            ["rule"] = series.Rule,
            ["notes"] = series.Notes,
            ["remind_minutes"] = series.Minutes,
        });
        if (Recurrence.Of(series.Rule, starts, Zone).Refused(out var problem, out var recurrence))
            throw new InvalidOperationException(problem.Message);
        var on = recurrence.After(api.Today.AddDays(-1))!.Value;
        yield return Create("tasks", Occurrences.TaskId(id, on), new()
        {
            ["title"] = series.Title,
            ["due_at"] = recurrence.DueAt(on),
            ["time_zone"] = Zone,
            ["status"] = "pending",
            ["notes"] = series.Notes,
            ["remind_minutes"] = series.Minutes,
            ["series_id"] = id,
            ["occurs_on"] = on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        });
    }

    private async Task<IReadOnlyList<object>> TaskAsync(DemoTask task, Guid id, CancellationToken cancel)
    {
        var batch = task.Batch is null ? (Guid?)null : (await api.ItemsAsync(
            $"/api/batches?siteId={siteId}&q={task.Batch}", cancel))[0].GetProperty("id").GetGuid();
        var create = Create("tasks", id, new()
        {
            ["title"] = task.Title,
            ["due_at"] = $"{Day(task.Day)}T{task.At}",
            ["time_zone"] = Zone,
            ["status"] = "pending",
            ["remind_minutes"] = task.Minutes,
            ["batch_id"] = batch,
        });
        return task.Done ? [create, Step("task.complete", id)] : [create];
    }

    private object Create(string table, Guid row, Dictionary<string, object?> values)
    {
        values["site_id"] = siteId;
        var set = values.Where(one => one.Value is not null).ToDictionary();
        return new { id = _ids.Next(), kind = "create", table, row, @base = 0, at = time.GetUtcNow(), set };
    }

    private object Step(string name, Guid row) => new
    {
        id = _ids.Next(),
        kind = "intent",
        name,
        row,
        @base = 0,
        at = time.GetUtcNow(),
        args = new { },
    };

    private string Day(int days) => api.Today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
