using System.Text.Json.Nodes;
using Tendril.Domain.Organisation;
using Tendril.Sync.Protocol;

namespace Tendril.Tests.Sync;

/// <summary>What becomes of operations that a device sends, on a real database as the restricted role.</summary>
public sealed class PushTests(SyncDatabase database) : IClassFixture<SyncDatabase>
{
    [Fact]
    public async Task A_new_row_and_a_change_of_it_in_one_push_stand()
    {
        var books = await SyncBooks.OpenAsync(database);
        var row = Guid.CreateVersion7();

        var results = await books.PushAsync(books.Caller(), books.Create("tasks", row, books.Task("Water")),
            books.Patch("tasks", row, 0, new() { ["title"] = "Feed" }, new() { ["title"] = "Water" }));

        results.Select(one => one.Status).ShouldBe([OperationStatus.Applied, OperationStatus.Applied]);
        (await TitleAsync(books, row)).ShouldBe("Feed");
        (await books.ReadAsync<long>("SELECT revision FROM tasks WHERE id = $1", row)).ShouldBe(results[0].Revision);
    }

    [Fact]
    public async Task The_same_operation_again_gets_the_same_answer_and_does_nothing()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (caller, row) = (books.Caller(), Guid.CreateVersion7());
        var create = books.Create("tasks", row, books.Task("Water"));
        var first = (await books.PushAsync(caller, create))[0];
        var other = books.Patch("tasks", row, first.Revision, new() { ["title"] = "Feed" },
            new() { ["title"] = "Water" });
        await books.PushAsync(books.Caller(), other);

        var again = (await books.PushAsync(caller, create))[0];

