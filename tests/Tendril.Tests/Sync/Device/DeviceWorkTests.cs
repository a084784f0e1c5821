using Tendril.Sync;
using Tendril.Sync.Device;
using Tendril.Sync.Merge;

namespace Tendril.Tests.Sync.Device;

/// <summary>A person works on a device, with and without a connection.</summary>
public sealed class DeviceWorkTests(SyncDatabase database) : IClassFixture<SyncDatabase>
{
    private static SyncTransportException Lost => new(SyncErrorClass.Timeout, "No answer came in time");

    [Fact]
    public async Task What_is_saved_is_on_the_screen_at_once_and_on_the_server_after_a_sync()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (one, other) = (new TestDevice(books), new TestDevice(books));
        var row = one.Create("Water");
        one.Patch(row, "title", "Feed").Operations.Single().Edit.Fields.Single().Old.ShouldBe("Water");
        (one.Titles().Single(), one.Engine.Status().Pending).ShouldBe(("Feed", 2));

        await one.SyncAsync();
        await other.SyncAsync();

        (other.Titles().Single(), one.Titles().Single()).ShouldBe(("Feed", "Feed"));
        one.Outbox().ShouldBeEmpty();
        (one.Engine.Status().Pending, one.Engine.Status().IsStale, one.Engine.Status().IsComplete)
            .ShouldBe((0, false, true));
    }

    [Fact]
    public async Task A_slip_is_told_at_once_and_nothing_of_the_step_is_saved()
    {
        var device = new TestDevice(await SyncBooks.OpenAsync(database));
        var (good, bad) = (device.Ids.Next(), device.Ids.Next());

        string? Code(params LocalEdit[] edits) => device.Engine.Save(edits).Refusal?.Code;

        Code(device.NewTask(good, "Water"), device.NewTask(bad, " ")).ShouldBe("sync.field_invalid");
        Code(new LocalEdit("tomatoes", bad, EditKind.Delete)).ShouldBe("sync.table_unknown");
        Code(new LocalEdit("tasks", bad, EditKind.Delete)).ShouldBe("sync.row_unknown");
        Code(new LocalEdit("harvest_weights", bad, EditKind.Delete)).ShouldBe("sync.append_only");
        var set = new Dictionary<string, string?> { ["conflict_seen"] = "true" };
        Code(device.NewTask(good, "Water") with { Set = set }).ShouldBe("sync.field_invalid");
        device.Outbox().ShouldBeEmpty();
        device.Engine.Rows("tasks").ShouldBeEmpty();
        device.Create("Water");
        var row = device.Engine.Rows("tasks").Single().Id;
        device.Patch(row, "conflict_seen", "true").Refusal!.Code.ShouldBe("sync.field_server_owned");
        device.Patch(row, "colour", "red").Refusal!.Code.ShouldBe("sync.field_unknown");
        device.Patch(row, "remind_minutes", "soon").Refusal!.Code.ShouldBe("sync.field_invalid");
        device.Patch(row, "position", "1.50").Refusal!.Message.ShouldBe("position must be written as 1.5");
        device.Patch(row, "title", "Water").Operations.ShouldBeEmpty();
        Code(device.NewTask(row, "Again")).ShouldBe("sync.field_invalid");
    }

    [Fact]
    public async Task A_row_that_was_made_and_deleted_here_is_deleted_and_not_in_conflict_with_itself()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        var row = device.Create("Water");
        device.Transport.AfterPush = device.Transport.BeforePull = () => throw Lost;
        await device.SyncAsync();
        device.Transport.AfterPush = device.Transport.BeforePull = () => Task.CompletedTask;

        device.Delete(row).Operations.Single().Edit.BaseRevision.ShouldBe(0);
        await device.SyncAsync();

        device.Titles().ShouldBeEmpty();
        (await books.ReadAsync<bool>("SELECT deleted_at IS NOT NULL FROM tasks")).ShouldBeTrue();
        (await books.ReadAsync<long>("SELECT count(*) FROM conflicts")).ShouldBe(0);
        device.Transport.Pushed.Select(one => one.Count).ShouldBe([1, 1, 1]);
    }

    [Fact]
    public async Task What_was_answered_but_not_yet_pulled_counts_as_known()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        var row = device.Create("Water");
        device.Transport.BeforePull = () => throw Lost;
        await device.SyncAsync();
        device.Titles().ShouldBe(["Water"]);
        (device.Engine.Status().Pending, device.Engine.Status().ReceiveError!.Kind)
            .ShouldBe((0, SyncErrorClass.Timeout));

        device.Delete(row).Operations.Single().Edit.BaseRevision.ShouldBe(1);
        device.Transport.BeforePull = () => Task.CompletedTask;
        await device.SyncAsync();

        (await books.ReadAsync<bool>("SELECT deleted_at IS NOT NULL FROM tasks")).ShouldBeTrue();
    }

    [Fact]
    public async Task An_edit_made_while_a_sync_runs_survives()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        var row = device.Create("Water");
        var edits = new Queue<string>(["While it sends", "While it is answered"]);
        Task Edit()
        {
            if (edits.TryDequeue(out var title)) device.Patch(row, "title", title);
            return Task.CompletedTask;
        }
        (device.Transport.BeforePush, device.Transport.AfterPush) = (Edit, Edit);
        device.Transport.BeforePull = () =>
        {
            device.Patch(row, "title", "While it receives");
            return Task.CompletedTask;
        };

        await device.SyncAsync();
        device.Titles().ShouldBe(["While it receives"]);
        device.Engine.Status().Pending.ShouldBe(1);
        await device.SyncAsync();

        (await books.ReadAsync<string>("SELECT title FROM tasks")).ShouldBe("While it receives");
        (await books.ReadAsync<long>("SELECT count(*) FROM conflicts")).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_sent_without_an_answer_is_sent_again_unchanged_and_counted_once()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books);
        device.Create("Water");
        device.Transport.AfterPush = () => throw Lost;
        await device.SyncAsync();
        device.Outbox().Single().State.ShouldBe(OutboxState.Sent);
        device.Engine.Status().SendError!.Retryable.ShouldBeTrue();
        device.Titles().ShouldBe(["Water"]);

        device.Transport.AfterPush = () => Task.CompletedTask;
        device.Start();
        await device.SyncAsync();

        device.Transport.Pushed[1].ShouldBe(device.Transport.Pushed[0]);
        (await books.ReadAsync<long>("SELECT count(*) FROM sync_operations")).ShouldBe(1);
        device.Outbox().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_refused_is_parked_with_its_reason_and_holds_nothing_up()
    {
        var books = await SyncBooks.OpenAsync(database);
        var device = new TestDevice(books, books.Caller(sites: books.Veg));
        device.Create("Here");
        device.Create("Elsewhere", books.Shop);

        await device.SyncAsync();

        device.Titles().ShouldBe(["Elsewhere", "Here"], "what a person saved does not vanish from the screen");
        var parked = device.Engine.Status().Parked.ShouldHaveSingleItem();
        (parked.Result!.Refusal!.Code, parked.State).ShouldBe(("sync.not_allowed", OutboxState.Parked));
        device.Engine.Status().Pending.ShouldBe(0);
        await device.SyncAsync();
        device.Transport.Pushed.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Pending_work_stays_on_top_of_what_is_pulled_and_its_base_stays()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (device, other) = (new TestDevice(books), new TestDevice(books));
        var row = device.Create("Water");
        await device.SyncAsync();
        await other.SyncAsync();
        other.Patch(row, "title", "Theirs");
        other.Patch(row, "notes", "Their notes");
        await other.SyncAsync();
        device.Patch(row, "title", "Mine");
        device.Transport.BeforePush = () => throw Lost;

        await device.SyncAsync();

        (device.Titles().Single(), device.Fields("notes").Single()).ShouldBe(("Mine", "Their notes"));
        device.Outbox().Single().Edit.BaseRevision.ShouldBe(1);
        device.Transport.BeforePush = () => Task.CompletedTask;
        await device.SyncAsync();
        (await books.ReadAsync<string>("SELECT server_value || ' ' || device_value FROM conflicts"))
            .ShouldBe("Theirs Mine");
    }

    [Fact]
    public async Task A_row_that_was_deleted_elsewhere_stays_on_the_screen_while_work_on_it_is_pending()
    {
        var books = await SyncBooks.OpenAsync(database);
        var (device, other) = (new TestDevice(books), new TestDevice(books));
        var row = device.Create("Water");
        await device.SyncAsync();
        await other.SyncAsync();
        other.Delete(row);
        await other.SyncAsync();
        device.Patch(row, "title", "Mine");
        device.Transport.BeforePush = () => throw Lost;
        await device.SyncAsync();
        device.Titles().ShouldBe(["Mine"]);

        device.Transport.BeforePush = () => Task.CompletedTask;
        await device.SyncAsync();
        await other.SyncAsync();

        (device.Titles().Single(), other.Titles().Single()).ShouldBe(("Mine", "Mine"));
    }
}
