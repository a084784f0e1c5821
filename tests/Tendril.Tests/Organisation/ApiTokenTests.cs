using System.Net;
using System.Net.Http.Headers;
using Tendril.Tests.Support;

namespace Tendril.Tests.Organisation;

public sealed class ApiTokenTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_shown_once_works_and_ends_when_revoked()
    {
        var tenant = await server.CreateTenantAsync("Tokens");
        using var admin = await tenant.BrowserAsync();
        var made = await admin.PostAsync("/api/api-tokens", new { name = "Scale bridge", role = "operator" })
            .ShouldBeAsync(HttpStatusCode.Created);
        using var program = Program(made.Text("token"));
        (await program.ReadAsync("/api/session")).Text("role").ShouldBe("operator");
        var listed = await admin.ReadAsync("/api/api-tokens");
        listed.GetRawText().ShouldNotContain(made.Text("token"));
        listed.Items().ShouldHaveSingleItem().TryGetProperty("lastUsedAt", out _).ShouldBeTrue();
        await admin.DeleteAsync($"/api/api-tokens/{made.GetProperty("item").Id()}", Cancel)
            .ShouldBeAsync(HttpStatusCode.NoContent);
        await program.GetAsync("/api/session", Cancel)
            .ShouldRefuseAsync(HttpStatusCode.Unauthorized, "access.not_signed_in");
        await admin.DeleteAsync($"/api/api-tokens/{made.GetProperty("item").Id()}", Cancel)
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "api_token.unknown");
        (await admin.ReadAsync("/api/audit?entityType=api_token")).Items().Select(entry => entry.Text("action"))
            .ShouldBe(["revoked", "created"]);
    }

    [Fact]
    public async Task A_token_of_another_organisation_is_not_there()
    {
        var mine = await server.CreateTenantAsync("Mine");
        var theirs = await server.CreateTenantAsync("Theirs");
        using var admin = await mine.ClientAsync();
        using var other = await theirs.ClientAsync();
        var made = await other.PostAsync("/api/api-tokens", new { name = "x" }).ShouldBeAsync(HttpStatusCode.Created);
        await admin.DeleteAsync($"/api/api-tokens/{made.GetProperty("item").Id()}", Cancel)
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "api_token.unknown");
        await admin.PostAsync("/api/api-tokens", new { name = "x", siteIds = new[] { theirs.SiteId } })
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "site.unknown", "siteIds");
    }

    [Fact]
    public async Task A_token_that_would_have_ended_already_is_refused()
    {
        var tenant = await server.CreateTenantAsync("Expired");
        using var admin = await tenant.ClientAsync();
        await admin.PostAsync("/api/api-tokens", new { name = "x", expiresAt = "2020-01-01T00:00:00Z" })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "api_token.expired", "expiresAt");
        await admin.PostAsync("/api/api-tokens", new { name = " " })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "field.required", "name");
    }

    [Fact]
    public async Task A_token_never_becomes_the_session_of_its_owner()
    {
        var tenant = await server.CreateTenantAsync("Upgrade");
        using var program = await tenant.ClientAsync("operator", [tenant.SiteId]);
        var moved = await program.PostAsync(
            "/api/session/organization", new { organizationId = tenant.OrganizationId });
        moved.Headers.Contains("Set-Cookie").ShouldBeFalse();
        await Task.FromResult(moved).ShouldRefuseAsync(HttpStatusCode.Forbidden, "access.session_only");
        var changed = await program.PostAsync(
            "/api/session/password",
            new { currentPassword = TestServer.Password, newPassword = "another long sentence" });
        changed.Headers.Contains("Set-Cookie").ShouldBeFalse();
        await Task.FromResult(changed).ShouldRefuseAsync(HttpStatusCode.Forbidden, "access.session_only");
        using var browser = await tenant.BrowserAsync();
        await browser.PostAsync("/api/session/organization", new { organizationId = tenant.OrganizationId })
            .ShouldBeAsync(HttpStatusCode.OK);
    }

    private HttpClient Program(string token)
    {
        var client = new HttpClient { BaseAddress = server.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
