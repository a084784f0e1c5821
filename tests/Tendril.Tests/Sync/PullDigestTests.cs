using System.Text.Json.Nodes;
using Tendril.Domain.Organisation;
using Tendril.Server.Sync;
using Tendril.Sync;

namespace Tendril.Tests.Sync;

/// <summary>
/// The last line of a pull says what the caller's rows come to; a device that counts the same holds the same.
/// </summary>
public sealed class PullDigestTests(SyncDatabase database) : IClassFixture<SyncDatabase>
{
    [Fact]
    public async Task What_a_download_brings_comes_to_what_its_last_line_says()
    {
        var books = await SyncBooks.OpenAsync(database);
        var caller = books.Caller();
        var (changed, gone) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var known = (await books.PushAsync(caller, [.. new[] { changed, gone, Guid.CreateVersion7() }
            .Select(id => books.Create("tasks", id, books.Task($"Task {id}")))]))[0].Revision;
        await books.PushAsync(caller, books.Delete("tasks", gone, known), books.Patch(
            "tasks", changed, known, new() { ["title"] = "Other" }, new() { ["title"] = $"Task {changed}" }));
        // Not through the engine, in one statement: whoever writes, it is counted.
        await books.ExecuteAsync("UPDATE tasks SET notes = 'Seen' WHERE id <> $1", changed);

        var pull = await books.PullAsync(caller);

        Said(pull, "tasks").Rows.ShouldBe(2);
        Said(pull, "tasks").ShouldBe(Brought(pull, "tasks"));
        Said(pull, "plants").ShouldBe((0, 0));
        pull.Lines[^1]["digests"]!.AsArray().Count.ShouldBe(pull.Lines[0]["tables"]!.AsArray().Count);
    }

    [Fact]
    public async Task Rows_of_other_sites_are_counted_for_those_who_see_them()
    {
        var books = await SyncBooks.OpenAsync(database);
        var boss = books.Caller();
        var (moved, stays) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await books.PushAsync(boss, books.Create("tasks", moved, books.Task("At the shop", books.Shop)),
            books.Create("tasks", stays, books.Task("In veg")));

        foreach (var site in new[] { books.Veg, books.Shop })
        {
            var pull = await books.PullAsync(books.Caller(sites: site));
            Said(pull, "tasks").ShouldBe(Brought(pull, "tasks"));
            Said(pull, "tasks").Rows.ShouldBe(1);
        }
        await books.ExecuteAsync("UPDATE tasks SET site_id = $1 WHERE id = $2", books.Veg, moved);

        Said(await books.PullAsync(books.Caller(sites: books.Shop)), "tasks").ShouldBe((0, 0));
        var veg = await books.PullAsync(books.Caller(sites: books.Veg));
        Said(veg, "tasks").ShouldBe(Brought(veg, "tasks"));
        Said(veg, "tasks").Rows.ShouldBe(2);
    }

    [Fact]
    public async Task A_row_that_vanishes_without_a_word_is_missed_by_the_count()
    {
        var books = await SyncBooks.OpenAsync(database);
        var caller = books.Caller();
        await books.PushAsync(caller, books.Create("tasks", Guid.CreateVersion7(), books.Task("One")),
            books.Create("tasks", Guid.CreateVersion7(), books.Task("Two")));

        await books.ExecuteAsync("DELETE FROM tasks WHERE title = 'One'");

        Said(await books.PullAsync(caller), "tasks").Rows.ShouldBe(1);
    }

    [Fact]
    public async Task Another_persons_rows_and_what_is_said_of_them_are_not_counted()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (mine, other) = (books.Caller(), books.Caller(Role.SiteManager));
        foreach (var (owner, about) in new[]
            { (mine.UserId, "tasks"), (other.UserId, "tasks"), (mine.UserId, "plans") })
            await books.ExecuteAsync("""
                INSERT INTO conflicts (organization_id, id, owner_id, table_name, row_id, field, made_by, device_id,
                  done_at, status, created_at, updated_at, revision)
                VALUES ($1, $2, $3, $4, $2, 'notes', $3, $2, now(), 'open', now(), now(), NULL)
                """, books.OrganizationId, Guid.CreateVersion7(), owner, about);

        var pull = await books.PullAsync(mine);

        Said(pull, "conflicts").Rows.ShouldBe(1);
        Said(pull, "conflicts").ShouldBe(Brought(pull, "conflicts"));
    }

    /// <summary>A table is counted by the columns that say who has its rows.</summary>
    [Fact]
    public async Task Every_declared_table_is_counted_by_its_scope()
    {
        var books = await SyncBooks.OpenAsync(database);
        foreach (var table in SyncedTables.All.InOrder)
        {
            string Field(int position) => position < 0 ? "" : table.Fields[position].Name;
            string scope =
                $"{Field(table.SitePosition)}\0{Field(table.OwnerPosition)}\0{table.About}\0";
            (await books.ReadAsync<string>("""
                SELECT string_agg(DISTINCT encode(tgargs, 'hex'), ' ') || ' ' || count(*) FROM pg_trigger
                WHERE tgrelid = to_regclass($1) AND tgname IN ('digest_insert', 'digest_update', 'digest_delete')
                """, table.Name)).ShouldBe(Convert.ToHexStringLower([.. scope.Select(sign => (byte)sign)]) + " 3",
                table.Name);
        }
    }

    private static (long Rows, long Sum) Said(PulledLines pull, string table)
    {
        var said = pull.Lines[^1]["digests"]!.AsArray().Single(one => one!["table"]!.GetValue<string>() == table)!;
        return (said["rows"]!.GetValue<long>(), said["sum"]!.GetValue<long>());
    }

    private static (long Rows, long Sum) Brought(PulledLines pull, string table)
    {
        var digest = new Digest();
        foreach (var row in pull.Frames.Where(frame => frame["table"]!.GetValue<string>() == table)
            .SelectMany(frame => frame["created"]!.AsArray()).Select(row => row!.AsArray()))
            digest.Add(Guid.Parse(row[0]!.GetValue<string>()), row[1]!.GetValue<long>());
        return (digest.Rows, digest.Sum);
    }
}
