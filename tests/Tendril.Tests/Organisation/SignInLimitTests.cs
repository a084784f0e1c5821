using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tendril.Server.Platform;
using Tendril.Server.Platform.Access;
using Tendril.Tests.Support;

namespace Tendril.Tests.Organisation;

/// <summary>A server whose clock the test moves.</summary>
public sealed class ClockServer(DatabaseCluster cluster) : TestServer(cluster)
{
    public ShiftedTime Time { get; } = new();

    protected override ServerOptions Shape(ServerOptions options) => options with
    {
        Walls = services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time)),
    };
}

public sealed class SignInLimitTests(ClockServer server) : IClassFixture<ClockServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_without_an_account_is_locked_like_one_that_has_it()
    {
        var tenant = await server.CreateTenantAsync("Alike");
        using var client = server.Anonymous();
        var known = await GuessAsync(client, tenant.AdminEmail, 7);
        var unknown = await GuessAsync(client, "nobody@alike.test", 7);
        unknown.ShouldBe(known);
        known.ShouldBe(["401", "401", "401", "401", "401", "429 session.locked 900", "429 session.locked 900"]);
    }

    [Fact]
    public async Task Guesses_at_the_same_moment_count_each()
    {
        var tenant = await server.CreateTenantAsync("Parallel");
        using var client = server.Anonymous();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            client.PostAsync("/api/session", new { email = tenant.AdminEmail, password = "nope" })));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized).ShouldBe(5);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ShouldBe(15);
        using var admin = await tenant.ClientAsync();
        (await admin.ReadAsync("/api/users")).Items()[0].GetProperty("locked").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task The_lock_ends_after_fifteen_minutes_and_a_good_sign_in_forgets_the_bad_ones()
    {
        var tenant = await server.CreateTenantAsync("Again");
        using var client = server.Anonymous();
        var right = new { email = tenant.AdminEmail, password = TestServer.Password };
        await GuessAsync(client, tenant.AdminEmail, 5);
        await client.PostAsync("/api/session", right)
            .ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "session.locked");
        server.Time.Ahead += TimeSpan.FromMinutes(16);
        await GuessAsync(client, tenant.AdminEmail, 4);
        await client.PostAsync("/api/session", right).ShouldBeAsync(HttpStatusCode.OK);
        await GuessAsync(client, tenant.AdminEmail, 4);
        await client.PostAsync("/api/session", right).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_current_password_cannot_be_guessed_from_a_stolen_session()
    {
        var tenant = await server.CreateTenantAsync("Stolen");
        using var browser = await tenant.BrowserAsync();
        // A new password that is too weak is no guess.
        for (var i = 0; i < 6; i++)
            await browser.PostAsync(
                    "/api/session/password", new { currentPassword = TestServer.Password, newPassword = "short" })
                .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "session.password_weak", "newPassword");
        for (var i = 0; i < 5; i++)
            await browser.PostAsync(
                    "/api/session/password",
                    new { currentPassword = $"nope {i}", newPassword = "another long sentence" })
                .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "session.wrong_password", "currentPassword");
        await browser.PostAsync(
                "/api/session/password",
                new { currentPassword = TestServer.Password, newPassword = "another long sentence" })
            .ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "session.locked");
    }

    [Fact]
    public async Task A_renewed_cookie_holds_no_rights()
    {
        var tenant = await server.CreateTenantAsync("Slim");
        using var browser = await tenant.BrowserAsync();
        server.Time.Ahead += TimeSpan.FromDays(8);
        using var renewed = await browser.GetAsync("/api/session", Cancel);
        renewed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var cookie = renewed.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().Split(';')[0].Split('=', 2)[1];
        var ticket = server.App.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(SessionCookie.Scheme).TicketDataFormat.Unprotect(cookie).ShouldNotBeNull();
        ticket.Principal.Claims.Select(claim => claim.Type)
            .ShouldBe([Caller.SessionClaim, ClaimTypes.NameIdentifier, Caller.OrganizationClaim, Caller.StampClaim]);
    }

    private static async Task<List<string>> GuessAsync(HttpClient client, string email, int times)
    {
        List<string> told = [];
        for (var i = 0; i < times; i++)
        {
            using var answer = await client.PostAsync("/api/session", new { email, password = $"guess {i}" });
            told.Add(answer.StatusCode == HttpStatusCode.Unauthorized
                ? "401"
                : $"{(int)answer.StatusCode} {(await answer.JsonAsync()).Text("code")} "
                    + $"{Rounded(answer.Headers.RetryAfter)}");
        }
        return told;
    }

    // To the minute: the clock runs on between the guesses.
    private static double? Rounded(RetryConditionHeaderValue? wait) =>
        wait?.Delta is { } left ? Math.Ceiling(left.TotalMinutes) * 60 : null;
}
