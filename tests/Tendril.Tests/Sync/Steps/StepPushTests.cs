using System.Text.Json.Nodes;
using Tendril.Domain.Organisation;
using Tendril.Server.Sync;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;

namespace Tendril.Tests.Sync.Steps;

/// <summary>Steps are decided beside edits, in the order in which things were done, and take effect once.</summary>
public sealed class StepPushTests(SyncDatabase database) : IClassFixture<SyncDatabase>
{
    private readonly NotedEffects _effects = new();

    [Fact]
    public async Task A_step_sees_what_came_before_it_and_takes_effect_once()
    {
        var books = await OpenAsync();
        var (caller, row) = (books.Caller(), Guid.CreateVersion7());
        var step = books.Step("example.close", row);

        var first = await books.PushAsync(caller, books.Create("tasks", row, books.Task("Water")), step);
        var again = (await books.PushAsync(caller, step))[0];

        first.ShouldAllBe(one => one.Status == OperationStatus.Applied);
        (again.Status, again.First, again.Revision).ShouldBe(
            (OperationStatus.Duplicate, OperationStatus.Applied, first[1].Revision));
        (await TitlesAsync(books)).ShouldBe("Next pending, Water completed");
        (await books.ReadAsync<long>("SELECT count(*) FROM tasks WHERE revision <> $1", first[1].Revision)).ShouldBe(0);
    }

    [Fact]
    public async Task What_stands_already_is_not_done_twice()
    {
        var books = await OpenAsync();
        var row = await TaskAsync(books);
        Guid[] devices = [Guid.CreateVersion7(), Guid.CreateVersion7()];

        var results = await Task.WhenAll(devices.Select(device =>
            books.PushAsync(books.Caller(device: device), books.Step("example.close", row))));

        results.Select(one => one[0].Status).Order()
            .ShouldBe([OperationStatus.Applied, OperationStatus.Merged]);
        (await TitlesAsync(books)).ShouldBe("Next pending, Water completed");
    }

    [Fact]
    public async Task A_refused_step_has_its_code_changes_nothing_and_its_attempt_is_told()
    {
        var books = await OpenAsync();
        var row = await TaskAsync(books);
        var step = books.Step("example.close", row, new() { ["because"] = "never" });

        var result = (await books.PushAsync(books.Caller(), step))[0];
        var again = (await books.PushAsync(books.Caller(), step))[0];

        (result.Status, result.Refusal!.Code, result.Refusal.Field)
            .ShouldBe((OperationStatus.Rejected, "example.never", "because"));
        (again.First, again.Refusal!.Code).ShouldBe((OperationStatus.Rejected, "example.never"));
        (await TitlesAsync(books)).ShouldBe("Told: example.never pending, Water pending");
        _effects.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_torn_group_takes_back_the_step_and_tells_of_the_attempt()
    {
        var books = await OpenAsync();
        var (row, group) = (await TaskAsync(books), Guid.CreateVersion7());

        var results = await books.PushAsync(books.Caller(),
            books.Step("example.close", row, null, group),
            books.Patch("tasks", Guid.CreateVersion7(), 1, new() { ["title"] = "Gone" }, [], group));

        results.Select(one => one.Refusal!.Code).ShouldBe(["sync.group_refused", "sync.row_unknown"]);
        (await TitlesAsync(books)).ShouldBe("Told: sync.group_refused pending, Water pending");
        _effects.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_may_not_or_does_not_see_the_row_is_refused()
    {
        var books = await OpenAsync();
        var row = await TaskAsync(books);

        async Task<string> CodeAsync(SyncCaller caller, string name = "example.close", JsonObject? args = null) =>
            (await books.PushAsync(caller, books.Step(name, row, args)))[0].Refusal!.Code;

        (await CodeAsync(books.Caller(Role.ExecutiveViewer))).ShouldBe("sync.not_allowed");
        (await CodeAsync(books.Caller(Role.HeadGrower, null, books.Shop))).ShouldBe("sync.row_unknown");
        (await CodeAsync(books.Caller(), "example.unheard_of")).ShouldBe("sync.intent_unknown");
        (await CodeAsync(books.Caller(), args: new() { ["because"] = 7 })).ShouldBe("sync.field_invalid");
        (await TitlesAsync(books)).ShouldBe(
            "Told: sync.field_invalid pending, Told: sync.not_allowed pending, Water pending");
    }

    [Fact]
    public async Task A_step_on_a_row_that_has_to_wait_waits_with_it()
    {
        var books = await OpenAsync();
        var (caller, row, series) = (books.Caller(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var made = books.Create("tasks", row, books.Task("Water"));
        made["set"]!["series_id"] = series.ToString();
        var step = books.Step("example.close", row);

        (await books.PushAsync(caller, made, step)).ShouldAllBe(one => one.Refusal!.Code == "sync.parent_unknown");
        await books.PushAsync(caller, books.Create("series", series, books.Series("Daily")));

        (await books.PushAsync(caller, made, step)).ShouldAllBe(one => one.Status == OperationStatus.Applied);
        // Which series that is, the step found in the task only, which was made in this push.
        (await TitlesAsync(books)).ShouldBe("Daily pending, Water completed");
    }

    [Fact]
    public async Task Effects_run_with_the_rows_in_one_transaction()
    {
        var books = await OpenAsync();
        var row = await TaskAsync(books);
        _effects.Break = true;

        await Should.ThrowAsync<InvalidOperationException>(
            () => books.PushAsync(books.Caller(), books.Step("example.close", row)));

        _effects.Seen.ShouldBe(["closed Water", 1L]);
        (await TitlesAsync(books)).ShouldBe("Water pending");
    }

    [Fact]
    public async Task A_rule_of_a_table_refuses_plain_edits()
    {
        var books = await OpenAsync();

        var result = (await books.PushAsync(
            books.Caller(), books.Create("tasks", Guid.CreateVersion7(), books.Task("Water!"))))[0];

        (result.Refusal!.Code, result.Refusal.Field).ShouldBe(("example.loud", "title"));
        (await TitlesAsync(books)).ShouldBeNull();
    }

    private Task<SyncBooks> OpenAsync() => SyncBooks.OpenAsync(database, new PushEngine(
        SyncedTables.All, TimeProvider.System, () => Guid.CreateVersion7(), CloseStep.List, _effects));

    private static async Task<Guid> TaskAsync(SyncBooks books)
    {
        var row = Guid.CreateVersion7();
        await books.PushAsync(books.Caller(), books.Create("tasks", row, books.Task("Water")));
        return row;
    }

    private static Task<string?> TitlesAsync(SyncBooks books) =>
        books.ReadAsync<string>("SELECT string_agg(title || ' ' || status, ', ' ORDER BY title) FROM tasks");
}
