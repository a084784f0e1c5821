using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Pull;

public sealed class CredentialTests(StormyServer server) : IClassFixture<StormyServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Good_keys_are_stored_sealed_and_shown_by_their_ends()
    {
        await using var world = await PullWorld.CreateAsync(server, "Sealed");
        var item = (await world.GetAsync($"/api/compliance/credentials?siteId={world.SiteId}")).GetProperty("items")[0];
        item.GetProperty("vendorKeyHint").GetString().ShouldBe("0001");
        item.GetProperty("facilityName").GetString().ShouldBe("Grower");
        item.GetProperty("remind").GetBoolean().ShouldBeFalse();
        item.ToString().ShouldNotContain(PullWorld.User);
        var row = await world.ReadAsync(db => db.MetrcCredentials.AsNoTracking().SingleAsync(Cancel));
        System.Text.Encoding.UTF8.GetString(row.UserKey).ShouldNotContain("user");
        var audit = await world.ReadAsync(db => db.AuditEntries.AsNoTracking()
            .Where(entry => entry.EntityType == "metrc_credential").ToListAsync(Cancel));
        audit.ShouldHaveSingleItem().Changes.ShouldNotContain(PullWorld.User);
    }

    [Theory]
    [InlineData("vendor-key-0001", "another-key-01", "credentials.key_refused", "userKey")]
    [InlineData("vendor-key-0001", "", "credentials.key_unusable", "userKey")]
    [InlineData("vendor:key", "user-key-00001", "credentials.key_unusable", "vendorKey")]
    public async Task Keys_that_do_not_open_the_site_are_refused(string vendor, string user, string code, string field)
    {
        await using var world = await PullWorld.CreateAsync(server, $"Refused {code} {field}");
        var answer = await world.GiveKeyAsync(world.SiteId, vendor, user, check: false);
        await ShouldBeAsync(answer, HttpStatusCode.UnprocessableEntity, code, field);
        await world.PullAsync();
    }

    [Fact]
    public async Task A_key_of_another_facility_is_refused_and_names_what_it_opens()
    {
        await using var world = await PullWorld.CreateAsync(server, "Other facility");
        var site = await world.AddSiteAsync("LIC-NOT-THERE");
        var answer = await world.GiveKeyAsync(site, check: false);
        var problem =
            await ShouldBeAsync(answer, HttpStatusCode.UnprocessableEntity, "credentials.licence_not_found", "userKey");
        problem.GetProperty("detail").GetString()!.ShouldContain(world.License);
    }

    [Theory]
    [InlineData("https://api-ca.metrc.com/")]
    [InlineData("https://api-co.metrc.com/")]
    [InlineData("https://evil.example/")]
    [InlineData("http://sandbox-api-co.metrc.com/")]
    [InlineData("https://sandbox-api-co.metrc.com.evil.example/")]
    [InlineData("https://user:pass@sandbox-api-co.metrc.com/")]
    [InlineData("nonsense")]
    public async Task Keys_go_to_no_other_host_than_metrcs(string baseUrl)
    {
        var tenant = await server.CreateTenantAsync($"Host {Guid.CreateVersion7():N}");
        using var client = await tenant.ClientAsync();
        var answer = await client.PutAsJsonAsync(
            $"/api/compliance/credentials?siteId={tenant.SiteId}",
            new { environment = "sandbox", baseUrl, vendorKey = "vendor-key", userKey = "user-key" }, Cancel);
        await ShouldBeAsync(answer, HttpStatusCode.UnprocessableEntity, "credentials.host_not_allowed", "baseUrl");
    }

    [Fact]
    public async Task Silence_of_metrc_is_not_taken_for_a_wrong_key()
    {
        await using var world = await PullWorld.CreateAsync(server, "Silent");
        world.Metrc.Faults.Add(new FaultRule { Fault = SimulatorFault.ServiceUnavailable, AfterEffect = true });
        await ShouldBeAsync(
            await world.GiveKeyAsync(world.SiteId, check: false), HttpStatusCode.ServiceUnavailable,
            "credentials.unreachable", "baseUrl");
    }

    [Fact]
    public async Task A_site_without_keys_is_told_where_to_enter_them()
    {
        var tenant = await server.CreateTenantAsync("Keyless");
        using var client = await tenant.ClientAsync();
        var answer = await client.PostAsJsonAsync(
            "/api/compliance/sync", new { siteId = tenant.SiteId, syncType = "packages" }, Cancel);
        var result = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("result");
        result.GetProperty("code").GetString().ShouldBe("credentials.missing");
        result.GetProperty("message").GetString().ShouldBe("No active Metrc API key found for this site");
        result.GetProperty("help").GetString()!.ShouldContain("Admin → Compliance");
    }

    private static async Task<JsonElement> ShouldBeAsync(HttpResponseMessage answer, HttpStatusCode status,
        string code, string field)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        answer.StatusCode.ShouldBe(status, problem.ToString());
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("field").GetString().ShouldBe(field);
        problem.GetProperty("help").GetString().ShouldNotBeNullOrWhiteSpace();
        return problem;
    }
}
