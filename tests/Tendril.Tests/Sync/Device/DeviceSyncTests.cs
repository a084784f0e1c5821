using Tendril.Server.Sync;
using Tendril.Sync;
using Tendril.Sync.Device;
using Tendril.Sync.Merge;

namespace Tendril.Tests.Sync.Device;

/// <summary>How a device sends and receives when things break in between.</summary>
public sealed class DeviceSyncTests(SyncDatabase database) : IClassFixture<SyncDatabase>
{
    private static SyncTransportException Lost => new(SyncErrorClass.Network, "The server cannot be reached");

    [Fact]
    public async Task Sending_that_fails_does_not_stop_receiving_and_the_other_way_round()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        await books.PushAsync(books.Caller(), books.Create("tasks", Guid.CreateVersion7(), books.Task("Theirs")));
        device.Create("Mine");
        device.Transport.BeforePush = () => throw Lost;

        await device.SyncAsync();

        device.Titles().ShouldBe(["Mine", "Theirs"]);
        (device.Engine.Status().SendError!.Kind, device.Engine.Status().ReceiveError)
            .ShouldBe((SyncErrorClass.Network, null));
        (device.Transport.BeforePush, device.Transport.BeforePull) = (() => Task.CompletedTask, () => throw Lost);
        await device.SyncAsync();
        (await books.ReadAsync<long>("SELECT count(*) FROM tasks")).ShouldBe(2);
        (device.Engine.Status().SendError, device.Engine.Status().ReceiveError!.Kind)
            .ShouldBe((null, SyncErrorClass.Network));
    }

    [Fact]
    public async Task A_first_download_goes_on_after_its_last_frame()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        await ManyAsync(books, 5000);
        device.Transport.Lines = 2;
        await device.SyncAsync();
        (device.Titles().Count, device.State.Complete).ShouldBe((2000, false));
        var cursor = device.State.Cursor.ShouldNotBeNull();

        device.Transport.Lines = null;
        device.Start();
        await device.SyncAsync();

        device.Transport.Cursors.ShouldBe([null, cursor]);
        (device.Titles().Count, device.State.Complete).ShouldBe((5000, true));
    }

    [Fact]
    public async Task Changes_are_shown_as_a_whole_or_not_at_all()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        await device.SyncAsync();
        var cursor = device.State.Cursor;
        await ManyAsync(books, 4000);
        device.Transport.Lines = 3;

        await device.SyncAsync();
        device.Titles().ShouldBeEmpty();
        (device.State.Cursor, device.Engine.Status().ReceiveError!.Kind).ShouldBe((cursor, SyncErrorClass.Network));

        device.Transport.Lines = null;
        await device.SyncAsync();
        device.Titles().Count.ShouldBe(4000);
    }

    [Fact]
    public async Task Starting_anew_keeps_what_is_unsent_and_drops_what_did_not_come()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        var gone = device.Create("Gone");
        device.Create("Kept");
        await device.SyncAsync();
        await books.ExecuteAsync("DELETE FROM tasks WHERE id = $1", gone);
        await device.SyncAsync();
        device.Titles().ShouldBe(["Gone", "Kept"]);
        await books.PushAsync(books.Caller(), books.Create("tasks", Guid.CreateVersion7(), books.Task("New")));
        await books.ExecuteAsync("UPDATE sync_heads SET horizon = 2");
        device.Create("Unsent");
        device.Transport.BeforePush = () => throw Lost;

        await device.SyncAsync();

        device.Transport.Cursors[^1].ShouldBeNull();
        device.Titles().ShouldBe(["Kept", "New", "Unsent"]);
        device.Engine.Status().Pending.ShouldBe(1);
        device.Transport.BeforePush = () => Task.CompletedTask;
        await device.SyncAsync();
        (await books.ReadAsync<long>("SELECT count(*) FROM tasks")).ShouldBe(3);
    }

    [Fact]
    public async Task A_device_that_holds_other_rows_than_the_server_finds_it_and_asks_for_them_again()
    {
        var device = new TestDevice(await SyncBooks.OpenAsync(database));
        var (lost, kept) = (device.Create("Water"), device.Create("Prune"));
        await device.SyncAsync();
        await device.SyncAsync();
        (device.State.Divergences, device.Transport.Cursors.Count).ShouldBe((0, 2));
        var tasks = SyncedTables.All["tasks"];
        device.Store.Transact(transaction =>
        {
            transaction.RemoveRow(tasks, lost);
            transaction.PutRow(tasks, transaction.FindRow(tasks, kept)! with { Id = Guid.CreateVersion7() });
            return 0;
        });
        device.Create("Weigh");

        await device.SyncAsync();

        device.Titles().ShouldBe(["Prune", "Water", "Weigh"]);
        (device.State.Divergences, device.State.Complete, device.State.Kept.Count).ShouldBe((1, true, 0));
        device.Transport.Again.ShouldBe(["", "", "", "tasks"]);
        device.Transport.Cursors.Select(cursor => cursor is null).ShouldBe([true, false, false, false]);
    }

    [Fact]
    public async Task A_table_that_came_whole_and_still_does_not_agree_is_told_and_not_asked_for_for_ever()
    {
        var device = new TestDevice(await SyncBooks.OpenAsync(database));
        device.Create("Water");
        await device.SyncAsync();
        var held = device.Store.Transact(transaction => transaction.DigestOf(SyncedTables.All["tasks"]));
        held.Add(Guid.CreateVersion7(), 2);
        device.Transport.Digest = held;

        await device.SyncAsync();

        (device.State.Divergences, device.State.Kept.Count).ShouldBe((2, 0));
        device.Transport.Again.ShouldBe(["", "", "tasks"]);
        device.Titles().ShouldBe(["Water"]);
    }

    [Fact]
    public async Task Many_operations_go_in_several_requests_and_a_group_in_one()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        for (var i = 0; i < 998; i++) device.Create($"Task {i}");
        device.Engine.Save(Enumerable.Range(0, 5).Select(i => device.NewTask(device.Ids.Next(), $"G{i}")).ToList());

        await device.SyncAsync();

        device.Transport.Pushed.Select(one => one.Count).ShouldBe([998, 5]);
        device.Transport.Pushed[1].ShouldAllBe(one => one.Contains("\"group\""));
        (await books.ReadAsync<long>("SELECT count(*) FROM tasks")).ShouldBe(1003);
    }

    [Fact]
    public async Task Long_texts_are_spread_over_requests_of_less_than_two_megabytes()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        for (var i = 0; i < 600; i++) device.Patch(device.Create($"Task {i}"), "notes", new string('n', 4000));

        await device.SyncAsync();

        device.Transport.Pushed.Count.ShouldBeGreaterThan(1);
        device.Transport.Pushed.ShouldAllBe(one => one.Sum(text => text.Length + 1) < PushBody.MostBytes);
        (await books.ReadAsync<long>("SELECT count(*) FROM tasks WHERE length(notes) = 4000")).ShouldBe(600);
    }

    [Fact]
    public async Task What_waits_for_a_row_of_another_device_stays_with_its_group_and_is_sent_again()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        var (series, task, mate) = (device.Ids.Next(), device.Ids.Next(), device.Ids.Next());
        var waiting = device.NewTask(task, "Waits");
        device.Engine.Save(
            waiting with { Set = new Dictionary<string, string?>(waiting.Set) { ["series_id"] = series.ToString() } },
            device.NewTask(mate, "Its mate"));

        await device.SyncAsync();
        (device.Engine.Status().Pending, device.Engine.Status().Waiting).ShouldBe((2, 2));
        device.Titles().ShouldBe(["Its mate", "Waits"]);
        await books.PushAsync(books.Caller(), books.Create("series", series, new()
        {
            ["site_id"] = books.Veg.ToString(),
            ["title"] = "Daily",
            ["starts_at"] = "2026-11-20T08:00",
            ["time_zone"] = "America/Denver",
            ["rule"] = "FREQ=DAILY",
        }));
        await device.SyncAsync();

        device.Engine.Status().Pending.ShouldBe(0);
        (await books.ReadAsync<long>("SELECT count(*) FROM tasks")).ShouldBe(2);
    }

    [Fact]
    public async Task Failures_are_followed_by_longer_and_longer_waits_that_outlive_a_restart()
    {
        var device = new TestDevice(await SyncBooks.OpenAsync(database));
        device.Transport.BeforePull = () => throw Lost;
        List<double> waits = [];
        for (var tries = 0; tries < 7; tries++)
        {
            await device.SyncAsync(byHand: false);
            waits.Add((device.State.Pull.NotBefore - device.Clock.Now).TotalSeconds);
            device.Start();
            device.Clock.Now += device.State.Pull.Wait - TimeSpan.FromMilliseconds(1);
            await device.SyncAsync(byHand: false);
            device.Transport.Cursors.Count.ShouldBe(tries + 1);
            device.Clock.Now += TimeSpan.FromMilliseconds(1);
        }
        waits.ShouldBe([1, 2, 4, 8, 16, 900, 900]);
        device.Transport.BeforePull = () => Task.CompletedTask;
        await device.SyncAsync(byHand: false);
        device.State.Pull.ShouldBe(BackOff.None);
    }

    [Fact]
    public async Task A_wait_is_cut_short_by_hand_but_not_the_one_that_the_server_named()
    {
        var device = new TestDevice(await SyncBooks.OpenAsync(database));
        device.Transport.BeforePull = () => throw Lost;
        await device.SyncAsync(byHand: false);
        await device.SyncAsync(byHand: true);
        device.Transport.Cursors.Count.ShouldBe(2);
        device.Transport.BeforePull = () => throw new SyncTransportException(SyncErrorClass.Network, "Slow down")
        {
            RetryAfter = TimeSpan.FromMinutes(3),
        };
        await device.SyncAsync(byHand: true);

        await device.SyncAsync(byHand: true);
        device.Transport.Cursors.Count.ShouldBe(3);
        device.Clock.Now += TimeSpan.FromMinutes(3);
        await device.SyncAsync(byHand: false);
        device.Transport.Cursors.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_ends_a_wait()
    {
        var device = new TestDevice(await SyncBooks.OpenAsync(database));
        device.Transport.BeforePull = () => throw Lost;
        await device.SyncAsync(byHand: false);
        device.Clock.Now -= TimeSpan.FromHours(26);

        await device.SyncAsync(byHand: false);

        device.Transport.Cursors.Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_run_syncs_a_store_until_it_is_silent_for_too_long()
    {
        var device = new TestDevice(await SyncBooks.OpenAsync(database));
        device.Create("Water");
        List<bool> others = [];
        var depth = 0;
        device.Transport.BeforePull = async () =>
        {
            if (++depth > 1) return;
            others.Add(await device.SyncAsync());
            device.Clock.Now += SyncLease.Length;
            others.Add(await device.SyncAsync());
        };

        (await device.SyncAsync()).ShouldBeFalse();

        others.ShouldBe([false, true]);
        device.State.Lease.ShouldBeNull();
        device.Titles().ShouldBe(["Water"]);
    }

    [Fact]
    public async Task A_device_that_has_not_synced_for_a_day_is_stale()
    {
        var device = new TestDevice(await SyncBooks.OpenAsync(database));
        device.Engine.Status().IsStale.ShouldBeTrue();
        await device.SyncAsync();

        device.Clock.Now += TimeSpan.FromHours(24);
        device.Engine.Status().IsStale.ShouldBeFalse();
        device.Clock.Now += TimeSpan.FromSeconds(1);
        device.Engine.Status().IsStale.ShouldBeTrue();
    }

    [Fact]
    public async Task Photos_of_two_devices_are_all_kept_on_the_screen_and_on_the_server()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        var table = SyncedTables.All["harvests"];
        var screens = new RowScreens(SyncedTables.All, DeviceSteps.None);
        var row = new PulledRow(device.Ids.Next(), 3, new string?[table.Fields.Count]);
        row.Values[table.PositionOf("photos")] = "[\"a\"]";
        device.Store.Transact(transaction =>
        {
            PulledRows.Apply(screens, transaction, new PullFrame(table) { Rows = [row] });
            return true;
        });
        device.Engine.Save(new LocalEdit("harvests", row.Id, EditKind.Patch)
        {
            Set = new Dictionary<string, string?> { ["photos"] = "[\"a\",\"mine\"]" },
        }).Refusal.ShouldBeNull();

        var newer = (string?[])row.Values.Clone();
        newer[table.PositionOf("photos")] = "[\"a\",\"theirs\"]";
        device.Store.Transact(transaction =>
        {
            PulledRows.Apply(screens, transaction, new PullFrame(table)
            {
                Rows = [row with { Revision = 4, Values = newer }],
            });
            return true;
        });

        device.Engine.Rows("harvests").Single().Screen![table.PositionOf("photos")]
            .ShouldBe("[\"a\",\"mine\",\"theirs\"]");
    }

    private static Task ManyAsync(SyncBooks books, int rows) => books.ExecuteAsync("""
        INSERT INTO tasks (organization_id, id, site_id, title, status, created_at, updated_at)
        SELECT $1, gen_random_uuid(), $2, 'Task ' || n, 'pending', now(), now() FROM generate_series(1, $3) n
        """, books.OrganizationId, books.Veg, rows);
}
