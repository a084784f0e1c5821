using System.Text.Json;
using System.Text.Json.Nodes;
using Tendril.Domain.Organisation;
using Tendril.Server.Sync;
using Tendril.Sync.Device;
using Tendril.Sync.Merge;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;
using Tendril.Sync.Tables;
using Tendril.Tests.Sync.Steps;

namespace Tendril.Tests.Sync.Device;

/// <summary>A step is shown on the device before the server has decided it, and is the same afterwards.</summary>
public sealed class StepDeviceTests(SyncDatabase database) : IClassFixture<SyncDatabase>
{
    [Fact]
    public async Task What_a_step_comes_to_is_shown_at_once_and_stays_when_the_server_has_decided()
    {
        var (device, row) = await DeviceAsync();

        device.Engine.Save(Close(row)).Refusal.ShouldBeNull();
        var (shown, ids) = (Shown(device), device.Engine.Rows("tasks").Select(one => one.Id).Order().ToList());
        await device.SyncAsync();

        shown.ShouldBe(["Next pending", "Water completed"]);
        Shown(device).ShouldBe(shown);
        device.Engine.Rows("tasks").Select(one => one.Id).Order().ShouldBe(ids);
        device.Engine.Rows("tasks").ShouldAllBe(one => one.OnServer);
        device.Outbox().ShouldBeEmpty();
    }

    [Fact]
    public async Task It_travels_as_one_operation()
    {
        var (device, row) = await DeviceAsync();

        device.Engine.Save(Close(row, "done")).Operations.Count.ShouldBe(1);
        await device.SyncAsync();

        var sent = JsonNode.Parse(device.Transport.Pushed[^1].Single())!.AsObject();
        sent.Select(part => part.Key).ShouldBe(["id", "kind", "name", "args", "row", "base", "at"]);
        (sent["kind"]!.GetValue<string>(), sent["name"]!.GetValue<string>(), sent["row"]!.GetValue<string>(),
            sent["args"]!["because"]!.GetValue<string>()).ShouldBe(("intent", "example.close", $"{row}", "done"));
    }

    [Fact]
    public async Task Nothing_is_stored_of_a_step_that_is_refused_or_done()
    {
        var (device, row) = await DeviceAsync();

        device.Engine.Save(Close(row, "never")).Refusal!.Code.ShouldBe("example.never");
        device.Engine.Save(new LocalStep("example.unheard_of", row, Json(null))).Refusal!.Code
            .ShouldBe("sync.intent_unknown");
        device.Outbox().ShouldBeEmpty();
        device.Engine.Save(Close(row));
        device.Engine.Save(Close(row)).ShouldSatisfyAllConditions(
            again => again.Operations.ShouldBeEmpty(), again => again.Refusal.ShouldBeNull());
        device.Outbox().Count.ShouldBe(1);
    }

    [Fact]
    public async Task It_is_decided_anew_on_what_was_pulled()
    {
        var (device, row) = await DeviceAsync();
        device.Engine.Save(Close(row));
        device.Transport.BeforePush = () => throw new SyncTransportException(SyncErrorClass.Network, "Away");

        await device.Books.PushAsync(device.Books.Caller(), device.Books.Patch(
            "tasks", row, 1, new() { ["title"] = "Feed" }, new() { ["title"] = "Water" }));
        await device.SyncAsync();
        Shown(device).ShouldBe(["Feed completed", "Next pending"]);

        // Somebody else has closed it: this device's step would do nothing any more.
        await device.Books.PushAsync(device.Books.Caller(), device.Books.Patch(
            "tasks", row, 1, new() { ["status"] = "completed" }, new() { ["status"] = "pending" }));
        await device.SyncAsync();
        Shown(device).ShouldBe(["Feed completed"]);
    }

    [Fact]
    public async Task A_refused_step_is_kept_until_a_person_has_looked()
    {
        var (device, row) = await DeviceAsync(Role.ExecutiveViewer);
        device.Engine.Save(Close(row));

        await device.SyncAsync();

        device.Engine.Status().Parked.Single().Result!.Refusal!.Code.ShouldBe("sync.not_allowed");
        Shown(device).ShouldBe(["Next pending", "Told: sync.not_allowed pending", "Water completed"]);
        var next = device.Outbox().Single().Touched;
        device.Engine.Release([device.Outbox().Single().Id]).ShouldBe(1);
        device.Outbox().Single().State.ShouldBe(OutboxState.Unsent);
        // The next task follows from this one, not from the operation, which has another id now.
        device.Outbox().Single().Touched.ShouldBe(next);
        await device.SyncAsync();
        device.Engine.Discard([device.Outbox().Single().Id]).ShouldBe(1);
        Shown(device)[^1].ShouldBe("Water pending");
        Shown(device).ShouldNotContain("Next pending");
    }

    [Fact]
    public async Task Edits_and_steps_stand_in_their_order()
    {
        var (device, row) = await DeviceAsync();

        device.Patch(row, "title", "Feed");
        device.Engine.Save(Close(row));
        device.Patch(row, "status", "pending");
        device.Engine.Save(Close(row)).Operations.Count.ShouldBe(1);
        device.Patch(row, "notes", "Twice");

        Shown(device).ShouldBe(["Feed completed", "Next pending"]);
        await device.SyncAsync();
        Shown(device).ShouldBe(["Feed completed", "Next pending"]);
        device.Engine.Status().Parked.ShouldBeEmpty();
    }

    private static LocalStep Close(Guid row, string? because = null) => new("example.close", row, Json(because));

    private static JsonElement Json(string? because) =>
        JsonSerializer.SerializeToElement(
            because is null ? new JsonObject() : new JsonObject { ["because"] = because });

    private static List<string> Shown(TestDevice device)
    {
        var table = SyncedTables.All["tasks"];
        return [.. device.Engine.Rows("tasks")
            .Select(row => $"{row.Screen![table.PositionOf("title")]} {row.Screen[table.PositionOf("status")]}")
            .Order(StringComparer.Ordinal)];
    }

    private async Task<(TestDevice Device, Guid Row)> DeviceAsync(Role role = Role.HeadGrower)
    {
        var books = await SyncBooks.OpenAsync(database, new PushEngine(
            SyncedTables.All, TimeProvider.System, () => Guid.CreateVersion7(), CloseStep.List));
        var row = Guid.CreateVersion7();
        await books.PushAsync(books.Caller(), books.Create("tasks", row, books.Task("Water")));
        var device = new TestDevice(books, books.Caller(role), CloseStep.List);
        await device.SyncAsync();
        return (device, row);
    }
}
