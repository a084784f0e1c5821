using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Storage;
using Tendril.Tests.Support;

namespace Tendril.Tests.Organisation;

public sealed class AlertTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static NewAlert Outage(Guid? siteId = null, string message = "Three pulls failed.") => new(
        "alerts.test", AlertSeverity.Warning, "Metrc does not answer", message, "Look at the history.", siteId,
        "/compliance");

    [Fact]
    public async Task An_alert_is_unread_until_the_person_reads_it()
    {
        var tenant = await server.CreateTenantAsync("Reads");
        await RaiseAsync(tenant, Outage());
        using var admin = await tenant.ClientAsync();
        var page = await admin.ReadAsync("/api/alerts?unread=true");
        page.GetProperty("unread").GetInt32().ShouldBe(1);
        var alert = page.Items().ShouldHaveSingleItem();
        alert.Text("severity").ShouldBe("warning");
        alert.TryGetProperty("readAt", out _).ShouldBeFalse();
        for (var i = 0; i < 2; i++)
            await admin.PostAsync($"/api/alerts/{alert.Id()}/read", new { }).ShouldBeAsync(HttpStatusCode.NoContent);
        (await admin.ReadAsync("/api/alerts?unread=true")).Items().ShouldBeEmpty();
        (await admin.ReadAsync("/api/alerts")).Items()[0].TryGetProperty("readAt", out _).ShouldBeTrue();
        await admin.PostAsync($"/api/alerts/{Guid.CreateVersion7()}/read", new { })
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "alert.unknown");
    }

    [Fact]
    public async Task The_same_unread_trouble_is_one_alert_with_its_newest_words()
    {
        var tenant = await server.CreateTenantAsync("Same trouble");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RaiseAsync(tenant, Outage())));
        await RaiseAsync(tenant, Outage(message: "Six pulls failed."));
        await RaiseAsync(tenant, Outage(tenant.SiteId));
        using var admin = await tenant.ClientAsync();
        var alerts = (await admin.ReadAsync("/api/alerts")).Items();
        alerts.Count.ShouldBe(2);
        alerts[1].Text("message").ShouldBe("Six pulls failed.");
        await admin.PostAsync("/api/alerts/read-all", new { }).ShouldBeAsync(HttpStatusCode.NoContent);
        await RaiseAsync(tenant, Outage());
        (await admin.ReadAsync("/api/alerts")).GetProperty("unread").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_mail_server_the_alert_says_that_no_mail_was_sent()
    {
        var tenant = await server.CreateTenantAsync("No mail");
        await RaiseAsync(tenant, Outage());
        await RaiseAsync(tenant, Outage() with { Severity = AlertSeverity.Notice, Code = "alerts.notice" });
        using var admin = await tenant.ClientAsync();
        var alerts = (await admin.ReadAsync("/api/alerts")).Items();
        alerts[0].Text("mail").ShouldBe("not_wanted");
        alerts[0].Text("help").ShouldNotContain("No mail");
        alerts[1].Text("mail").ShouldBe("not_configured");
        alerts[1].Text("help").ShouldContain("No mail was sent");
    }

    [Fact]
    public async Task An_alert_of_a_site_is_shown_to_its_members_only()
    {
        var tenant = await server.CreateTenantAsync("Site alerts");
        using var admin = await tenant.ClientAsync();
        var second = await admin.PostAsync("/api/sites", new
        {
            name = "Second",
            license = "SECOND",
            state = "CO",
            timeZone = "America/Denver",
            sandbox = true,
        }).ShouldBeAsync(HttpStatusCode.Created);
        await RaiseAsync(tenant, Outage(second.Id()));
        await RaiseAsync(tenant, Outage());
        using var grower = await tenant.ClientAsync("operator", [tenant.SiteId]);
        var seen = (await grower.ReadAsync("/api/alerts")).Items().ShouldHaveSingleItem();
        seen.TryGetProperty("siteId", out _).ShouldBeFalse();
        (await grower.ReadAsync("/api/today")).GetProperty("alerts").GetArrayLength().ShouldBe(1);
        var hidden = (await admin.ReadAsync($"/api/alerts?siteId={second.Id()}")).Items().ShouldHaveSingleItem();
        await grower.PostAsync($"/api/alerts/{hidden.Id()}/read", new { })
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "alert.unknown");
    }

    private static async Task RaiseAsync(TestTenant tenant, NewAlert alert)
    {
        await using var unit = await tenant.BeginAsync();
        await tenant.Server.App.Services.GetRequiredService<AlertBoard>().RaiseAsync(unit.Db, alert, Cancel);
        await unit.CommitAsync(Cancel);
    }
}
