using System.Net;
using System.Text.Json;
using Tendril.Tests.Support;

namespace Tendril.Tests.Organisation;

/// <summary>What one organisation, or one site's manager, learns of people who are not theirs.</summary>
public sealed class PeopleAcrossTests(TestServer server) : IClassFixture<TestServer>
{
    private static object Person(string email, string role = "operator", Guid[]? siteIds = null) =>
        new { email, fullName = "Ada Typed", role, siteIds };

    [Fact]
    public async Task Whoever_types_an_address_learns_nothing_of_the_account_until_the_person_comes()
    {
        var home = await server.CreateTenantAsync("Real");
        var other = await server.CreateTenantAsync("Curious");
        using var person = await home.BrowserAsync();
        using var stranger = server.Anonymous();
        for (var i = 0; i < 5; i++)
            await stranger.PostAsync("/api/session", new { email = home.AdminEmail, password = "wrong" });
        using var admin = await other.ClientAsync();
        var invited = await admin.PostAsync("/api/users", Person(home.AdminEmail))
            .ShouldBeAsync(HttpStatusCode.Created);
        ShouldBeUnknown(invited.GetProperty("member"));
        ShouldBeUnknown((await admin.ReadAsync($"/api/users?q={home.AdminEmail}")).Items().ShouldHaveSingleItem());
        (await admin.ReadAsync("/api/users?q=Real Admin")).Items().ShouldBeEmpty();
        (await admin.ReadAsync("/api/audit?entityType=membership")).GetRawText().ShouldNotContain("Real Admin");
        var changed = await admin.PutAsync(
                $"/api/users/{home.AdminId}",
                new { fullName = "Ada Typed", role = "site_manager", siteIds = (Guid[]?)null, active = true })
            .ShouldBeAsync(HttpStatusCode.OK);
        ShouldBeUnknown(changed);
        await person.PostAsync("/api/session/organization", new { organizationId = other.OrganizationId })
            .ShouldBeAsync(HttpStatusCode.OK);
        var come = (await admin.ReadAsync($"/api/users?q={home.AdminEmail}")).Items()[0];
        come.Text("fullName").ShouldBe("Real Admin");
        come.GetProperty("lastSignInAt").ValueKind.ShouldBe(JsonValueKind.String);
        using var homeAdmin = await home.ClientAsync();
        (await homeAdmin.ReadAsync("/api/users")).Items()[0].Text("fullName").ShouldBe("Real Admin");
    }

    [Fact]
    public async Task Nobody_resets_the_password_of_a_person_who_works_in_another_organisation_too()
    {
        var home = await server.CreateTenantAsync("Maker");
        var other = await server.CreateTenantAsync("Second");
        using var homeAdmin = await home.ClientAsync();
        using var otherAdmin = await other.ClientAsync();
        var made = await homeAdmin.PostAsync("/api/users", Person("both@maker.test"))
            .ShouldBeAsync(HttpStatusCode.Created);
        var id = made.GetProperty("member").Id("userId");
        await homeAdmin.PostAsync($"/api/users/{id}/reset-password", new { }).ShouldBeAsync(HttpStatusCode.OK);
        await otherAdmin.PostAsync("/api/users", Person("both@maker.test"))
            .ShouldBeAsync(HttpStatusCode.Created);
        await homeAdmin.PostAsync($"/api/users/{id}/reset-password", new { })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "user.other_home");
        await otherAdmin.PostAsync($"/api/users/{id}/reset-password", new { })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "user.other_home");
    }

    [Fact]
    public async Task A_manager_of_one_site_reads_nothing_about_members_of_another()
    {
        var tenant = await server.CreateTenantAsync("Walls");
        using var admin = await tenant.BrowserAsync();
        var far = (await admin.PostAsync("/api/sites", new
        {
            name = "Far",
            license = "FAR-1",
            state = "CO",
            timeZone = "America/Denver",
            sandbox = true,
        }).ShouldBeAsync(HttpStatusCode.Created)).Id();
        await admin.PostAsync("/api/users", Person("far@walls.test", siteIds: [far]))
            .ShouldBeAsync(HttpStatusCode.Created);
        await admin.PostAsync("/api/users", Person("near@walls.test", siteIds: [tenant.SiteId]))
            .ShouldBeAsync(HttpStatusCode.Created);
        await admin.PostAsync("/api/api-tokens", new { name = "Admin bridge" }).ShouldBeAsync(HttpStatusCode.Created);
        await TokenOfAsync(admin, "farmanager@walls.test", far);
        using var manager = await tenant.ClientAsync("site_manager", [tenant.SiteId]);
        var read = (await manager.ReadAsync("/api/audit")).GetRawText();
        read.ShouldContain("near@walls.test");
        read.ShouldContain("Admin bridge");
        read.ShouldNotContain("far@walls.test");
        read.ShouldNotContain("farmanager@walls.test");
        read.ShouldNotContain("Far bridge");
        (await admin.ReadAsync("/api/audit")).GetRawText().ShouldContain("Far bridge");
    }

    // Only administrators make tokens: one is made by an administrator who manages one site afterwards.
    private async Task TokenOfAsync(HttpClient admin, string email, Guid site)
    {
        var made = await admin.PostAsync("/api/users", Person(email, "org_admin"))
            .ShouldBeAsync(HttpStatusCode.Created);
        using var browser = server.Anonymous();
        browser.DefaultRequestHeaders.Add("X-Tendril", "1");
        await browser.PostAsync("/api/session", new { email, password = made.Text("temporaryPassword") })
            .ShouldBeAsync(HttpStatusCode.OK);
        await browser.PostAsync("/api/session/password", new
        {
            currentPassword = made.Text("temporaryPassword"),
            newPassword = TestServer.Password,
        }).ShouldBeAsync(HttpStatusCode.NoContent);
        await browser.PostAsync("/api/api-tokens", new { name = "Far bridge" }).ShouldBeAsync(HttpStatusCode.Created);
        await admin.PutAsync($"/api/users/{made.GetProperty("member").Id("userId")}", new
        {
            fullName = "Ada Typed",
            role = "site_manager",
            siteIds = new[] { site },
            active = true,
        }).ShouldBeAsync(HttpStatusCode.OK);
    }

    private static void ShouldBeUnknown(JsonElement member)
    {
        member.Text("fullName").ShouldBe("Ada Typed");
        member.TryGetProperty("lastSignInAt", out var last).ShouldBe(last.ValueKind == JsonValueKind.Null);
        member.GetProperty("locked").GetBoolean().ShouldBeFalse();
    }
}
