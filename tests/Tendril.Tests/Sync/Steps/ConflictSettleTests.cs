using System.Text.Json.Nodes;
using Tendril.Domain.Organisation;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;

namespace Tendril.Tests.Sync.Steps;

/// <summary>What a merge could not decide is written down with both sides, and a person settles it.</summary>
public sealed class ConflictSettleTests(SyncDatabase database) : IClassFixture<SyncDatabase>
{
    [Fact]
    public async Task A_conflict_names_both_people_and_what_they_began_with()
    {
        var (books, first, second, _) = await MeetAsync();

        (await books.ReadAsync<string>("""
            SELECT concat_ws('|', base_value, server_value, server_by, device_value, made_by, stands, status)
            FROM conflicts
            """)).ShouldBe($"Water|Water never|{first.UserId}|Water twice|{second.UserId}|Water twice|open");
        (await books.ReadAsync<bool>("SELECT server_at < done_at FROM conflicts")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_choice_writes_the_value_closes_the_record_and_is_logged_with_both_values()
    {
        var (books, first, _, row) = await MeetAsync();
        var conflict = await books.ReadAsync<Guid>("SELECT id FROM conflicts");

        var settled = (await books.PushAsync(first, books.Step("conflict.settle", conflict, Take("theirs"))))[0];

        settled.Status.ShouldBe(OperationStatus.Applied);
        (await TaskAsync(books, row)).ShouldBe($"Water never|f|{settled.Revision}");
        (await books.ReadAsync<string>("""
            SELECT concat_ws('|', status, stood, stands, settled_by, settled_at IS NOT NULL, revision) FROM conflicts
            """)).ShouldBe($"settled|Water twice|Water never|{first.UserId}|t|{settled.Revision}");
        (await DecidedAsync(books, first.UserId)).ShouldBe("title|Water twice|Water never|device|Water never");
    }

    [Fact]
    public async Task The_row_asks_for_a_look_until_its_last_conflict_is_settled()
    {
        var (books, first, second, row) = await MeetAsync(both: true);
        var ids = await books.ReadAsync<Guid[]>("SELECT array_agg(id ORDER BY field DESC) FROM conflicts");

        await books.PushAsync(first, books.Step("conflict.settle", ids![0], Take("theirs")));
        (await TaskAsync(books, row)).ShouldStartWith("Water never|t|");
        await books.PushAsync(second, books.Step("conflict.settle", ids[1], Take("mine")));
        (await TaskAsync(books, row)).ShouldStartWith("Water never|f|");
    }

    /// <summary>One outcome, nothing lost, and the second hears it.</summary>
    [Fact]
    public async Task Two_people_who_settle_one_conflict_without_knowing_come_to_one_outcome()
    {
        var (books, first, second, row) = await MeetAsync();
        var conflict = await books.ReadAsync<Guid>("SELECT id FROM conflicts");

        await books.PushAsync(first, books.Step("conflict.settle", conflict, Take("theirs")));
        var same = (await books.PushAsync(second, books.Step("conflict.settle", conflict, Take("theirs"))))[0];
        var other = (await books.PushAsync(second, books.Step("conflict.settle", conflict, Take("mine"))))[0];

        same.Status.ShouldBe(OperationStatus.Merged);
        (other.Status, other.Refusal!.Code).ShouldBe((OperationStatus.Rejected, "conflict.settled_otherwise"));
        (await TaskAsync(books, row)).ShouldStartWith("Water never|f|");
        (await books.ReadAsync<string>("SELECT concat_ws('|', server_value, device_value, settled_by) FROM conflicts"))
            .ShouldBe($"Water never|Water twice|{first.UserId}");
        (await DecidedAsync(books, second.UserId)).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_settled_can_be_taken_back()
    {
        var (books, first, _, row) = await MeetAsync();
        var conflict = await books.ReadAsync<Guid>("SELECT id FROM conflicts");

        await books.PushAsync(first, books.Step("conflict.settle", conflict, Take("theirs")));
        var back = (await books.PushAsync(first, books.Step("conflict.reopen", conflict)))[0];

        back.Status.ShouldBe(OperationStatus.Applied);
        (await TaskAsync(books, row)).ShouldBe($"Water twice|t|{back.Revision}");
        (await books.ReadAsync<string>("SELECT concat_ws('|', status, stands, settled_by) FROM conflicts"))
            .ShouldBe("open|Water twice");
    }

    [Fact]
    public async Task Who_may_not_edit_the_table_or_does_not_see_the_site_settles_nothing()
    {
        var (books, _, _, row) = await MeetAsync();
        var conflict = await books.ReadAsync<Guid>("SELECT id FROM conflicts");

        async Task<string> CodeAsync(SyncCaller caller, string step) =>
            (await books.PushAsync(caller, books.Step(step, conflict, Take("theirs"))))[0].Refusal!.Code;

        foreach (var step in new[] { "conflict.settle", "conflict.reopen" })
        {
            (await CodeAsync(books.Caller(Role.ExecutiveViewer), step)).ShouldBe("sync.not_allowed");
            (await CodeAsync(books.Caller(Role.HeadGrower, null, books.Shop), step)).ShouldBe("sync.row_unknown");
        }
        (await TaskAsync(books, row)).ShouldStartWith("Water twice|t|");
    }

    private static JsonObject Take(string side) => new() { ["take"] = side };

    /// <summary>
    /// The first says never, the second twice, later and without having heard of it; the later value stands.
    /// </summary>
    private async Task<(SyncBooks Books, SyncCaller First, SyncCaller Second, Guid Row)> MeetAsync(bool both = false)
    {
        var books = await SyncBooks.OpenAsync(database);
        var (first, second, row) = (books.Caller(), books.Caller(), Guid.CreateVersion7());
        var began = DateTimeOffset.UtcNow.AddMinutes(-10);
        await books.PushAsync(first, books.Create("tasks", row, books.Task("Water"), at: began));
        await PatchAsync(books, first, row, began.AddMinutes(1), "Water never", both ? "Slowly" : null);
        await PatchAsync(books, second, row, began.AddMinutes(2), "Water twice", both ? "Quickly" : null);
        return (books, first, second, row);
    }

    private static async Task PatchAsync(
        SyncBooks books, SyncCaller caller, Guid row, DateTimeOffset at, string title, string? notes)
    {
        JsonObject set = new() { ["title"] = title };
        JsonObject old = new() { ["title"] = "Water" };
        if (notes is not null) (set["notes"], old["notes"]) = (notes, null);
        await books.PushAsync(caller, books.Patch("tasks", row, 1, set, old, at: at));
    }

    private static Task<string?> TaskAsync(SyncBooks books, Guid row) => books.ReadAsync<string>(
        "SELECT concat_ws('|', title, conflict_seen, revision) FROM tasks WHERE id = $1", row);

    private static Task<string?> DecidedAsync(SyncBooks books, Guid by) => books.ReadAsync<string>("""
        SELECT string_agg(concat_ws('|', field, server_value, device_value, winner, stands), ', ')
        FROM sync_decisions WHERE decided_by = $1
        """, by);
}
