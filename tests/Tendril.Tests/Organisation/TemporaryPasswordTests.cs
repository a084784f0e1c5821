using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Tendril.Tests.Architecture;
using Tendril.Tests.Support;

namespace Tendril.Tests.Organisation;

/// <summary>A password that an administrator handed over opens nothing but the choice of one's own.</summary>
public sealed class TemporaryPasswordTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Needed = "session.password_change_needed";
    private const string Own = "a sentence of my own";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>All that such a session may do.</summary>
    private static readonly string[] Open =
        ["GET /api/session", "DELETE /api/session", "POST /api/session/password"];

    [Fact]
    public async Task Every_route_is_closed_to_it_but_reading_the_session_changing_the_password_and_signing_out()
    {
        var tenant = await server.CreateTenantAsync("Handed");
        var (_, password) = await InviteAsync(tenant, "ada@handed.test");
        using var ada = await SignInAsync("ada@handed.test", password);
        List<string> wrong = [];
        var routes = Route.Of(server).Where(route => route.Needed is { Anonymous: false }).ToList();
        // Signing out comes last.
        foreach (var route in routes.OrderBy(route => route.ToString() == "DELETE /api/session"))
        {
            using var answer = await ada.SendAsync(route.Request(route.At(_ => $"{Guid.CreateVersion7()}")), Cancel);
            var closed = answer.StatusCode == HttpStatusCode.Forbidden && await CodeOfAsync(answer) == Needed;
            if (closed == Open.Contains(route.ToString())) wrong.Add($"{route}: {(int)answer.StatusCode}");
        }
        wrong.ShouldBeEmpty();
        routes.Select(route => route.ToString()).Intersect(Open).Count().ShouldBe(Open.Length);
        (await ada.GetAsync("/api/session", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_password_of_ones_own_opens_the_rest_and_stays_open()
    {
        var tenant = await server.CreateTenantAsync("Chosen");
        var (_, password) = await InviteAsync(tenant, "ada@chosen.test");
        using var ada = await SignInAsync("ada@chosen.test", password);
        (await ada.ReadAsync("/api/session")).GetProperty("passwordChangeNeeded").GetBoolean().ShouldBeTrue();
        await ada.GetAsync("/api/batches", Cancel).ShouldRefuseAsync(HttpStatusCode.Forbidden, Needed);
        await ChangeAsync(ada, password, Own).ShouldBeAsync(HttpStatusCode.NoContent);
        (await ada.ReadAsync("/api/session")).GetProperty("passwordChangeNeeded").GetBoolean().ShouldBeFalse();
        await ada.ReadAsync("/api/batches");
        using var later = await SignInAsync("ada@chosen.test", Own);
        await later.ReadAsync("/api/batches");
    }

    [Fact]
    public async Task The_same_password_again_is_no_password_of_ones_own()
    {
        var tenant = await server.CreateTenantAsync("Kept");
        var (_, password) = await InviteAsync(tenant, "ada@kept.test");
        using var ada = await SignInAsync("ada@kept.test", password);
        await ChangeAsync(ada, password, password)
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "session.password_same", "newPassword");
        // Who guesses learns nothing from typing the guess twice.
        await ChangeAsync(ada, Own, Own)
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "session.wrong_password", "currentPassword");
        await ada.GetAsync("/api/batches", Cancel).ShouldRefuseAsync(HttpStatusCode.Forbidden, Needed);
    }

    [Fact]
    public async Task A_refused_change_leaves_it_temporary()
    {
        var tenant = await server.CreateTenantAsync("Refused");
        var (_, password) = await InviteAsync(tenant, "ada@refused.test");
        using var ada = await SignInAsync("ada@refused.test", password);
        await ChangeAsync(ada, password, "short")
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "session.password_weak", "newPassword");
        await ada.GetAsync("/api/batches", Cancel).ShouldRefuseAsync(HttpStatusCode.Forbidden, Needed);
    }

    [Fact]
    public async Task A_reset_password_is_temporary_again_and_ends_every_session_but_no_token()
    {
        var tenant = await server.CreateTenantAsync("Lost");
        var (id, password) = await InviteAsync(tenant, "ada@lost.test", "org_admin");
        using var ada = await SignInAsync("ada@lost.test", password);
        await ChangeAsync(ada, password, Own).ShouldBeAsync(HttpStatusCode.NoContent);
        var made = await ada.PostAsync("/api/api-tokens", new { name = "Scale" })
            .ShouldBeAsync(HttpStatusCode.Created);
        using var admin = await tenant.BrowserAsync();
        var reset = await admin.PostAsync($"/api/users/{id}/reset-password", new { }).ShouldBeAsync(HttpStatusCode.OK);
        (await ada.GetAsync("/api/session", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var again = await SignInAsync("ada@lost.test", reset.Text("temporaryPassword"));
        await again.GetAsync("/api/batches", Cancel).ShouldRefuseAsync(HttpStatusCode.Forbidden, Needed);
        using var program = new HttpClient { BaseAddress = server.Url };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Text("token"));
        await program.ReadAsync("/api/batches");
    }

    [Fact]
    public async Task Who_chose_the_password_at_first_run_keeps_it()
    {
        var tenant = await server.CreateTenantAsync("Founder");
        using var admin = await tenant.BrowserAsync();
        (await admin.ReadAsync("/api/session")).GetProperty("passwordChangeNeeded").GetBoolean().ShouldBeFalse();
    }

    private static async Task<(Guid Id, string Password)> InviteAsync(
        TestTenant tenant, string email, string role = "head_grower")
    {
        using var admin = await tenant.BrowserAsync();
        var made = await admin.PostAsync("/api/users", new { email, fullName = "Ada", role })
            .ShouldBeAsync(HttpStatusCode.Created);
        return (made.GetProperty("member").Id("userId"), made.Text("temporaryPassword"));
    }

    private async Task<HttpClient> SignInAsync(string email, string password)
    {
        var browser = server.Anonymous();
        browser.DefaultRequestHeaders.Add("X-Tendril", "1");
        await browser.PostAsync("/api/session", new { email, password }).ShouldBeAsync(HttpStatusCode.OK);
        return browser;
    }

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient browser, string current, string next) =>
        browser.PostAsync("/api/session/password", new { currentPassword = current, newPassword = next });

    private static async Task<string?> CodeOfAsync(HttpResponseMessage answer)
    {
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return problem.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null;
    }
}
