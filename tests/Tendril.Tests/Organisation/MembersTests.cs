using System.Net;
using Tendril.Tests.Support;

namespace Tendril.Tests.Organisation;

public sealed class MembersTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static object Person(string email, string role = "operator", Guid[]? siteIds = null) =>
        new { email, fullName = "Ada Grower", role, siteIds };

    [Fact]
    public async Task A_new_member_signs_in_with_the_temporary_password_and_works_at_their_sites_only()
    {
        var tenant = await server.CreateTenantAsync("Invite");
        using var admin = await tenant.ClientAsync();
        var made = await admin.PostAsync("/api/users", Person("o'ada@invite.test", siteIds: [tenant.SiteId]))
            .ShouldBeAsync(HttpStatusCode.Created);
        using var browser = server.Anonymous();
        browser.DefaultRequestHeaders.Add("X-Tendril", "1");
        var session = await browser.PostAsync(
            "/api/session", new { email = "o'ada@invite.test", password = made.Text("temporaryPassword") })
                .ShouldBeAsync(HttpStatusCode.OK);
        session.Text("role").ShouldBe("operator");
        var listed = await admin.ReadAsync("/api/users?q=invite.test");
        listed.Items().ShouldHaveSingleItem().GetProperty("siteIds")[0].GetGuid().ShouldBe(tenant.SiteId);
        listed.GetRawText().ShouldNotContain(made.Text("temporaryPassword"));
        var audit = await admin.ReadAsync("/api/audit?entityType=membership");
        audit.Items().ShouldHaveSingleItem().GetProperty("changes").GetProperty("role")[1].GetString()
            .ShouldBe("operator");
        audit.GetRawText().ShouldNotContain(made.Text("temporaryPassword"));
    }

    [Fact]
    public async Task Nobody_hands_out_their_own_role_or_a_higher_one()
    {
        var tenant = await server.CreateTenantAsync("Ranks");
        using var manager = await tenant.ClientAsync("site_manager");
        await manager.PostAsync("/api/users", Person("a@ranks.test", "org_admin"))
            .ShouldRefuseAsync(HttpStatusCode.Forbidden, "role.not_assignable", "role");
        await manager.PostAsync("/api/users", Person("a@ranks.test", "site_manager"))
            .ShouldRefuseAsync(HttpStatusCode.Forbidden, "role.not_assignable", "role");
        await manager.PostAsync("/api/users", Person("a@ranks.test", "pirate"))
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "value.not_in_list", "role");
        await manager.PostAsync("/api/users", Person("a@ranks.test")).ShouldBeAsync(HttpStatusCode.Created);
        await manager.PostAsync($"/api/users/{tenant.AdminId}/reset-password", new { })
            .ShouldRefuseAsync(HttpStatusCode.Forbidden, "role.not_assignable");
        using var viewer = await tenant.ClientAsync("executive_viewer");
        await viewer.PostAsync("/api/users", Person("b@ranks.test"))
            .ShouldRefuseAsync(HttpStatusCode.Forbidden, "access.not_allowed");
    }

    [Fact]
    public async Task The_last_administrator_stays_and_nobody_locks_themselves_out()
    {
        var tenant = await server.CreateTenantAsync("Last");
        using var admin = await tenant.ClientAsync();
        var self = $"/api/users/{tenant.AdminId}";
        await admin.PutAsync(
            self, new { fullName = "Last Admin", role = "operator", siteIds = (Guid[]?)null, active = true })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "member.last_admin", "role");
        await admin.PutAsync(
            self, new { fullName = "Last Admin", role = "org_admin", siteIds = (Guid[]?)null, active = false })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "member.own_account", "active");
        await admin.PostAsync("/api/users", Person("second@last.test", "org_admin"))
            .ShouldBeAsync(HttpStatusCode.Created);
        await admin.PutAsync(
            self, new { fullName = "Last Admin", role = "operator", siteIds = (Guid[]?)null, active = true })
            .ShouldBeAsync(HttpStatusCode.OK);
        // The token of the former administrator is now worth an operator.
        await admin.GetAsync("/api/users", Cancel).ShouldRefuseAsync(HttpStatusCode.Forbidden, "access.not_allowed");
    }

    [Fact]
    public async Task Two_administrators_who_remove_each_other_at_once_leave_one()
    {
        var tenant = await server.CreateTenantAsync("Duel");
        using var first = await tenant.ClientAsync();
        var second = await first.PostAsync("/api/users", Person("second@duel.test", "org_admin"))
            .ShouldBeAsync(HttpStatusCode.Created);
        var secondId = second.GetProperty("member").Id("userId");
        using var other = server.Anonymous();
        other.DefaultRequestHeaders.Add("X-Tendril", "1");
        await other.PostAsync(
            "/api/session", new { email = "second@duel.test", password = second.Text("temporaryPassword") })
            .ShouldBeAsync(HttpStatusCode.OK);
        var demote = new { fullName = "Ada Grower", role = "operator", siteIds = (Guid[]?)null, active = true };
        // Somebody else is changing members: both must wait, or each would still see the other as administrator.
        await using var busy = new Npgsql.NpgsqlConnection(server.Database.System);
        await busy.OpenAsync(Cancel);
        await using var transaction = await busy.BeginTransactionAsync(Cancel);
        await using (var hold = new Npgsql.NpgsqlCommand(
            $"SELECT 1 FROM access.organizations WHERE id = '{tenant.OrganizationId}' FOR UPDATE", busy))
            await hold.ExecuteNonQueryAsync(Cancel);
        var both = Task.WhenAll(
            first.PutAsync($"/api/users/{secondId}", demote), other.PutAsync($"/api/users/{tenant.AdminId}", demote));
        (await Task.WhenAny(both, Task.Delay(500, Cancel))).ShouldNotBe(both);
        await transaction.RollbackAsync(Cancel);
        await both;
        var admins = await CountAdminsAsync(tenant);
        admins.ShouldBe(1);
    }

    [Fact]
    public async Task A_deactivated_member_is_out_at_once()
    {
        var tenant = await server.CreateTenantAsync("Out");
        using var admin = await tenant.ClientAsync();
        var made = await admin.PostAsync("/api/users", Person("ada@out.test")).ShouldBeAsync(HttpStatusCode.Created);
        using var browser = server.Anonymous();
        browser.DefaultRequestHeaders.Add("X-Tendril", "1");
        await browser.PostAsync(
            "/api/session", new { email = "ada@out.test", password = made.Text("temporaryPassword") })
            .ShouldBeAsync(HttpStatusCode.OK);
        await admin.PutAsync($"/api/users/{made.GetProperty("member").Id("userId")}", new
        {
            fullName = "Ada Grower",
            role = "operator",
            siteIds = (Guid[]?)null,
            active = false,
        }).ShouldBeAsync(HttpStatusCode.OK);
        await browser.GetAsync("/api/session", Cancel).ShouldBeAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_new_password_ends_the_old_one_and_the_lock()
    {
        var tenant = await server.CreateTenantAsync("Reset");
        using var admin = await tenant.ClientAsync();
        var made = await admin.PostAsync("/api/users", Person("ada@reset.test")).ShouldBeAsync(HttpStatusCode.Created);
        using var browser = server.Anonymous();
        for (var i = 0; i < 5; i++) await browser.PostAsync(
            "/api/session", new { email = "ada@reset.test", password = "wrong" });
        var id = made.GetProperty("member").Id("userId");
        (await admin.ReadAsync("/api/users?q=ada@reset")).Items()[0].GetProperty("locked").GetBoolean().ShouldBeTrue();
        var reset = await admin.PostAsync($"/api/users/{id}/reset-password", new { }).ShouldBeAsync(HttpStatusCode.OK);
        await browser.PostAsync(
            "/api/session", new { email = "ada@reset.test", password = made.Text("temporaryPassword") })
            .ShouldRefuseAsync(HttpStatusCode.Unauthorized, "session.wrong_credentials");
        await browser.PostAsync(
            "/api/session", new { email = "ada@reset.test", password = reset.Text("temporaryPassword") })
            .ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_administrator_cannot_take_over_an_account_of_another_organisation()
    {
        var home = await server.CreateTenantAsync("Home");
        var other = await server.CreateTenantAsync("Guest");
        using var admin = await other.ClientAsync();
        await admin.PostAsync($"/api/users/{home.AdminId}/reset-password", new { })
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "user.unknown");
        var invited = await admin.PostAsync("/api/users", Person(home.AdminEmail))
            .ShouldBeAsync(HttpStatusCode.Created);
        invited.TryGetProperty("temporaryPassword", out _).ShouldBeFalse();
        invited.GetProperty("member").Text("fullName").ShouldBe("Ada Grower");
        await admin.PostAsync($"/api/users/{home.AdminId}/reset-password", new { })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "user.other_home");
        await admin.PutAsync($"/api/users/{home.AdminId}",
            new { fullName = "Mine", role = "operator", siteIds = (Guid[]?)null, active = true })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "user.other_home", "fullName");
        await admin.PostAsync("/api/users", Person(home.AdminEmail))
            .ShouldRefuseAsync(HttpStatusCode.Conflict, "user.already_member", "email");
        await admin.PostAsync("/api/users", Person("x@guest.test", siteIds: [home.SiteId]))
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "site.unknown", "siteIds");
    }

    [Fact]
    public async Task A_manager_of_some_sites_gives_only_those()
    {
        var tenant = await server.CreateTenantAsync("Some");
        using var admin = await tenant.ClientAsync();
        using var manager = await tenant.ClientAsync("site_manager", [tenant.SiteId]);
        await manager.PostAsync("/api/users", Person("all@some.test"))
            .ShouldRefuseAsync(HttpStatusCode.Forbidden, "member.sites_beyond_yours", "siteIds");
        await manager.PostAsync("/api/users", Person("none@some.test", siteIds: []))
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "member.no_sites", "siteIds");
        await manager.PostAsync("/api/users", Person("one@some.test", siteIds: [tenant.SiteId]))
            .ShouldBeAsync(HttpStatusCode.Created);
        await admin.PostAsync("/api/users", Person("admin@some.test", "org_admin", [tenant.SiteId]))
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "member.admin_sees_all", "siteIds");
        await admin.PostAsync("/api/users", Person("not an address"))
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "email.invalid", "email");
    }

    [Fact]
    public async Task Roles_say_who_may_give_them()
    {
        var tenant = await server.CreateTenantAsync("Roles");
        using var manager = await tenant.ClientAsync("site_manager");
        var roles = (await manager.ReadAsync("/api/roles")).Items();
        roles.Select(role => role.GetProperty("rank").GetInt32()).ShouldBe([100, 80, 70, 60, 50, 40, 40, 30, 20]);
        roles.Where(role => role.GetProperty("assignable").GetBoolean()).Select(role => role.Text("name")).First()
            .ShouldBe("head_grower");
    }

    private async Task<int> CountAdminsAsync(TestTenant tenant)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(server.Database.System);
        await using var command = source.CreateCommand(
            "SELECT count(*)::int FROM access.memberships "
            + "WHERE organization_id = $1 AND active AND role = 'org_admin'");
        command.Parameters.Add(new() { Value = tenant.OrganizationId });
        return (int)(await command.ExecuteScalarAsync(Cancel))!;
    }
}
