using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tendril.Metrc.Simulator.Faults;

namespace Tendril.Tests.Compliance.Pull;

public sealed class MirrorAndLinksTests(PullServer server) : IClassFixture<PullServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("locations", "Planting Room")]
    [InlineData("strains", "Blue Dream")]
    [InlineData("items", "Gummies")]
    [InlineData("units", "Grams")]
    [InlineData("facilities", "LIC-SHOWN-FACILITIES")]
    public async Task The_mirror_shows_what_metrc_has(string kind, string name)
    {
        await using var world = await PullWorld.CreateAsync(server, $"Shown {kind}");
        (await world.PullAsync(kind)).GetProperty("success").GetBoolean().ShouldBeTrue();
        var page = await world.GetAsync(
            $"/api/compliance/mirror/{kind}?siteId={world.SiteId}&q={Uri.EscapeDataString(name)}");
        var row = page.GetProperty("items").EnumerateArray().First(item =>
            item.GetProperty("name").GetString() == name);
        row.GetProperty("active").GetBoolean().ShouldBeTrue();
        row.GetProperty("gone").GetBoolean().ShouldBeFalse();
        row.GetProperty("details").ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task Locations_can_be_narrowed_to_what_they_may_hold()
    {
        await using var world = await PullWorld.CreateAsync(server, "Narrowed");
        await world.PullAsync("locations");
        var names = (await world.GetAsync($"/api/compliance/mirror/locations?siteId={world.SiteId}&for=plant_batches"))
            .GetProperty("items").EnumerateArray().Select(row => row.GetProperty("name").GetString()).ToList();
        names.ShouldContain("Planting Room");
        names.ShouldNotContain("Packing Room");
    }

    [Fact]
    public async Task A_strain_is_offered_for_a_cultivar_linked_and_unlinked_again()
    {
        await using var world = await PullWorld.CreateAsync(server, "Linked");
        await world.PullAsync("strains");
        var made = await world.Client.PostAsJsonAsync("/api/cultivars", new { name = "Blue-Dream", active = true },
            Cancel);
        var text = await made.Content.ReadAsStringAsync(Cancel);
        made.IsSuccessStatusCode.ShouldBeTrue(text);
        var cultivar = JsonDocument.Parse(text).RootElement.GetProperty("item").GetProperty("id").GetGuid();
        var offered = (await world.GetAsync($"/api/cultivars/{cultivar}/strain-suggestions?siteId={world.SiteId}"))
            .GetProperty("items")[0];
        offered.GetProperty("exact").GetBoolean().ShouldBeTrue();
        (await StrainAsync(world)).GetProperty("suggestion").GetProperty("id").GetGuid().ShouldBe(cultivar);
        var strain = offered.GetProperty("metrcStrainId").GetInt64();
        var linked = await world.Client.PostAsJsonAsync(
            "/api/compliance/links", new
            {
                siteId = world.SiteId,
                kind = "strains",
                metrcId = strain,
                entityId = cultivar
            }, Cancel);
        linked.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await StrainAsync(world)).GetProperty("linkedTo").GetProperty("id").GetGuid().ShouldBe(cultivar);
        var ended = await world.Client.PutAsJsonAsync(
            $"/api/cultivars/{cultivar}/strain-link", new { siteId = world.SiteId, metrcStrainId = (long?)null },
                Cancel);
        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await StrainAsync(world)).TryGetProperty("linkedTo", out _).ShouldBeFalse();
        var history = await world.ReadAsync(db => Task.FromResult(db.MetrcStrainMappings.Single()));
        history.ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_range_of_days_is_read_and_a_bad_one_refused()
    {
        await using var world = await PullWorld.CreateAsync(server, "Range");
        await world.PullAsync();
        world.Metrc.State.Touch(world.License, 3);
        var today = DateOnly.FromDateTime(world.Metrc.State.Now.UtcDateTime);
        var asked = await world.PostAsync(new
        {
            siteId = world.SiteId,
            syncType = "packages",
            lastModifiedStart = today.AddDays(-2),
            lastModifiedEnd = today,
        });
        var result = (await asked.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("result");
        result.GetProperty("packagesUpdated").GetInt32().ShouldBe(3, result.ToString());
        await RefusedAsync(world, new { siteId = world.SiteId, syncType = "packages", lastModifiedStart = today },
            "pull.range_incomplete");
        await RefusedAsync(world, new { siteId = world.SiteId, syncType = "sales" }, "pull.type_not_available");
        await RefusedAsync(world, new { siteId = world.SiteId, syncType = "nonsense" }, "pull.type_unknown");
        await RefusedAsync(world, new { siteId = Guid.CreateVersion7(), syncType = "packages" }, "site.unknown");
    }

    [Fact]
    public async Task A_pull_that_takes_longer_than_twenty_seconds_says_where_to_look()
    {
        await using var world = await PullWorld.CreateAsync(server, "Longer", licence => PullWorld.Small(licence,
            packages: 600));
        world.Metrc.Faults.Add(new FaultRule { Fault = SimulatorFault.Latency, Seconds = 1.5, PathContains = "/v2/" });
        var answer = await world.PostAsync(new { siteId = world.SiteId, syncType = "all", complete = true });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, body.ToString());
        var log = await world.GetAsync(body.GetProperty("statusUrl").GetString()!);
        log.GetProperty("status").GetString().ShouldBe("in_progress");
        log.GetProperty("stage").GetString().ShouldNotBeNullOrWhiteSpace();
        var overview = await world.GetAsync($"/api/compliance/overview?siteId={world.SiteId}");
        overview.GetProperty("running").GetProperty("id").GetGuid().ShouldBe(body.GetProperty("syncLogId").GetGuid());
    }

    [Fact]
    public async Task Another_tenant_sees_nothing_of_it()
    {
        await using var world = await PullWorld.CreateAsync(server, "Mine");
        var log = (await world.PullAsync()).GetProperty("syncLogId").GetGuid();
        var stranger = await server.CreateTenantAsync("Stranger");
        using var client = await stranger.ClientAsync();
        (await client.GetAsync($"/api/compliance/sync/{log}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync($"/api/compliance/overview?siteId={world.SiteId}",
            Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var mirror = await client.GetFromJsonAsync<JsonElement>(
            $"/api/compliance/mirror/packages?siteId={world.SiteId}", Cancel);
        mirror.GetProperty("total").GetInt32().ShouldBe(0);
        var sync = await client.PostAsJsonAsync("/api/compliance/sync", new
        {
            siteId = world.SiteId,
            syncType = "packages"
        }, Cancel);
        sync.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<JsonElement> StrainAsync(PullWorld world) =>
        (await world.GetAsync($"/api/compliance/mirror/strains?siteId={world.SiteId}&q=Blue")).GetProperty("items")[0];

    private static async Task RefusedAsync(PullWorld world, object body, string code)
    {
        var answer = await world.PostAsync(body);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
    }
}
