using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tendril.Server.Modules.Organisation;
using Tendril.Tests.Support;

namespace Tendril.Tests.Organisation;

public sealed class SessionTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_signs_in_and_sees_who_they_are()
    {
        var tenant = await server.CreateTenantAsync("Signin");
        using var browser = await tenant.BrowserAsync();
        var session = await browser.GetFromJsonAsync<SessionView>("/api/session", JsonSerializerOptions.Web, Cancel);
        session!.Organization.Name.ShouldBe("Signin");
        session.Sites.ShouldHaveSingleItem().License.ShouldBe("LIC-SIGNIN");
        session.Permissions.ShouldContain("batch:edit");
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        var tenant = await server.CreateTenantAsync("Same");
        using var client = server.Anonymous();
        var wrong = await client.PostAsJsonAsync("/api/session", new { email = tenant.AdminEmail, password = "nope" },
            Cancel);
        var unknown = await client.PostAsJsonAsync(
            "/api/session", new { email = "nobody@example.test", password = "nope" }, Cancel);
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        unknown.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeOf(wrong)).ShouldBe("session.wrong_credentials");
        (await CodeOf(unknown)).ShouldBe("session.wrong_credentials");
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account()
    {
        var tenant = await server.CreateTenantAsync("Locked");
        using var client = server.Anonymous();
        for (var i = 0; i < 5; i++)
            await client.PostAsJsonAsync("/api/session", new { email = tenant.AdminEmail, password = "nope" }, Cancel);
        var answer = await client.PostAsJsonAsync(
            "/api/session", new { email = tenant.AdminEmail, password = TestServer.Password }, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await CodeOf(answer)).ShouldBe("session.locked");
    }

    [Fact]
    public async Task A_cookie_without_the_apps_header_changes_nothing()
    {
        var tenant = await server.CreateTenantAsync("Forged");
        using var browser = await tenant.BrowserAsync();
        browser.DefaultRequestHeaders.Remove("X-Tendril");
        var answer = await browser.PutAsJsonAsync("/api/session/preferences", new { language = "es" }, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await CodeOf(answer)).ShouldBe("access.header_missing");
    }

    [Fact]
    public async Task One_preference_is_kept_without_naming_the_other()
    {
        var tenant = await server.CreateTenantAsync("Choosy");
        using var browser = await tenant.BrowserAsync();
        (await browser.PutAsJsonAsync("/api/session/preferences", new { theme = "dark" }, Cancel))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.PutAsJsonAsync("/api/session/preferences", new { language = "es" }, Cancel))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
        var session = await browser.GetStringAsync("/api/session", Cancel);
        session.ShouldContain("\"language\":\"es\"");
        session.ShouldContain("\"theme\":\"dark\"");
    }

    [Fact]
    public async Task A_changed_password_ends_other_sessions()
    {
        var tenant = await server.CreateTenantAsync("Changed");
        using var first = await tenant.BrowserAsync();
        using var second = await tenant.BrowserAsync();
        var changed = await first.PostAsJsonAsync(
            "/api/session/password",
            new { currentPassword = TestServer.Password, newPassword = "another long sentence" }, Cancel);
        changed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await first.GetAsync("/api/session", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.GetAsync("/api/session", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Malformed_json_is_refused_with_its_place()
    {
        using var client = server.Anonymous();
        var body = new StringContent("{\"email\": 5, \"password\": \"x\"}",
            new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        var answer = await client.PostAsync("/api/session", body, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        problem.GetProperty("code").GetString().ShouldBe("request.unreadable");
        problem.GetProperty("field").GetString().ShouldBe("email");
    }

    private static async Task<string?> CodeOf(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("code").GetString();
}
