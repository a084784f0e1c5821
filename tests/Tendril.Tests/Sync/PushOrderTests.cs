using Tendril.Sync.Protocol;

namespace Tendril.Tests.Sync;

/// <summary>What is done to a row in one push: one thing after another, and each at its time.</summary>
public sealed class PushOrderTests(SyncDatabase database) : IClassFixture<SyncDatabase>
{
    [Fact]
    public async Task What_is_done_to_a_new_row_that_has_to_wait_waits_with_it()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (caller, series, row) = (books.Caller(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var waits = books.Create("tasks", row, books.Task("Waits"));
        waits["set"]!["series_id"] = series.ToString();
        var change = books.Patch("tasks", row, 0, new() { ["title"] = "Changed" }, new() { ["title"] = "Waits" });
        var stranger = books.Patch(
            "tasks", Guid.CreateVersion7(), 3, new() { ["title"] = "Changed" }, new() { ["title"] = "Waits" });

        (await books.PushAsync(caller, waits, change, stranger)).Select(one => one.Refusal!.Code)
            .ShouldBe(["sync.parent_unknown", "sync.parent_unknown", "sync.row_unknown"]);
        await books.PushAsync(books.Caller(), books.Create("series", series, books.Series("Daily")));

        (await books.PushAsync(caller, waits, change)).ShouldAllBe(one => one.Status == OperationStatus.Applied);
        (await books.ReadAsync<string>("SELECT title FROM tasks")).ShouldBe("Changed");
        (await books.ReadAsync<long>("SELECT count(*) FROM conflicts")).ShouldBe(0);
    }

    [Fact]
    public async Task A_group_that_has_to_wait_takes_along_what_is_done_to_each_of_its_new_rows()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (group, series, mate) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var waits = books.Create("tasks", Guid.CreateVersion7(), books.Task("Waits"), group);
        waits["set"]!["series_id"] = series.ToString();

        (await books.PushAsync(books.Caller(), books.Create("tasks", mate, books.Task("Mate"), group), waits,
            books.Delete("tasks", mate, 0))).Select(one => one.Refusal!.Code)
            .ShouldBe(["sync.group_refused", "sync.parent_unknown", "sync.parent_unknown"]);
        (await books.ReadAsync<long>("SELECT count(*) FROM sync_operations")).ShouldBe(0);
    }

    [Fact]
    public async Task A_row_that_was_made_and_changed_in_one_push_knows_both_times()
    {
        var books = await SyncBooks.OpenAsync(database);
        var row = Guid.CreateVersion7();
        var now = DateTimeOffset.UtcNow;
        var (made, changed) = (now.AddHours(-3), now.AddHours(-1));

        await books.PushAsync(books.Caller(), books.Create("tasks", row, books.Task("Water"), at: made),
            books.Patch("tasks", row, 0, new() { ["title"] = "Feed" }, new() { ["title"] = "Water" }, at: changed));

        async Task<DateTimeOffset> MomentAsync(string what) => new(
            await books.ReadAsync<DateTime>($"SELECT {what} FROM tasks"), TimeSpan.Zero);
        (await MomentAsync("created_at")).ShouldBe(made, TimeSpan.FromMilliseconds(1));
        (await MomentAsync("updated_at")).ShouldBe(changed, TimeSpan.FromMilliseconds(1));
        (await MomentAsync("to_timestamp((edited_at ->> 'title')::bigint / 1000.0)"))
            .ShouldBe(changed, TimeSpan.FromMilliseconds(1));
        (await books.ReadAsync<string>("SELECT string_agg(k, ' ') FROM tasks, jsonb_object_keys(edited_at) k"))
            .ShouldBe("title");
        // Between the two times: earlier than the change of the title, later than all that stands since the making.
        await books.PushAsync(books.Caller(), books.Patch("tasks", row, 0,
            new() { ["title"] = "Prune", ["status"] = "skipped" },
            new() { ["title"] = "Weed", ["status"] = "completed" }, at: now.AddHours(-2)));
        (await books.ReadAsync<string>("SELECT title || ' ' || status FROM tasks")).ShouldBe("Feed skipped");
    }
}
