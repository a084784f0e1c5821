using System.Net;
using System.Text.Json;
using Tendril.Server.Modules.Organisation;
using Tendril.Tests.Support;

namespace Tendril.Tests.Organisation;

/// <summary>A person sees where they are signed in and ends what they do not know.</summary>
public sealed class OpenSessionsTests(ClockServer server) : IClassFixture<ClockServer>
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string Phone =
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile "
        + "Safari/537.36";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_browser_system_first_and_last_use_with_this_session_first()
    {
        var tenant = await server.CreateTenantAsync("Where");
        using var desk = await SignInAsync(tenant, Firefox);
        using var phone = await SignInAsync(tenant, Phone);
        server.Time.Ahead += TimeSpan.FromHours(2);
        await phone.ReadAsync("/api/session");
        server.Time.Ahead += TimeSpan.FromHours(1);
        var listed = await ListAsync(desk);
        listed.Select(one => (one.Browser, one.System, one.Current))
            .ShouldBe([("Firefox", "Linux", true), ("Chrome", "Android", false)]);
        (listed[0].LastSeenAt - listed[0].StartedAt).TotalHours.ShouldBe(3, tolerance: 0.1);
        (listed[1].LastSeenAt - listed[1].StartedAt).TotalHours.ShouldBe(2, tolerance: 0.1);
        (await ListAsync(phone)).Select(one => one.Id).ShouldBe(listed.Reverse().Select(one => one.Id));
    }

    [Fact]
    public async Task An_ended_session_must_sign_in_again_and_the_others_need_not()
    {
        var tenant = await server.CreateTenantAsync("Ended");
        using var desk = await SignInAsync(tenant, Firefox);
        using var phone = await SignInAsync(tenant, Phone);
        var lost = (await ListAsync(desk)).Single(one => !one.Current);
        await desk.DeleteAsync($"/api/sessions/{lost.Id}", Cancel).ShouldBeAsync(HttpStatusCode.NoContent);
        (await phone.GetAsync("/api/session", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ListAsync(desk)).ShouldHaveSingleItem().Current.ShouldBeTrue();
        await desk.DeleteAsync($"/api/sessions/{lost.Id}", Cancel)
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "session.unknown");
    }

    [Fact]
    public async Task All_others_end_together()
    {
        var tenant = await server.CreateTenantAsync("Others");
        using var desk = await SignInAsync(tenant, Firefox);
        using var phone = await SignInAsync(tenant, Phone);
        using var tablet = await SignInAsync(tenant, "Tablet of my own make");
        (await ListAsync(desk)).Count(one => one.Browser is null && one.System is null).ShouldBe(1);
        await desk.DeleteAsync("/api/sessions", Cancel).ShouldBeAsync(HttpStatusCode.NoContent);
        (await phone.GetAsync("/api/session", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await tablet.GetAsync("/api/session", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ListAsync(desk)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Another_persons_session_is_none_of_mine()
    {
        var mine = await server.CreateTenantAsync("Mine");
        var theirs = await server.CreateTenantAsync("Theirs");
        using var me = await SignInAsync(mine, Firefox);
        using var them = await SignInAsync(theirs, Phone);
        var id = (await ListAsync(them)).ShouldHaveSingleItem().Id;
        (await ListAsync(me)).ShouldNotContain(one => one.Id == id);
        await me.DeleteAsync($"/api/sessions/{id}", Cancel)
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "session.unknown");
        await me.DeleteAsync("/api/sessions", Cancel).ShouldBeAsync(HttpStatusCode.NoContent);
        await them.ReadAsync("/api/session");
    }

    [Fact]
    public async Task Who_signed_out_is_out_even_with_a_copy_of_the_cookie()
    {
        var tenant = await server.CreateTenantAsync("Copied");
        using var stranger = server.Anonymous();
        using var browser = new HttpClient { BaseAddress = server.Url };
        browser.DefaultRequestHeaders.Add("X-Tendril", "1");
        using var signedIn = await browser.PostAsync(
            "/api/session", new { email = tenant.AdminEmail, password = TestServer.Password });
        stranger.DefaultRequestHeaders.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        await stranger.ReadAsync("/api/session");
        await browser.DeleteAsync("/api/session", Cancel).ShouldBeAsync(HttpStatusCode.NoContent);
        (await stranger.GetAsync("/api/session", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_new_sign_in_in_the_same_browser_replaces_its_session()
    {
        var tenant = await server.CreateTenantAsync("Twice");
        using var desk = await SignInAsync(tenant, Firefox);
        await desk.PostAsync("/api/session", new { email = tenant.AdminEmail, password = TestServer.Password })
            .ShouldBeAsync(HttpStatusCode.OK);
        (await ListAsync(desk)).ShouldHaveSingleItem().Current.ShouldBeTrue();
    }

    [Fact]
    public async Task A_changed_password_leaves_only_the_session_that_changed_it()
    {
        var tenant = await server.CreateTenantAsync("Only");
        using var desk = await SignInAsync(tenant, Firefox);
        using var phone = await SignInAsync(tenant, Phone);
        await desk.PostAsync("/api/session/password", new
        {
            currentPassword = TestServer.Password,
            newPassword = "another long sentence",
        }).ShouldBeAsync(HttpStatusCode.NoContent);
        (await ListAsync(desk)).ShouldHaveSingleItem().Current.ShouldBeTrue();
        (await phone.GetAsync("/api/session", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Sessions_whose_cookie_ran_out_are_forgotten()
    {
        var tenant = await server.CreateTenantAsync("Old");
        using var desk = await SignInAsync(tenant, Firefox);
        server.Time.Ahead += TimeSpan.FromDays(16);
        using var phone = await SignInAsync(tenant, Phone);
        (await ListAsync(phone)).ShouldHaveSingleItem().Current.ShouldBeTrue();
        await using var source = Npgsql.NpgsqlDataSource.Create(server.Database.System);
        await using var count = source.CreateCommand("SELECT count(*)::int FROM access.sessions WHERE user_id = $1");
        count.Parameters.Add(new() { Value = tenant.AdminId });
        (await count.ExecuteScalarAsync(Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task Programs_have_no_sessions()
    {
        var tenant = await server.CreateTenantAsync("Program");
        using var program = await tenant.ClientAsync();
        await program.GetAsync("/api/sessions", Cancel)
            .ShouldRefuseAsync(HttpStatusCode.Forbidden, "access.session_only");
        await program.DeleteAsync("/api/sessions", Cancel)
            .ShouldRefuseAsync(HttpStatusCode.Forbidden, "access.session_only");
    }

    private async Task<HttpClient> SignInAsync(TestTenant tenant, string agent)
    {
        var browser = server.Anonymous();
        browser.DefaultRequestHeaders.Add("X-Tendril", "1");
        browser.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", agent);
        await browser.PostAsync("/api/session", new { email = tenant.AdminEmail, password = TestServer.Password })
            .ShouldBeAsync(HttpStatusCode.OK);
        return browser;
    }

    private static async Task<IReadOnlyList<UserSessionView>> ListAsync(HttpClient browser) =>
        [.. (await browser.ReadAsync("/api/sessions")).Items()
            .Select(item => item.Deserialize<UserSessionView>(JsonSerializerOptions.Web)!)];
}
