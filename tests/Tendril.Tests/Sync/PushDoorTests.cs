using Tendril.Tests.Support;

namespace Tendril.Tests.Sync;

/// <summary>A value that only the database refuses costs its own operation; the rest is one transaction.</summary>
public sealed class PushDoorTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task What_stands_beside_a_refused_value_is_done_as_if_that_had_not_been_sent()
    {
        var tenant = await server.CreateTenantAsync("Beside");
        using var phone = await SyncClient.OpenAsync(tenant);
        var (made, kept, spoilt) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var wrong = SyncClient.Task(tenant.SiteId, "Wrong");
        wrong["set"]!["status"] = "invented";

        var results = await phone.ResultsAsync(
            SyncClient.Task(tenant.SiteId, "Made and deleted", made),
            SyncClient.Task(tenant.SiteId, "Kept", kept),
            wrong,
            SyncClient.Task(Guid.CreateVersion7(), "At no site"),
            SyncClient.Task(tenant.SiteId, "Spoilt later", spoilt),
            SyncClient.Operation("patch", "tasks", spoilt, 0, new() { ["status"] = "invented" },
                new() { ["status"] = "pending" }, null),
            SyncClient.Rename(kept, 0, "Kept", "Kept, renamed"),
            SyncClient.Operation("delete", "tasks", made, 0, null, null, null));

        results.Select(one => one.Code()).ShouldBe(
            [null, null, "sync.not_stored", "sync.not_stored", null, "sync.not_stored", null, null]);
        results.Where(one => one.Code() is null).ShouldAllBe(one => one.Status() == "applied");
        results.Where(one => one.Code() is null).Select(one => one["revision"]!.GetValue<long>()).Distinct()
            .ShouldHaveSingleItem();
        var lines = (await phone.PullAsync()).Lines;
        lines.Values("conflicts", "created", "field").ShouldBeEmpty();
        lines.Values("tasks", "created", "title").ShouldBe(["Kept, renamed", "Spoilt later"], true);
    }

    [Fact]
    public async Task Many_refused_values_are_all_found()
    {
        var tenant = await server.CreateTenantAsync("Many");
        using var phone = await SyncClient.OpenAsync(tenant);
        var operations = Enumerable.Range(0, 60).Select(place => SyncClient.Task(
            place % 3 == 0 ? Guid.CreateVersion7() : tenant.SiteId, $"Task {place}")).ToArray();

        var results = await phone.ResultsAsync(operations);

        results.Select(one => one.Code())
            .ShouldBe(Enumerable.Range(0, 60).Select(place => place % 3 == 0 ? "sync.not_stored" : null));
        (await phone.PullAsync()).Lines.Values("tasks", "created", "title").Count.ShouldBe(40);
    }
}
