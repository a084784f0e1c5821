using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Tendril.Tests.Support;
using Tendril.Tests.Sync;

namespace Tendril.Tests.Harvests;

/// <summary>The same steps for those who are online: one decision, one answer per key.</summary>
public sealed class HarvestRouteTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_harvest_goes_its_way_online_and_is_undone_by_the_one_who_did_it()
    {
        var tenant = await server.CreateTenantAsync("Online harvest");
        using var phone = await SyncClient.OpenAsync(tenant);
        var harvest = await BeginAsync(tenant, phone);

        var moved = await PostAsync(phone.Http, harvest, "advance", new() { ["to"] = "drying", ["notes"] = "Cut" });
        var undone = await PostAsync(phone.Http, harvest, "undo",
            new() { ["undoes"] = moved.Body["operation"]!.GetValue<string>() });
        var again = await PostAsync(phone.Http, harvest, "undo",
            new() { ["undoes"] = moved.Body["operation"]!.GetValue<string>() });

        (moved.Status, Stage(moved.Body)).ShouldBe((HttpStatusCode.OK, "drying"));
        moved.Body["harvest"]!["stages"]!.AsArray().Count.ShouldBe(2);
        (undone.Status, Stage(undone.Body)).ShouldBe((HttpStatusCode.OK, "harvest"));
        (again.Status, again.Body.Code()).ShouldBe((HttpStatusCode.UnprocessableEntity, "harvest.undo_unknown"));
    }

    [Fact]
    public async Task The_same_key_is_one_step()
    {
        var tenant = await server.CreateTenantAsync("One key");
        using var phone = await SyncClient.OpenAsync(tenant);
        var (harvest, key) = (await BeginAsync(tenant, phone), $"{Guid.CreateVersion7()}");
        JsonObject body = new() { ["to"] = "curing", ["reason"] = "Freeze dried" };

        var first = await PostAsync(phone.Http, harvest, "skip", body, key);
        var again = await PostAsync(phone.Http, harvest, "skip", body, key);
        var other = await PostAsync(phone.Http, harvest, "skip", new() { ["to"] = "inventory", ["reason"] = "x" }, key);
        var unread = await PostAsync(phone.Http, harvest, "skip", body, "mine");

        first.Status.ShouldBe(HttpStatusCode.OK);
        again.Body.ToJsonString().ShouldBe(first.Body.ToJsonString());
        other.Body.Code().ShouldBe("sync.operation_reused");
        unread.Body.Code().ShouldBe("harvest.key_unreadable");
    }

    [Fact]
    public async Task What_may_not_be_is_refused_with_the_code_that_a_device_gets()
    {
        var tenant = await server.CreateTenantAsync("Refused online");
        using var phone = await SyncClient.OpenAsync(tenant);
        using var viewer = await tenant.ClientAsync("executive_viewer");
        var harvest = await BeginAsync(tenant, phone);

        async Task<string?> CodeAsync(HttpClient http, string step, JsonObject body, Guid? row = null) =>
            (await PostAsync(http, row ?? harvest, step, body)).Body.Code();

        (await CodeAsync(phone.Http, "advance", new() { ["to"] = "curing" })).ShouldBe("harvest.stage_not_allowed");
        (await CodeAsync(phone.Http, "revert", new() { ["to"] = "harvest", ["reason"] = "No" }))
            .ShouldBe("harvest.stage_not_allowed");
        (await CodeAsync(phone.Http, "finalize",
            new() { ["aroma"] = true, ["stemSnap"] = true, ["jarHumidity"] = true }))
            .ShouldBe("harvest.stage_not_allowed");
        (await CodeAsync(viewer, "advance", new() { ["to"] = "drying" })).ShouldBe("access.not_allowed");
        (await CodeAsync(phone.Http, "advance", new() { ["to"] = "drying" }, Guid.CreateVersion7()))
            .ShouldBe("harvest.unknown");
        (await viewer.GetFromJsonAsync<JsonObject>($"/api/harvests/{harvest}", Cancel))!["stage"]!.GetValue<string>()
            .ShouldBe("harvest");
    }

    [Fact]
    public async Task An_organisation_decides_how_long_a_step_can_be_undone()
    {
        var tenant = await server.CreateTenantAsync("No undo");
        using var phone = await SyncClient.OpenAsync(tenant);
        using var worker = await tenant.ClientAsync("operator");
        var harvest = await BeginAsync(tenant, phone);

        (await phone.Http.GetFromJsonAsync<JsonObject>("/api/harvests/settings", Cancel))!.ToJsonString()
            .ShouldBe("""{"keptToOwner":false,"undoSeconds":15}""");
        (await phone.SendAsync(HttpMethod.Put, "/api/harvests/settings", Settings(601))).Body.Code()
            .ShouldBe("harvest.undo_seconds");
        (await phone.SendAsync(HttpMethod.Put, "/api/harvests/settings", Settings(0))).Status
            .ShouldBe(HttpStatusCode.OK);
        (await worker.PutAsJsonAsync("/api/harvests/settings", Settings(5), Cancel)).StatusCode
            .ShouldBe(HttpStatusCode.Forbidden);

        var moved = await PostAsync(phone.Http, harvest, "advance", new() { ["to"] = "drying" });
        (await PostAsync(phone.Http, harvest, "undo",
            new() { ["undoes"] = moved.Body["operation"]!.GetValue<string>() })).Body.Code()
            .ShouldBe("harvest.undo_too_late");
        (await phone.PullAsync()).Lines.Values("harvest_settings", "created", "undo_seconds").ShouldBe(["0"]);

        static JsonObject Settings(int undo) => new() { ["keptToOwner"] = false, ["undoSeconds"] = undo };
    }

    [Fact]
    public async Task A_quarantined_step_takes_effect_when_it_is_accepted()
    {
        var tenant = await server.CreateTenantAsync("Quarantined step");
        using var phone = await SyncClient.OpenAsync(tenant);
        using var manager = await SyncClient.OpenAsync(tenant);
        var harvest = await BeginAsync(tenant, phone);
        var step = SyncClient.Operation("intent", "", harvest, 0, null, null, null);
        step.Remove("table");
        step["name"] = "harvest.advance_stage";
        step["args"] = new JsonObject { ["to"] = "drying" };
        await manager.SendAsync(HttpMethod.Post, $"/api/devices/{phone.Device}/revoke");

        (await phone.ResultsAsync(step))[0]["status"]!.GetValue<string>().ShouldBe("quarantined");
        (await manager.SendAsync(HttpMethod.Post,
            $"/api/sync/quarantine/{step["id"]!.GetValue<string>()}/accept")).Status.ShouldBe(HttpStatusCode.OK);

        (await manager.Http.GetFromJsonAsync<JsonObject>($"/api/harvests/{harvest}", Cancel))!["stage"]!
            .GetValue<string>().ShouldBe("drying");
    }

    private static string Stage(JsonObject moved) => moved["harvest"]!["stage"]!.GetValue<string>();

    private static async Task<(HttpStatusCode Status, JsonObject Body)> PostAsync(
        HttpClient http, Guid harvest, string step, JsonObject body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/harvests/{harvest}/{step}")
        {
            Content = JsonContent.Create(body),
        };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request, Cancel);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!.AsObject());
    }

    private static async Task<Guid> BeginAsync(TestTenant tenant, SyncClient phone)
    {
        var (harvest, batch) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var source = NpgsqlDataSource.Create(tenant.Server.Database.Owner))
        await using (var insert = source.CreateCommand("""
            INSERT INTO batches (organization_id, id, site_id, batch_number, domain_type, source_type, plant_count,
              stage, status, start_date, version, created_at, updated_at)
            VALUES ($1, $2, $3, $2::text, 'cannabis', 'clone', 10, 'flowering', 'active', '2026-10-01', 1, now(), now())
            """))
        {
            foreach (var value in new[] { tenant.OrganizationId, batch, tenant.SiteId })
                insert.Parameters.Add(new() { Value = value });
            await insert.ExecuteNonQueryAsync(Cancel);
        }
        (await phone.ResultsAsync(SyncClient.Operation("create", "harvests", harvest, 0, new()
        {
            ["site_id"] = $"{tenant.SiteId}",
            ["batch_id"] = $"{batch}",
            ["user_id"] = $"{tenant.AdminId}",
            ["stage_started_at"] = DateTimeOffset.UtcNow.AddHours(-2).ToString("O"),
        }, null, null)))[0]["status"]!.GetValue<string>().ShouldBe("applied");
        return harvest;
    }
}
