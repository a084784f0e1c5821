using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tendril.Server.Modules.Organisation;
using Tendril.Tests.Support;

namespace Tendril.Tests.Organisation;

/// <summary>What a person types is looked for as it stands: % and _ are letters like others.</summary>
public sealed class ListSearchTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_list_finds_wildcards_as_plain_letters()
    {
        var tenant = await server.CreateTenantAsync("Search");
        using var admin = await tenant.BrowserAsync();
        var site = (await admin.PostAsync("/api/sites", new
        {
            name = "Site 5_%",
            license = "LIC_5",
            state = "CO",
            timeZone = "America/Denver",
            sandbox = true,
        }).ShouldBeAsync(HttpStatusCode.Created)).Id();
        var room = (await admin.PostAsync("/api/rooms", new { siteId = site, name = "Room 5_%" })
            .ShouldBeAsync(HttpStatusCode.Created)).Id();
        await admin.PostAsync("/api/pods", new { roomId = room, name = "Pod 5_%" })
            .ShouldBeAsync(HttpStatusCode.Created);
        await admin.PostAsync("/api/api-tokens", new { name = "Token 5_%" }).ShouldBeAsync(HttpStatusCode.Created);
        await admin.PostAsync(
                "/api/users", new { email = "five_percent@search.test", fullName = "Person 5_%", role = "operator" })
            .ShouldBeAsync(HttpStatusCode.Created);
        await using (var unit = await tenant.BeginAsync())
        {
            var alert = new NewAlert(
                "alerts.mail", AlertSeverity.Notice, "Alert 5_%", "Something.", "Look.", tenant.SiteId);
            await server.App.Services.GetRequiredService<AlertBoard>().RaiseAsync(unit.Db, alert, Cancel);
            await unit.CommitAsync(Cancel);
        }
        foreach (var list in new[] { "sites", "rooms", "pods", "api-tokens", "users", "alerts" })
        {
            (await admin.ReadAsync($"/api/{list}?q=5_%25")).GetProperty("total").GetInt32().ShouldBe(1, list);
            (await admin.ReadAsync($"/api/{list}?q=%255")).GetProperty("total").GetInt32().ShouldBe(0, list);
        }
        (await admin.ReadAsync("/api/audit?q=api_token")).GetProperty("total").GetInt32().ShouldBe(1);
        (await admin.ReadAsync("/api/audit?q=api%25token")).GetProperty("total").GetInt32().ShouldBe(0);
    }
}