        again.Status.ShouldBe(OperationStatus.Duplicate);
        (again.First, again.Revision).ShouldBe((OperationStatus.Applied, first.Revision));
        (await TitleAsync(books, row)).ShouldBe("Feed");
    }

    [Fact]
    public async Task Sent_twice_at_the_same_time_it_is_done_once()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (caller, row) = (books.Caller(), Guid.CreateVersion7());
        var create = books.Create("tasks", row, books.Task("Water"));

        var both = await Task.WhenAll(books.PushAsync(caller, create), books.PushAsync(caller, create));

        both.Select(one => one[0].Status).Order()
            .ShouldBe([OperationStatus.Applied, OperationStatus.Duplicate]);
        (await books.ReadAsync<long>("SELECT count(*) FROM sync_operations")).ShouldBe(1);
    }

    [Fact]
    public async Task An_id_that_comes_again_with_other_content_is_refused_and_changes_nothing()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (caller, row) = (books.Caller(), Guid.CreateVersion7());
        var create = books.Create("tasks", row, books.Task("Water"));
        await books.PushAsync(caller, create);
        create["set"]!["title"] = "Burn";

        var again = (await books.PushAsync(caller, create))[0];

        again.Refusal!.Code.ShouldBe("sync.operation_reused");
        (await TitleAsync(books, row)).ShouldBe("Water");
    }

    [Fact]
    public async Task A_group_that_waits_for_another_row_is_applied_whole_when_it_comes_again()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (caller, series, group) = (books.Caller(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var waits = books.Task("Waits");
        waits["series_id"] = series.ToString();
        System.Text.Json.Nodes.JsonObject[] both = [books.Create("tasks", Guid.CreateVersion7(), waits, group),
            books.Create("tasks", Guid.CreateVersion7(), books.Task("Its mate"), group)];
        (await books.PushAsync(caller, both)).Select(one => one.Refusal!.Code)
            .ShouldBe(["sync.parent_unknown", "sync.group_refused"]);
        await books.PushAsync(caller, books.Create("series", series, new()
        {
            ["site_id"] = books.Veg.ToString(),
            ["title"] = "Daily",
            ["starts_at"] = "2026-11-20T08:00",
            ["time_zone"] = "America/Denver",
            ["rule"] = "FREQ=DAILY",
        }));

        (await books.PushAsync(caller, both)).Select(one => one.Status)
            .ShouldBe([OperationStatus.Applied, OperationStatus.Applied]);
    }

    [Fact]
    public async Task A_group_with_a_part_that_cannot_be_read_is_not_applied()
    {
        var books = await SyncBooks.OpenAsync(database);
        var group = Guid.CreateVersion7();

        var results = await books.PushAsync(books.Caller(),
            books.Create("tasks", Guid.CreateVersion7(), books.Task(" "), group),
            books.Create("tasks", Guid.CreateVersion7(), books.Task("Its mate"), group));

        results.Select(one => one.Refusal!.Code).ShouldBe(["sync.field_invalid", "sync.group_refused"]);
        (await books.ReadAsync<long>("SELECT count(*) FROM tasks")).ShouldBe(0);
    }

    [Fact]
    public async Task One_bad_operation_does_not_hold_up_the_others()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (first, last) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var bad = books.Create("tasks", Guid.CreateVersion7(), books.Task(" "));
        var stranger = books.Create("tomatoes", Guid.CreateVersion7(), books.Task("Red"));

        var results = await books.PushAsync(books.Caller(), books.Create("tasks", first, books.Task("One")), bad,
            stranger, books.Create("tasks", last, books.Task("Two")));

        results.Select(one => one.Refusal?.Code)
            .ShouldBe([null, "sync.field_invalid", "sync.table_unknown", null]);
        (await books.ReadAsync<long>("SELECT count(*) FROM tasks")).ShouldBe(2);
    }

    [Fact]
    public async Task A_group_is_applied_whole_or_not_at_all()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (group, kept, lone) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var good = books.Create("tasks", kept, books.Task("One"), group);
        var bad = books.Patch("tasks", Guid.CreateVersion7(), 1, new() { ["title"] = "x" }, new(), group);

        var results =
            await books.PushAsync(books.Caller(), good, books.Create("tasks", lone, books.Task("Alone")), bad);

        results.Select(one => one.Refusal?.Code).ShouldBe(["sync.group_refused", null, "sync.row_unknown"]);
        (await TitleAsync(books, kept)).ShouldBeNull();
        (await TitleAsync(books, lone)).ShouldBe("Alone");
    }

    [Fact]
    public async Task A_group_that_fails_leaves_an_earlier_change_of_the_same_row_alone()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (group, row) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var first = (await books.PushAsync(books.Caller(), books.Create("tasks", row, books.Task("One"))))[0];

        var results = await books.PushAsync(books.Caller(),
            books.Patch("tasks", row, first.Revision, new() { ["title"] = "Two" }, new() { ["title"] = "One" }),
            books.Patch("tasks", row, first.Revision, new() { ["title"] = "Three" }, new() { ["title"] = "Two" },
                group),
            books.Patch("tasks", Guid.CreateVersion7(), 1, new() { ["title"] = "Four" }, new(), group));

        results[1].Refusal!.Code.ShouldBe("sync.group_refused");
        (await TitleAsync(books, row)).ShouldBe("Two");
    }

    [Fact]
    public async Task Two_people_edit_one_field_and_the_other_value_is_kept_in_a_conflict()
    {
        var books = await SyncBooks.OpenAsync(database);
        var row = Guid.CreateVersion7();
        var made = (await books.PushAsync(books.Caller(), books.Create("tasks", row, books.Task("Water"))))[0].Revision;
        var later = DateTimeOffset.UtcNow;
        await books.PushAsync(books.Caller(), books.Patch("tasks", row, made, new() { ["title"] = "Feed" },
            new() { ["title"] = "Water" }, at: later));

        var mine = (await books.PushAsync(books.Caller(), books.Patch("tasks", row, made,
            new() { ["title"] = "Prune", ["notes"] = "tops" }, new() { ["title"] = "Water" },
            at: later.AddMinutes(-1))))[0];

        mine.Status.ShouldBe(OperationStatus.Conflict);
        (await TitleAsync(books, row)).ShouldBe("Feed");
        (await books.ReadAsync<string>("SELECT notes FROM tasks WHERE id = $1", row)).ShouldBe("tops");
        (await books.ReadAsync<bool>("SELECT conflict_seen FROM tasks WHERE id = $1", row)).ShouldBeTrue();
        (await books.ReadAsync<string>("""
            SELECT concat_ws('|', field, server_value, device_value, stands, status, site_id) FROM conflicts
            WHERE row_id = $1 AND revision = $2
            """, row, mine.Revision)).ShouldBe($"title|Feed|Prune|Feed|open|{books.Veg}");
        (await books.ReadAsync<long>("SELECT count(*) FROM sync_decisions WHERE row_id = $1", row)).ShouldBe(1);
    }

    [Fact]
    public async Task A_row_whose_value_stood_against_a_device_asks_for_review_too()
    {
        var books = await SyncBooks.OpenAsync(database);
        var row = Guid.CreateVersion7();
        var made = (await books.PushAsync(books.Caller(), books.Create("tasks", row, books.Task("Water"))))[0].Revision;
        var later = DateTimeOffset.UtcNow;
        await books.PushAsync(books.Caller(), books.Patch("tasks", row, made, new() { ["title"] = "Feed" },
            new() { ["title"] = "Water" }, at: later));

        await books.PushAsync(books.Caller(), books.Patch("tasks", row, made, new() { ["title"] = "Prune" },
            new() { ["title"] = "Water" }, at: later.AddMinutes(-1)));

        (await TitleAsync(books, row)).ShouldBe("Feed");
        (await books.ReadAsync<bool>("SELECT conflict_seen FROM tasks WHERE id = $1", row)).ShouldBeTrue();
    }

    [Theory, InlineData("batches"), InlineData("plants"), InlineData("conflicts")]
    public async Task What_only_the_server_writes_a_device_does_not_delete(string table)
    {
        var books = await SyncBooks.OpenAsync(database);

        (await books.PushAsync(books.Caller(Role.OrgAdmin), books.Delete(table, Guid.CreateVersion7(), 1)))[0]
            .Refusal!.Code.ShouldBe("sync.field_server_owned");
    }

    [Fact]
    public async Task Nobody_signs_with_anothers_name()
    {
        var books = await SyncBooks.OpenAsync(database);
        var caller = books.Caller();
        JsonObject harvest = new()
        {
            ["site_id"] = books.Veg.ToString(),
            ["batch_id"] = Guid.CreateVersion7().ToString(),
            ["user_id"] = Guid.CreateVersion7().ToString(),
        };

        var result = (await books.PushAsync(caller, books.Create("harvests", Guid.CreateVersion7(), harvest)))[0];

        (result.Refusal!.Code, result.Refusal.Field).ShouldBe(("sync.not_allowed", "user_id"));
    }

    [Fact]
    public async Task The_result_does_not_depend_on_who_comes_first()
    {
        var books = await SyncBooks.OpenAsync(database);
        var row = Guid.CreateVersion7();
        var at = DateTimeOffset.UtcNow.AddHours(-1);
        JsonObject Title(string title) => new() { ["title"] = title };
        var made = (await books.PushAsync(
            books.Caller(), books.Create("tasks", row, books.Task("A"), at: at)))[0].Revision;
        foreach (var (title, minute) in new[] { ("B", 50), ("B", 20), ("C", 30) })
            await books.PushAsync(books.Caller(), books.Patch("tasks", row, made, Title(title), Title("A"),
                at: at.AddMinutes(minute)));

        (await TitleAsync(books, row)).ShouldBe("B");
    }

    [Fact]
    public async Task A_row_of_a_site_that_the_person_does_not_see_answers_like_a_missing_one()
    {
        var books = await SyncBooks.OpenAsync(database);
        var row = Guid.CreateVersion7();
        var made = (await books.PushAsync(books.Caller(), books.Create("tasks", row, books.Task("Water"))))[0].Revision;
        var stranger = books.Caller(Role.HeadGrower, null, books.Shop);
        JsonObject change = new() { ["title"] = "Mine" }, old = new() { ["title"] = "Water" };

        var theirs = await books.PushAsync(stranger, books.Patch("tasks", row, made, change, old),
            books.Delete("tasks", row, made), books.Patch("tasks", Guid.CreateVersion7(), made,
            change.DeepClone().AsObject(), old.DeepClone().AsObject()));

        theirs.Select(one => one.Refusal!.Code).Distinct().ShouldBe(["sync.row_unknown"]);
        theirs.Select(one => one.Refusal!.Message).Distinct().Count().ShouldBe(1);
        (await TitleAsync(books, row)).ShouldBe("Water");
    }

    [Fact]
    public async Task A_row_cannot_be_made_at_or_moved_to_a_site_that_the_person_does_not_see()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (grower, row) = (books.Caller(Role.HeadGrower, null, books.Veg), Guid.CreateVersion7());

        var results = await books.PushAsync(grower, books.Create("tasks", row, books.Task("Here")),
            books.Create("tasks", Guid.CreateVersion7(), books.Task("There", books.Shop)),
            books.Patch("tasks", row, 0, new() { ["site_id"] = books.Shop.ToString() },
                new() { ["site_id"] = books.Veg.ToString() }));

        results.Select(one => one.Refusal?.Code).ShouldBe([null, "sync.not_allowed", "sync.not_allowed"]);
    }

    [Fact]
    public async Task Another_organisations_rows_are_not_there()
    {
        var (books, others) = (await SyncBooks.OpenAsync(database), await SyncBooks.OpenAsync(database));
        var row = Guid.CreateVersion7();
        var made = (await books.PushAsync(books.Caller(), books.Create("tasks", row, books.Task("Ours"))))[0].Revision;

        var theirs = await others.PushAsync(others.Caller(), others.Patch("tasks", row, made,
            new() { ["title"] = "Theirs" }, new() { ["title"] = "Ours" }));

        theirs[0].Refusal!.Code.ShouldBe("sync.row_unknown");
        (await TitleAsync(books, row)).ShouldBe("Ours");
    }

    [Theory]
    [InlineData(Role.ExecutiveViewer, "create", "sync.not_allowed")]
    [InlineData(Role.Operator, "create", null)]
    [InlineData(Role.Operator, "delete", "sync.not_allowed")]
    [InlineData(Role.HeadGrower, "delete", null)]
    public async Task The_role_decides_what_may_be_done(Role role, string what, string? code)
    {
        var books = await SyncBooks.OpenAsync(database);
        var row = Guid.CreateVersion7();
        var made = (await books.PushAsync(books.Caller(), books.Create("tasks", row, books.Task("One"))))[0].Revision;
        var operation = what == "delete" ? books.Delete("tasks", row, made)
            : books.Create("tasks", Guid.CreateVersion7(), books.Task("Two"));

        var result = (await books.PushAsync(books.Caller(role), operation))[0];

        (result.Refusal?.Code).ShouldBe(code);
    }

    [Fact]
    public async Task A_row_whose_parent_is_not_there_waits_and_is_taken_when_the_parent_has_come()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (caller, series) = (books.Caller(), Guid.CreateVersion7());
        var child = books.Create("tasks", Guid.CreateVersion7(), books.Task("Daily"));
        child["set"]!["series_id"] = series.ToString();
        JsonObject parent = new()
        {
            ["site_id"] = books.Veg.ToString(),
            ["title"] = "Daily",
            ["starts_at"] = "2026-11-20T08:00",
            ["time_zone"] = "America/Denver",
            ["rule"] = "FREQ=DAILY",
        };

        (await books.PushAsync(caller, child))[0].Refusal!.Code.ShouldBe("sync.parent_unknown");
        await books.PushAsync(caller, books.Create("series", series, parent));
        (await books.PushAsync(caller, child))[0].Status.ShouldBe(OperationStatus.Applied);
    }

    [Fact]
    public async Task An_operation_from_181_days_ago_is_not_applied()
    {
        var books = await SyncBooks.OpenAsync(database);
        var row = Guid.CreateVersion7();
        var old = books.Create("tasks", row, books.Task("Late"), at: DateTimeOffset.UtcNow.AddDays(-181));
        var young = books.Create("tasks", Guid.CreateVersion7(), books.Task("Late"),
            at: DateTimeOffset.UtcNow.AddDays(-179));

        var results = await books.PushAsync(books.Caller(), old, young);

        results.Select(one => one.Refusal?.Code).ShouldBe(["sync.operation_expired", null]);
        (await TitleAsync(books, row)).ShouldBeNull();
    }

    [Fact]
    public async Task A_clock_that_stands_in_2099_does_not_win_for_ever()
    {
        var books = await SyncBooks.OpenAsync(database);
        var row = Guid.CreateVersion7();
        var made = (await books.PushAsync(books.Caller(), books.Create("tasks", row, books.Task("Water"))))[0].Revision;
        var wrong = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await books.PushAsync(books.Caller(), wrong, books.Patch("tasks", row, made, new() { ["title"] = "Feed" },
            new() { ["title"] = "Water" }, at: wrong.AddMinutes(-10)));

        await books.PushAsync(books.Caller(), books.Patch("tasks", row, made, new() { ["title"] = "Prune" },
            new() { ["title"] = "Water" }));

        (await TitleAsync(books, row)).ShouldBe("Prune");
        (await books.ReadAsync<DateTime>("SELECT claimed_at FROM sync_operations WHERE skew_ms > 1000000"))
            .Year.ShouldBe(2098);
    }

    private static Task<string?> TitleAsync(SyncBooks books, Guid row) =>
        books.ReadAsync<string>("SELECT title FROM tasks WHERE id = $1", row);
}
