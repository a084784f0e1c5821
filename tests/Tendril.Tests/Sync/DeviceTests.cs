using System.Net;
using System.Text.Json.Nodes;
using Tendril.Tests.Support;

namespace Tendril.Tests.Sync;

/// <summary>Registered devices, and what a revoked one may still do.</summary>
public sealed class DeviceTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly HttpMethod Post = HttpMethod.Post;

    [Fact]
    public async Task A_device_registers_once_and_is_listed_renamed_and_revoked()
    {
        var tenant = await server.CreateTenantAsync("Devices");
        using var phone = await SyncClient.OpenAsync(tenant);
        (await phone.RegisterAsync()).ShouldBe(HttpStatusCode.OK);

        var (_, renamed) = await phone.SendAsync(
            HttpMethod.Put, $"/api/devices/{phone.Device}", new JsonObject { ["name"] = "Veg tablet" });
        renamed["name"]!.GetValue<string>().ShouldBe("Veg tablet");
        var (_, list) = await phone.SendAsync(HttpMethod.Get, "/api/devices");
        list["items"]!.AsArray().ShouldHaveSingleItem()!["name"]!.GetValue<string>().ShouldBe("Veg tablet");
        var (status, revoked) = await phone.SendAsync(Post, $"/api/devices/{phone.Device}/revoke");
        status.ShouldBe(HttpStatusCode.OK);
        revoked["revokedAt"].ShouldNotBeNull();
        (await phone.RegisterAsync()).ShouldBe(HttpStatusCode.Forbidden);

        var (_, audit) = await phone.SendAsync(HttpMethod.Get, "/api/audit");
        audit["items"]!.AsArray().Select(line => $"{line!["entityType"]} {line["action"]}").Where(line =>
            line.StartsWith("device", StringComparison.Ordinal))
            .ShouldBe(["device updated", "device updated", "device created"]);
    }

    [Fact]
    public async Task Another_persons_device_answers_like_none()
    {
        var tenant = await server.CreateTenantAsync("Others");
        using var phone = await SyncClient.OpenAsync(tenant);
        using var other = await MemberAsync(tenant, phone, "operator");
        using var taken = new SyncClient(other, phone.Device);

        (await taken.RegisterAsync()).ShouldBe(HttpStatusCode.Conflict);
        (await taken.PushAsync()).Status.ShouldBe(HttpStatusCode.NotFound);
        (await taken.PullAsync()).Status.ShouldBe(HttpStatusCode.NotFound);
        (await taken.SendAsync(Post, $"/api/devices/{phone.Device}/revoke")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await taken.SendAsync(HttpMethod.Put, $"/api/devices/{phone.Device}", new JsonObject { ["name"] = "x" }))
            .Status.ShouldBe(HttpStatusCode.NotFound);
        (await taken.SendAsync(HttpMethod.Get, $"/api/sync/live?device={phone.Device}")).Body.Code()
            .ShouldBe("sync.device_unknown");
    }

    [Fact]
    public async Task A_revoked_device_delivers_once_without_effect_and_gets_nothing()
    {
        var tenant = await server.CreateTenantAsync("Revoked");
        using var phone = await SyncClient.OpenAsync(tenant);
        using var manager = await SyncClient.OpenAsync(tenant);
        var (kept, refused) = (SyncClient.Task(tenant.SiteId, "Kept"), SyncClient.Task(tenant.SiteId, "Refused"));
        await RevokeAsync(phone);

        (await phone.ResultsAsync(kept, refused)).ShouldAllBe(one => one.Status() == "quarantined");
        (await phone.ResultsAsync(kept)).ShouldAllBe(one => one.Status() == "quarantined");
        var changed = kept.DeepClone().AsObject();
        changed["set"]!["title"] = "Something else";
        (await phone.ResultsAsync(changed))[0].Code().ShouldBe("sync.operation_reused");
        var (status, lines) = await phone.PullAsync();
        (status, lines.Lines[0].Code()).ShouldBe((HttpStatusCode.Forbidden, "sync.device_revoked"));
        (await phone.SendAsync(HttpMethod.Get, $"/api/sync/live?device={phone.Device}")).Body.Code()
            .ShouldBe("sync.device_revoked");

        var waiting = await WaitingAsync(manager);
        waiting.Select(one => one["operation"]!["set"]!["title"]!.GetValue<string>()).ShouldBe(["Kept", "Refused"]);
        (await manager.PullAsync()).Lines.Frames.ShouldBeEmpty();
        (await manager.SendAsync(Post, $"/api/sync/quarantine/{kept["id"]}/accept")).Status
            .ShouldBe(HttpStatusCode.OK);
        (await manager.SendAsync(Post, $"/api/sync/quarantine/{refused["id"]}/reject")).Status
            .ShouldBe(HttpStatusCode.OK);
        (await manager.SendAsync(Post, $"/api/sync/quarantine/{refused["id"]}/accept")).Status
            .ShouldBe(HttpStatusCode.NotFound);
        (await manager.PullAsync()).Lines.Values("tasks", "created", "title").ShouldBe(["Kept"]);
        (await WaitingAsync(manager)).ShouldBeEmpty();
        var (_, audit) = await manager.SendAsync(HttpMethod.Get, "/api/audit");
        audit["items"]!.AsArray().Select(line => $"{line!["entityType"]} {line["action"]}")
            .Where(line => line.StartsWith("quarantined", StringComparison.Ordinal))
            .ShouldBe(["quarantined_operation rejected", "quarantined_operation accepted"]);
    }

    [Fact]
    public async Task An_hour_after_the_first_delivery_the_door_is_shut()
    {
        var tenant = await server.CreateTenantAsync("Late");
        using var phone = await SyncClient.OpenAsync(tenant);
        await RevokeAsync(phone);
        await phone.ResultsAsync(SyncClient.Task(tenant.SiteId, "In time"));
        await using var source = Npgsql.NpgsqlDataSource.Create(server.Database.Owner);
        await using var command = source.CreateCommand("""
            UPDATE devices SET delivered_at = delivered_at - interval '61 minutes' WHERE id = $1
            """);
        command.Parameters.Add(new() { Value = phone.Device });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        (await phone.PushAsync(SyncClient.Task(tenant.SiteId, "Late"))).Body.Code().ShouldBe("sync.device_revoked");
    }

    [Fact]
    public async Task What_is_accepted_has_the_rights_of_the_person_who_did_it_and_a_group_stays_whole()
    {
        var tenant = await server.CreateTenantAsync("Judged");
        using var manager = await SyncClient.OpenAsync(tenant);
        using var phone = await SyncClient.OpenAsync(tenant, "cashier");
        using var grower = await SyncClient.OpenAsync(tenant, "operator");
        var group = Guid.CreateVersion7();
        var forbidden = SyncClient.Task(tenant.SiteId, "A cashier's task");
        var (one, two) = (SyncClient.Task(tenant.SiteId, "One", group: group),
            SyncClient.Task(tenant.SiteId, "Two", group: group));
        await RevokeAsync(phone);
        await RevokeAsync(grower);
        await phone.ResultsAsync(forbidden);
        await grower.ResultsAsync(one, two);

        var (status, body) = await manager.SendAsync(Post, $"/api/sync/quarantine/{forbidden["id"]}/accept");
        (status, body.Code()).ShouldBe((HttpStatusCode.Forbidden, "sync.not_allowed"));
        (await WaitingAsync(manager)).Count.ShouldBe(3);
        (await manager.SendAsync(Post, $"/api/sync/quarantine/{two["id"]}/accept")).Body["taken"]!.GetValue<int>()
            .ShouldBe(2);
        (await manager.PullAsync()).Lines.Values("tasks", "created", "title").ShouldBe(["One", "Two"], true);
    }

    private static async Task RevokeAsync(SyncClient phone) =>
        (await phone.SendAsync(Post, $"/api/devices/{phone.Device}/revoke")).Status.ShouldBe(HttpStatusCode.OK);

    private static async Task<IReadOnlyList<JsonObject>> WaitingAsync(SyncClient manager)
    {
        var (_, list) = await manager.SendAsync(HttpMethod.Get, "/api/sync/quarantine");
        return [.. list["items"]!.AsArray().Select(one => one!.AsObject())];
    }

    /// <summary>Another person of the organisation, signed in as a browser would be.</summary>
    private static async Task<HttpClient> MemberAsync(TestTenant tenant, SyncClient admin, string role)
    {
        var email = $"{Guid.NewGuid():N}@example.test";
        var (status, invited) = await admin.SendAsync(Post, "/api/users", new JsonObject
        {
            ["email"] = email,
            ["fullName"] = "Another Person",
            ["role"] = role,
            ["siteIds"] = null,
        });
        status.ShouldBe(HttpStatusCode.Created, invited.ToJsonString());
        var id = Guid.Parse(invited["member"]!["userId"]!.GetValue<string>());
        return await (tenant with { AdminId = id }).ClientAsync(role);
    }
}
