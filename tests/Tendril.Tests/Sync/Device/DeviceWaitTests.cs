using Tendril.Server.Sync;
using Tendril.Sync;
using Tendril.Sync.Device;
using Tendril.Sync.Merge;

namespace Tendril.Tests.Sync.Device;

/// <summary>What has to wait, and what waits for a person.</summary>
public sealed class DeviceWaitTests(SyncDatabase database) : IClassFixture<SyncDatabase>
{
    [Fact]
    public async Task What_is_done_to_a_new_row_that_has_to_wait_waits_with_it_and_nothing_is_lost()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        var (series, row, mate) = (device.Ids.Next(), device.Ids.Next(), device.Create("Mate"));
        var waits = device.NewTask(row, "Waits");
        device.Engine.Save(
            waits with { Set = new Dictionary<string, string?>(waits.Set) { ["series_id"] = $"{series}" } });
        await device.SyncAsync();
        device.Patch(row, "title", "Waits, changed");
        device.Patch(mate, "title", "Mate, changed");

        await device.SyncAsync();

        var status = device.Engine.Status();
        (status.Pending, status.Waiting, status.Parked.Count).ShouldBe((2, 1, 0));
        device.Titles().ShouldBe(["Mate, changed", "Waits, changed"]);
        await books.PushAsync(books.Caller(), books.Create("series", series, books.Series("Daily")));
        await device.SyncAsync();
        device.Outbox().ShouldBeEmpty();
        (await books.ReadAsync<string>("SELECT string_agg(title, '; ' ORDER BY title) FROM tasks"))
            .ShouldBe("Mate, changed; Waits, changed");
        (await books.ReadAsync<long>("SELECT count(*) FROM conflicts")).ShouldBe(0);
    }

    [Fact]
    public async Task What_stands_on_a_row_of_a_table_that_is_off_is_not_sent_ahead_of_it_when_it_is_on_again()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        books.Off.Add("tasks");
        var row = device.Create("Made");
        await device.SyncAsync();
        device.Patch(row, "title", "Changed");
        device.Transport.AfterPush = () =>
        {
            books.Off.Clear();
            return Task.CompletedTask;
        };
        await device.SyncAsync();

        device.Engine.Status().Parked.ShouldBeEmpty();
        device.Engine.Status().Pending.ShouldBe(2);
        await device.SyncAsync();
        (await books.ReadAsync<string>("SELECT title FROM tasks")).ShouldBe("Changed");
        device.Outbox().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_table_that_is_off_keeps_its_rows_through_a_download_anew()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        var (gone, deleted) = (device.Create("Gone"), device.Create("Deleted"));
        device.Create("Kept");
        await device.SyncAsync();
        books.Off.Add("tasks");
        await books.ExecuteAsync("DELETE FROM tasks WHERE id = $1", gone);
        await books.ExecuteAsync("UPDATE tasks SET deleted_at = now() WHERE id = $1", deleted);
        await books.ExecuteAsync("UPDATE sync_heads SET horizon = revision");

        await device.SyncAsync();
        device.Transport.Cursors[^1].ShouldBeNull();
        device.Titles().ShouldBe(["Deleted", "Gone", "Kept"]);
        await device.SyncAsync();
        device.Titles().Count.ShouldBe(3);
        books.Off.Clear();
        await device.SyncAsync();

        device.Titles().ShouldBe(["Kept"]);
        device.State.Kept.ShouldBeEmpty();
    }

    [Fact]
    public async Task On_again_a_table_comes_whole_and_what_did_not_come_goes()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        var gone = device.Create("Gone");
        device.Create("Kept");
        await device.SyncAsync();
        books.Off.Add("tasks");
        // Another history, in which nothing was forgotten: the row is not there and nobody can say that it was deleted.
        await books.ExecuteAsync("DELETE FROM tasks WHERE id = $1", gone);
        device.Store.Transact(transaction => transaction.State = transaction.State with { Cursor = "another history" });
        await device.SyncAsync();
        (device.Titles().Count, device.State.Kept.Single()).ShouldBe((2, "tasks"));
        var cursors = device.Transport.Cursors.Count;

        books.Off.Clear();
        await device.SyncAsync();

        device.Transport.Cursors.Skip(cursors).ShouldAllBe(cursor => cursor != null);
        device.Titles().ShouldBe(["Kept"]);
    }

    [Fact]
    public async Task A_step_that_no_request_can_hold_is_refused_when_it_is_saved()
    {
        var device = new TestDevice(await SyncBooks.OpenAsync(database));
        LocalEdit Long(int place)
        {
            var edit = device.NewTask(device.Ids.Next(), $"{place}");
            return edit with { Set = new Dictionary<string, string?>(edit.Set) { ["notes"] = new string('n', 4000) } };
        }

        var refused = device.Engine.Save([.. Enumerable.Range(0, 460).Select(Long)]).Refusal.ShouldNotBeNull();
        (refused.Code, refused.Help).ShouldBe(("sync.too_much", "Save it in smaller steps, or with shorter texts."));
        device.Engine.Save([.. Enumerable.Range(0, 1001).Select(i => device.NewTask(device.Ids.Next(), $"{i}"))])
            .Refusal!.Code.ShouldBe("sync.too_much");
        device.Outbox().ShouldBeEmpty();
        device.Engine.Save([.. Enumerable.Range(0, 430).Select(Long)]).Refusal.ShouldBeNull();
        await device.SyncAsync();
        device.Outbox().ShouldBeEmpty();
        device.Transport.Pushed.Single().Sum(one => one.Length + 1).ShouldBeLessThan(PushBody.MostBytes);
    }

    [Fact]
    public async Task What_no_request_can_hold_waits_for_a_person_and_keeps_nobody_waiting()
    {
        var device = new TestDevice(await SyncBooks.OpenAsync(database));
        var (group, table) = (device.Ids.Next(), SyncedTables.All["tasks"]);
        device.Store.Transact(transaction =>
        {
            for (var i = 1; i <= 500; i++)
                transaction.PutEntry(new OutboxEntry(device.Ids.Next(), new RowEdit(table, device.Ids.Next(),
                    EditKind.Create)
                { Fields = [new FieldEdit(table.PositionOf("notes"), null, new string('n', 4000))] })
                { Number = i, Group = group });
            transaction.State = transaction.State with { LastNumber = 500 };
            return true;
        });
        device.Create("Goes on");

        await device.SyncAsync();

        device.Engine.Status().Parked.Select(entry => entry.Result!.Refusal!.Code).Distinct().Single()
            .ShouldBe("sync.too_much");
        (device.Engine.Status().Pending, device.Engine.Status().Parked.Count).ShouldBe((0, 500));
        device.Transport.Pushed.Single().Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_parked_can_be_tried_again_or_given_up_with_its_group()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books, books.Caller(sites: books.Veg));
        var saved = device.Engine.Save(device.NewTask(device.Ids.Next(), "Here"),
            device.NewTask(device.Ids.Next(), "Elsewhere", books.Shop)).Operations;
        await device.SyncAsync();
        device.Engine.Status().Parked.Count.ShouldBe(2);

        device.Engine.Release([saved[0].Id]).ShouldBe(2);
        device.Outbox().ShouldAllBe(entry => entry.State == OutboxState.Unsent && entry.Result == null);
        device.Outbox().Select(entry => entry.Group).Distinct().Single().ShouldNotBe(saved[0].Group);
        await device.SyncAsync();
        var parked = device.Engine.Status().Parked;
        parked.Select(entry => entry.Id).ShouldNotBe(saved.Select(entry => entry.Id));
        parked.Select(entry => entry.Number).ShouldBe(saved.Select(entry => entry.Number));

        device.Engine.Discard([saved[0].Id]).ShouldBe(0);
        device.Engine.Discard([parked[1].Id]).ShouldBe(2);
        device.Outbox().ShouldBeEmpty();
        device.Titles().ShouldBeEmpty();
        device.Store.Transact(transaction => transaction.Rows(SyncedTables.All["tasks"]).Count()).ShouldBe(0);
    }
}
