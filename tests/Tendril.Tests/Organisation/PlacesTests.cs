using System.Net;
using Tendril.Tests.Support;

namespace Tendril.Tests.Organisation;

public sealed class PlacesTests(TestServer server) : IClassFixture<TestServer>
{
    private static object Site(string name, string license) => new
    {
        name,
        license,
        state = "CO",
        timeZone = "America/Denver",
        sandbox = true,
        kind = "processor",
        defaultMetrcLocation = new { id = 7, name = "Vault" },
    };

    [Fact]
    public async Task A_site_is_added_read_and_changed()
    {
        var tenant = await server.CreateTenantAsync("Sites");
        using var admin = await tenant.ClientAsync();
        var made = await admin.PostAsync("/api/sites", Site("Second", "lic-2")).ShouldBeAsync(HttpStatusCode.Created);
        made.Text("license").ShouldBe("LIC-2");
        made.GetProperty("createdAt").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch.AddYears(50));
        made.GetProperty("defaultMetrcLocation").Text("name").ShouldBe("Vault");
        var read = await admin.ReadAsync($"/api/sites/{made.Id()}");
        read.Text("kind").ShouldBe("processor");
        var changed = await admin.PutAsync($"/api/sites/{made.Id()}", new
        {
            name = "Renamed",
            license = "LIC-2",
            state = "CO",
            timeZone = "America/Denver",
            sandbox = true,
            active = false,
        }).ShouldBeAsync(HttpStatusCode.OK);
        changed.Text("kind").ShouldBe("processor");
        changed.GetProperty("active").GetBoolean().ShouldBeFalse();
        var audit = await admin.ReadAsync($"/api/audit?entityType=site&entityId={made.Id()}");
        audit.Items()[0].GetProperty("changes").GetProperty("name")[1].GetString().ShouldBe("Renamed");
        audit.Items()[1].Text("action").ShouldBe("created");
    }

    [Theory]
    [InlineData("", "LIC", "CO", "America/Denver", "field.required", "name")]
    [InlineData("Site", "", "CO", "America/Denver", "field.required", "license")]
    [InlineData("Site", "<b>1</b>", "CO", "America/Denver", "site.license_invalid", "license")]
    [InlineData("Site", "LIC", "Colorado", "America/Denver", "site.state_invalid", "state")]
    [InlineData("Site", "LIC", "CO\n", "America/Denver", "site.state_invalid", "state")]
    [InlineData("Site", "LIC", "CO", "MST", "site.time_zone_unknown", "timeZone")]
    public async Task A_site_with_a_wrong_field_is_refused(
        string name, string license, string state, string timeZone, string code, string field)
    {
        var tenant = await server.CreateTenantAsync(
            $"Wrong {field} {code.GetHashCode(StringComparison.Ordinal)} {name.Length}{license.Length}{state.Length}");
        using var admin = await tenant.ClientAsync();
        await admin.PostAsync("/api/sites", new { name, license, state, timeZone, sandbox = true })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, code, field);
        (await admin.ReadAsync("/api/sites")).GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_licence_is_one_site_only()
    {
        var tenant = await server.CreateTenantAsync("Twice", license: "ONE");
        using var admin = await tenant.ClientAsync();
        await admin.PostAsync("/api/sites", Site("Other", "one"))
            .ShouldRefuseAsync(HttpStatusCode.Conflict, "already_exists", "license");
    }

    [Fact]
    public async Task Rooms_and_pods_carry_their_metrc_location()
    {
        var tenant = await server.CreateTenantAsync("Rooms");
        using var admin = await tenant.ClientAsync();
        var room = await admin.PostAsync("/api/rooms", new
        {
            siteId = tenant.SiteId,
            name = "Flower 1",
            metrcLocation = new { id = 11, name = "Flower Room" },
        }).ShouldBeAsync(HttpStatusCode.Created);
        var pod = await admin.PostAsync("/api/pods", new { roomId = room.Id(), name = "Bench A", capacity = 40 })
            .ShouldBeAsync(HttpStatusCode.Created);
        pod.Text("roomName").ShouldBe("Flower 1");
        await admin.PutAsync(
            $"/api/pods/{pod.Id()}", new { name = "Bench B", metrcLocation = new { id = 12, name = "Bench" } })
            .ShouldBeAsync(HttpStatusCode.OK);
        await admin.PutAsync($"/api/rooms/{room.Id()}", new { name = "Flower One", active = false })
            .ShouldBeAsync(HttpStatusCode.OK);
        await admin.PostAsync("/api/pods", new { roomId = room.Id(), name = "Bench C" })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "room.closed", "roomId");
        var pods = await admin.ReadAsync($"/api/pods?siteId={tenant.SiteId}&roomId={room.Id()}&q=bench&sort=-name");
        pods.Items().ShouldHaveSingleItem().GetProperty("metrcLocation").Text("name").ShouldBe("Bench");
        (await admin.ReadAsync($"/api/rooms?siteId={tenant.SiteId}&active=true")).Items().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pod_stays_at_its_site()
    {
        var tenant = await server.CreateTenantAsync("Two sites");
        using var admin = await tenant.ClientAsync();
        var second = await admin.PostAsync("/api/sites", Site("Other", "OTHER-1"))
            .ShouldBeAsync(HttpStatusCode.Created);
        var here = await admin.PostAsync("/api/rooms", new { siteId = tenant.SiteId, name = "Here" })
            .ShouldBeAsync(HttpStatusCode.Created);
        var there = await admin.PostAsync("/api/rooms", new { siteId = second.Id(), name = "There" })
            .ShouldBeAsync(HttpStatusCode.Created);
        var pod = await admin.PostAsync("/api/pods", new { roomId = here.Id(), name = "Pod" })
            .ShouldBeAsync(HttpStatusCode.Created);
        await admin.PutAsync($"/api/pods/{pod.Id()}", new { name = "Pod", roomId = there.Id() })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "pod.other_site", "roomId");
        await admin.PostAsync("/api/pods", new { roomId = here.Id(), name = "Pod", siteId = second.Id() })
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "room.unknown", "roomId");
    }

    [Fact]
    public async Task A_member_of_some_sites_sees_nothing_of_the_others()
    {
        var tenant = await server.CreateTenantAsync("Limited");
        using var admin = await tenant.ClientAsync();
        var second = await admin.PostAsync("/api/sites", Site("Hidden", "HIDDEN-1"))
            .ShouldBeAsync(HttpStatusCode.Created);
        var room = await admin.PostAsync("/api/rooms", new { siteId = second.Id(), name = "Hidden" })
            .ShouldBeAsync(HttpStatusCode.Created);
        using var manager = await tenant.ClientAsync("site_manager", [tenant.SiteId]);
        (await manager.ReadAsync("/api/sites")).Items().ShouldHaveSingleItem().Id().ShouldBe(tenant.SiteId);
        (await manager.ReadAsync("/api/rooms")).Items().ShouldBeEmpty();
        (await manager.ReadAsync("/api/today")).GetProperty("sites").GetArrayLength().ShouldBe(1);
        (await manager.ReadAsync("/api/audit")).Items()
            .ShouldNotContain(entry => entry.Text("entityId") == room.Id().ToString());
        await manager.GetAsync($"/api/sites/{second.Id()}", TestContext.Current.CancellationToken)
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "site.unknown");
        await manager.PutAsync($"/api/rooms/{room.Id()}", new { name = "Mine" })
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "room.unknown");
        await manager.PostAsync("/api/rooms", new { siteId = second.Id(), name = "Mine" })
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "site.unknown", "siteId");
        await manager.PostAsync("/api/sites", Site("New", "NEW-1"))
            .ShouldRefuseAsync(HttpStatusCode.Forbidden, "site.limited_member");
    }

    [Fact]
    public async Task A_list_answers_page_by_page_and_refuses_an_unknown_sort()
    {
        var tenant = await server.CreateTenantAsync("Paging");
        using var admin = await tenant.ClientAsync();
        for (var i = 0; i < 5; i++)
            await admin.PostAsync("/api/rooms", new { siteId = tenant.SiteId, name = $"Room {i}" })
            .ShouldBeAsync(HttpStatusCode.Created);
        var first = await admin.ReadAsync("/api/rooms?pageSize=2&sort=-name");
        first.Items().Select(room => room.Text("name")).ShouldBe(["Room 4", "Room 3"]);
        first.GetProperty("total").GetInt32().ShouldBe(5);
        first.GetProperty("next").GetInt32().ShouldBe(2);
        (await admin.ReadAsync("/api/rooms?pageSize=2&page=3")).TryGetProperty("next", out _).ShouldBeFalse();
        (await admin.ReadAsync("/api/rooms?q=%25")).Items().ShouldBeEmpty();
        await admin.GetAsync("/api/rooms?sort=secret", TestContext.Current.CancellationToken)
            .ShouldRefuseAsync(HttpStatusCode.BadRequest, "list.sort_unknown", "sort");
        await admin.GetAsync("/api/rooms?q=%00", TestContext.Current.CancellationToken)
            .ShouldRefuseAsync(HttpStatusCode.BadRequest, "request.unreadable");
    }
}
