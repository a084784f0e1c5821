using System.Text.Json.Nodes;
using Tendril.Server.Modules.Cultivation.Tasks;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;

namespace Tendril.Tests.Sync.Steps;

/// <summary>Steps of tasks on a real database: what two devices do alike is done once.</summary>
public sealed class TaskStepPushTests(SyncDatabase database) : IClassFixture<SyncDatabase>
{
    private static readonly DateOnly Day = new(2026, 11, 20);

    [Fact]
    public async Task Two_devices_that_complete_the_same_day_make_one_row_and_one_next_task()
    {
        var (books, series) = await SeriesAsync();
        var (phone, tablet) = (books.Caller(), books.Caller());

        var first = (await books.PushAsync(phone, Step(series, "task.complete")))[0];
        var second = (await books.PushAsync(tablet, Step(series, "task.complete")))[0];

        (first.Status, second.Status).ShouldBe((OperationStatus.Applied, OperationStatus.Merged));
        (await CountsAsync(books)).ShouldBe((1, 1, 1));
        (await books.ReadAsync<Guid>("SELECT done_by FROM tasks WHERE status = 'completed'")).ShouldBe(phone.UserId);
        (await books.ReadAsync<string>("SELECT due_at FROM tasks WHERE status = 'pending'"))
            .ShouldBe("2026-11-21T08:00");
    }

    [Fact]
    public async Task At_the_same_moment_too()
    {
        var (books, series) = await SeriesAsync();

        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            books.PushAsync(books.Caller(), Step(series, "task.complete"))));

        both.Count(one => one[0].Status == OperationStatus.Applied).ShouldBe(1);
        both.Count(one => one[0].Status == OperationStatus.Merged).ShouldBe(3);
        (await CountsAsync(books)).ShouldBe((1, 1, 1));
    }

    [Fact]
    public async Task A_skip_and_a_completion_of_one_day_end_completed_whoever_is_heard_first()
    {
        foreach (var order in new[] { "task.complete task.skip", "task.skip task.complete" })
        {
            var (books, series) = await SeriesAsync();
            foreach (var step in order.Split(' ')) await books.PushAsync(books.Caller(), Step(series, step));

            (await CountsAsync(books)).ShouldBe((1, 1, 1), order);
            (await books.ReadAsync<string>("SELECT kind FROM occurrence_overrides")).ShouldBe("completed");
        }
    }

    [Fact]
    public async Task A_series_and_its_first_completion_come_in_one_push()
    {
        var books = await SyncBooks.OpenAsync(database);
        var series = Guid.CreateVersion7();

        var results = await books.PushAsync(books.Caller(), Step(series, "task.complete"),
            books.Create("series", series, books.Series("Water")));

        results[0].Refusal!.Code.ShouldBe("sync.parent_unknown");
        (await books.PushAsync(books.Caller(), Step(series, "task.complete")))[0].Status
            .ShouldBe(OperationStatus.Applied);
    }

    [Fact]
    public async Task Who_may_only_look_completes_nothing()
    {
        var (books, series) = await SeriesAsync();

        var result = (await books.PushAsync(
            books.Caller(Tendril.Domain.Organisation.Role.ExecutiveViewer), Step(series, "task.complete")))[0];

        result.Refusal!.Code.ShouldBe("sync.not_allowed");
        (await CountsAsync(books)).ShouldBe((0, 0, 0));
    }

    [Theory]
    [InlineData("rule", "FREQ=HOURLY", "series.rule_invalid")]
    [InlineData("rule", "FREQ=DAILY;UNTIL=20260231", "series.rule_invalid")]
    [InlineData("starts_at", "tomorrow", "series.start_invalid")]
    [InlineData("time_zone", "MST", "site.time_zone_unknown")]
    public async Task A_series_that_no_device_could_repeat_is_refused_at_its_field(
        string field, string value, string code)
    {
        var books = await SyncBooks.OpenAsync(database);
        var series = books.Series("Water");
        series[field] = value;

        var refusal = (await books.PushAsync(books.Caller(), books.Create("series", Guid.CreateVersion7(), series)))[0]
            .Refusal!;

        (refusal.Code, refusal.Field).ShouldBe((code, field));
    }

    [Fact]
    public async Task The_status_of_a_day_is_no_field_to_set()
    {
        var (books, series) = await SeriesAsync();
        var day = Occurrences.TaskId(series, Day);
        var row = books.Task("Water");
        (row["series_id"], row["occurs_on"]) = ($"{series}", "2026-11-20");

        var results = await books.PushAsync(books.Caller(), books.Create("tasks", day, row),
            books.Patch("tasks", day, 0, new() { ["status"] = "completed" }, new() { ["status"] = "pending" }));

        results.Select(one => one.Refusal?.Code).ShouldBe([null, "task.status_by_step"]);
    }

    private async Task<(SyncBooks Books, Guid Series)> SeriesAsync()
    {
        var books = await SyncBooks.OpenAsync(database);
        var series = Guid.CreateVersion7();
        (await books.PushAsync(books.Caller(), books.Create("series", series, books.Series("Water"))))[0]
            .Refusal.ShouldBeNull();
        return (books, series);
    }

    private static JsonObject Step(Guid series, string name) => new()
    {
        ["id"] = $"{Guid.CreateVersion7()}",
        ["kind"] = "intent",
        ["name"] = name,
        ["row"] = $"{Occurrences.TaskId(series, Day)}",
        ["base"] = 0,
        ["at"] = DateTimeOffset.UtcNow.ToString("O"),
        ["args"] = new JsonObject { ["series_id"] = $"{series}", ["occurs_on"] = "2026-11-20" },
    };

    private static async Task<(long Finished, long Pending, long Decided)> CountsAsync(SyncBooks books) => (
        await books.ReadAsync<long>("SELECT count(*) FROM tasks WHERE status <> 'pending'"),
        await books.ReadAsync<long>("SELECT count(*) FROM tasks WHERE status = 'pending'"),
        await books.ReadAsync<long>("SELECT count(*) FROM occurrence_overrides"));
}
