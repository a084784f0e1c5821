using System.Text.Json.Nodes;
using Tendril.Domain.Organisation;
using Tendril.Sync.Postgres;

namespace Tendril.Tests.Sync;

/// <summary>What a device is sent, on a real database as the restricted role.</summary>
public sealed class PullTests(SyncDatabase database) : IClassFixture<SyncDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_pull_brings_everything_and_the_next_nothing()
    {
        var books = await SyncBooks.OpenAsync(database);
        var caller = books.Caller();
        await books.PushAsync(caller, [.. Enumerable.Range(0, 5).Select(n =>
            books.Create("tasks", Guid.CreateVersion7(), books.Task($"Task {n}")))]);

        var first = await books.PullAsync(caller);
        var second = await books.PullAsync(caller, first.Cursor);

        first.IsFirst.ShouldBeTrue();
        first.Values("tasks", "created", "title").ShouldBe(Enumerable.Range(0, 5).Select(n => $"Task {n}"), true);
        (second.IsFirst, second.Frames.Count()).ShouldBe((false, 0));
    }

    [Fact]
    public async Task What_changed_since_comes_as_created_updated_or_deleted()
    {
        var books = await SyncBooks.OpenAsync(database);
        var caller = books.Caller();
        var (kept, gone, made) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var known = (await books.PushAsync(caller, books.Create("tasks", kept, books.Task("Kept")),
            books.Create("tasks", gone, books.Task("Gone"))))[0].Revision;
        var cursor = (await books.PullAsync(caller)).Cursor;
        await books.PushAsync(
            caller, books.Delete("tasks", gone, known), books.Create("tasks", made, books.Task("Made")),
            books.Patch("tasks", kept, known, new() { ["title"] = "Changed" }, new() { ["title"] = "Kept" }));

        var pull = await books.PullAsync(caller, cursor);

        pull.Values("tasks", "created", "title").ShouldBe(["Made"]);
        pull.Values("tasks", "updated", "title").ShouldBe(["Changed"]);
        pull.Deleted("tasks").ShouldBe([gone.ToString()]);
    }

    [Fact]
    public async Task A_push_that_began_before_a_pull_and_commits_after_it_is_delivered()
    {
        var books = await SyncBooks.OpenAsync(database);
        var caller = books.Caller();
        await using var connection = await books.OpenConnectionAsync();
        await using var late = await connection.BeginTransactionAsync(Cancel);
        await SyncBooks.NameAsync(connection, books.OrganizationId);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await books.Engine.PushAsync(connection, caller,
            [SyncBooks.Read(books.Create("tasks", Guid.CreateVersion7(), books.Task("Late")))], now, Cancel);
        var early = await books.PullAsync(caller);

        await late.CommitAsync(Cancel);

        early.Frames.ShouldBeEmpty();
        var next = await books.PullAsync(caller, early.Cursor);
        next.Values("tasks", "created", "title").ShouldBe(["Late"]);
        (await books.PullAsync(caller, next.Cursor)).Frames.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ten_thousand_changed_rows_come_to_the_end_while_others_write()
    {
        var books = await SyncBooks.OpenAsync(database);
        var caller = books.Caller();
        var cursor = (await books.PullAsync(caller)).Cursor;
        await books.ExecuteAsync("""
            INSERT INTO tasks (organization_id, id, site_id, title, status, created_at, updated_at)
            SELECT $1, gen_random_uuid(), $2, 'Task ' || n, 'pending', now(), now() FROM generate_series(1, 10000) n
            """, books.OrganizationId, books.Veg);
        var seen = new HashSet<string?>();
        for (var round = 0; round < 5; round++)
        {
            await books.PushAsync(
                caller, books.Create("tasks", Guid.CreateVersion7(), books.Task($"Meanwhile {round}")));
            var pull = await books.PullAsync(caller, cursor);
            cursor = pull.Cursor;
            pull.Values("tasks", "created", "title").ShouldAllBe(title => seen.Add(title));
        }
        seen.Count.ShouldBe(10_005);
    }

    [Fact]
    public async Task A_first_download_goes_on_from_its_last_frame_and_then_brings_what_changed_meanwhile()
    {
        var books = await SyncBooks.OpenAsync(database);
        var caller = books.Caller();
        await books.ExecuteAsync("""
            INSERT INTO tasks (organization_id, id, site_id, title, status, created_at, updated_at)
            SELECT $1, gen_random_uuid(), $2, 'Task ' || n, 'pending', now(), now() FROM generate_series(1, 5000) n
            """, books.OrganizationId, books.Veg);
        var whole = await books.PullAsync(caller);
        var part = whole.Frames.First(frame => frame["table"]!.GetValue<string>() == "tasks");
        var got = part["created"]!.AsArray().Select(row => row!.AsArray()[0]!.GetValue<string>()).ToHashSet();
        var changed = Guid.Parse(got.First());
        await books.ExecuteAsync("UPDATE tasks SET title = 'Changed meanwhile' WHERE id = $1", changed);

        var rest = await books.PullAsync(caller, part["cursor"]!.GetValue<string>());

        rest.IsFirst.ShouldBeTrue();
        rest.Values("tasks", "created", "id").ShouldAllBe(id => got.Add(id!));
        got.Count.ShouldBe(5000);
        rest.Values("tasks", "updated", "title").ShouldBe(["Changed meanwhile"]);
    }

    [Fact]
    public async Task A_person_gets_the_rows_of_the_own_sites_alone()
    {
        var books = await SyncBooks.OpenAsync(database);
        await books.PushAsync(books.Caller(), books.Create("tasks", Guid.CreateVersion7(), books.Task("Veg")),
            books.Create("tasks", Guid.CreateVersion7(), books.Task("Shop", books.Shop)));

        (await books.PullAsync(books.Caller(Role.Operator, null, books.Shop))).Values("tasks", "created", "title")
            .ShouldBe(["Shop"]);
        (await books.PullAsync(books.Caller(Role.Cashier))).Frames.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_that_moves_to_another_site_is_gone_for_one_and_new_for_the_other()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (veg, shop) = (books.Caller(Role.Operator, null, books.Veg), books.Caller(Role.Operator, null, books.Shop));
        var row = Guid.CreateVersion7();
        await books.PushAsync(veg, books.Create("tasks", row, books.Task("Moves")));
        var (before, elsewhere) = ((await books.PullAsync(veg)).Cursor, (await books.PullAsync(shop)).Cursor);

        await books.ExecuteAsync("UPDATE tasks SET site_id = $2 WHERE id = $1", row, books.Shop);

        var left = await books.PullAsync(veg, before);
        left.Deleted("tasks").ShouldBe([row.ToString()]);
        left.Values("tasks", "updated", "title").ShouldBeEmpty();
        var came = await books.PullAsync(shop, elsewhere);
        came.Values("tasks", "updated", "title").ShouldBe(["Moves"]);
        came.Deleted("tasks").ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_persons_row_is_not_sent()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (owner, other) = (books.Caller(), books.Caller());
        var batch = await BatchAsync(books);
        await books.ExecuteAsync("""
            INSERT INTO harvest_settings (organization_id, id, kept_to_owner, undo_seconds, created_at, updated_at)
            VALUES ($1, '00000000-0000-4000-8000-000000000001', true, 15, now(), now())
            """, books.OrganizationId);
        JsonObject harvest = new()
        {
            ["site_id"] = books.Veg.ToString(),
            ["owner_id"] = owner.UserId.ToString(),
            ["batch_id"] = batch.ToString(),
            ["user_id"] = owner.UserId.ToString(),
        };
        (await books.PushAsync(owner, books.Create("harvests", Guid.CreateVersion7(), harvest)))[
            0].Refusal.ShouldBeNull();

        (await books.PullAsync(owner)).Values("harvests", "created", "stage").ShouldBe(["harvest"]);
        (await books.PullAsync(other)).Values("harvests", "created", "stage").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conflict_is_seen_by_those_who_may_see_the_rows_it_is_about()
    {
        var books = await SyncBooks.OpenAsync(database);
        SyncCaller Who(params string[] permissions) => books.Caller() with { Permissions = permissions.ToHashSet() };
        Dictionary<SyncCaller, string> cursors = [];
        SyncCaller[] people = [Who("task:view"), Who("harvest:view"), Who("batch:view"), Who("inventory:view")];
        foreach (var person in people) cursors[person] = (await books.PullAsync(person)).Cursor;
        foreach (var table in (string[])["tasks", "harvests"])
            await books.ExecuteAsync("""
                INSERT INTO conflicts (organization_id, id, table_name, row_id, field, made_by, device_id, done_at,
                  status, created_at, updated_at)
                VALUES ($1, gen_random_uuid(), $2, gen_random_uuid(), 'notes', $1, $1, now(), 'open', now(), now())
                """, books.OrganizationId, table);

        string[] seen = ["tasks", "harvests", ""];
        for (var i = 0; i < 3; i++)
        {
            var first = await books.PullAsync(people[i]);
            var later = await books.PullAsync(people[i], cursors[people[i]]);
            (string.Join(' ', first.Values("conflicts", "created", "table_name")),
                string.Join(' ', later.Values("conflicts", "created", "table_name"))).ShouldBe((seen[i], seen[i]));
            first.Lines[0]["tables"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == "conflicts")!["rows"]!
                .GetValue<long>().ShouldBe(seen[i].Length > 0 ? 1 : 0);
        }
        (await books.PullAsync(people[3])).Lines[0]["tables"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cursor_that_is_not_ours_or_of_another_scope_starts_anew()
    {
        var (books, others) = (await SyncBooks.OpenAsync(database), await SyncBooks.OpenAsync(database));
        var (caller, stranger) = (books.Caller(), others.Caller());
        var cursor = (await books.PullAsync(caller)).Cursor;

        (await books.PullAsync(caller, "made-up")).Refusal!.Code.ShouldBe("sync.resync_required");
        (await others.PullAsync(stranger, cursor)).Refusal!.Code.ShouldBe("sync.resync_required");
        (await books.PullAsync(caller with { Sites = new HashSet<Guid> { books.Veg } }, cursor)).Refusal!.Code
            .ShouldBe("sync.resync_required");
        (await books.PullAsync(caller, cursor)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_cursor_from_before_what_is_forgotten_starts_anew()
    {
        var books = await SyncBooks.OpenAsync(database);
        var caller = books.Caller();
        await books.PushAsync(caller, books.Create("tasks", Guid.CreateVersion7(), books.Task("One")));
        var cursor = (await books.PullAsync(caller)).Cursor;
        await books.PushAsync(caller, books.Create("tasks", Guid.CreateVersion7(), books.Task("Two")));
        await books.ExecuteAsync("UPDATE sync_heads SET horizon = 2");

        (await books.PullAsync(caller, cursor)).Refusal!.Code.ShouldBe("sync.resync_required");
    }

    private static async Task<Guid> BatchAsync(SyncBooks books)
    {
        var batch = Guid.CreateVersion7();
        await books.ExecuteAsync("""
            INSERT INTO batches (organization_id, id, site_id, batch_number, domain_type, source_type, plant_count,
              stage, status, start_date, version, created_at, updated_at)
            VALUES ($1, $2, $3, $4, 'cannabis', 'clone', 10, 'flowering', 'active', '2026-10-01', 1, now(), now())
            """, books.OrganizationId, batch, books.Veg, $"B-{batch}");
        return batch;
    }
}
