using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tendril.Server.Platform;
using Tendril.Server.Sync;
using Tendril.Tests.Support;

namespace Tendril.Tests.Sync;

/// <summary>A server that can be started again with tables switched off.</summary>
public sealed class SwitchServer(DatabaseCluster cluster) : TestServer(cluster)
{
    public string Off { get; set; } = "";

    protected override ServerOptions Shape(ServerOptions options) => options with
    {
        Settings = new Dictionary<string, string?>(options.Settings) { ["SYNC:TABLESOFF"] = Off },
    };
}

/// <summary>Syncing of a table is switched off and on again for an installation; nothing is lost.</summary>
public sealed class TableOffTests(SwitchServer server) : IClassFixture<SwitchServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Off_a_table_waits_and_on_again_everything_comes()
    {
        var tenant = await server.CreateTenantAsync("Switch");
        using var phone = await SyncClient.OpenAsync(tenant);
        await using var without = await StartWithoutAsync("tasks");
        using var there = phone.At(UrlOf(without));
        await phone.ResultsAsync(SyncClient.Task(tenant.SiteId, "Before"));
        var cursor = (await phone.PullAsync()).Lines.Cursor;
        var group = Guid.CreateVersion7();
        var (waits, beside) = (SyncClient.Task(tenant.SiteId, "Waits", group: group), Series(tenant.SiteId, group));

        var early = await there.ResultsAsync(waits, beside);
        early.Select(one => one.Code()).ShouldBe(["sync.table_off", "sync.group_refused"]);
        early.ShouldAllBe(one => one["retryable"]!.GetValue<bool>());
        var later = SyncClient.Operation("patch", "series", Guid.Parse(beside["row"]!.GetValue<string>()), 0,
            new() { ["title"] = "Feeding" }, new() { ["title"] = "Watering" }, null);
        (await there.ResultsAsync(waits, beside, later))[2].ShouldSatisfyAllConditions(
            one => one.Code().ShouldBe("sync.parent_unknown"),
            one => one["retryable"]!.GetValue<bool>().ShouldBeTrue());
        await phone.ResultsAsync(SyncClient.Task(tenant.SiteId, "Meanwhile"));
        (await there.ResultsAsync(Series(tenant.SiteId, null)))[0].Status().ShouldBe("applied");
        var off = (await there.PullAsync(cursor)).Lines;
        var again = (await there.PullAsync(off.Cursor)).Lines;

        off.Lines[0]["off"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe("tasks");
        off.Frames.Select(frame => frame["table"]!.GetValue<string>()).ShouldBe(["series"]);
        again.Frames.ShouldBeEmpty();
        (await phone.ResultsAsync(waits, beside, later)).ShouldAllBe(one => one.Status() == "applied");
        var on = (await phone.PullAsync(again.Cursor)).Lines;
        on.IsFirst.ShouldBeFalse();
        on.Lines[0]["off"]!.AsArray().ShouldBeEmpty();
        on.Values("tasks", "created", "title").ShouldBe(["Meanwhile", "Waits"], true);
        (await phone.PullAsync(on.Cursor)).Lines.Frames.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_off_during_the_first_download_comes_when_it_is_on()
    {
        var tenant = await server.CreateTenantAsync("First without");
        using var phone = await SyncClient.OpenAsync(tenant);
        await using var without = await StartWithoutAsync("tasks, series");
        using var there = phone.At(UrlOf(without));
        await phone.ResultsAsync(SyncClient.Task(tenant.SiteId, "Early"), Series(tenant.SiteId, null));

        var first = (await there.PullAsync()).Lines;
        first.Frames.ShouldBeEmpty();
        var on = (await phone.PullAsync(first.Cursor)).Lines;
        on.Values("tasks", "created", "title").ShouldBe(["Early"]);
        on.Values("series", "created", "title").ShouldBe(["Watering"]);
    }

    [Fact]
    public void A_name_that_is_no_table_is_refused_at_the_start()
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["SYNC:TABLESOFF"] = "tasks,plans" }).Build();
        Should.Throw<InvalidOperationException>(() => SyncSettings.Read(settings)).Message.ShouldContain("plans");
    }

    private static System.Text.Json.Nodes.JsonObject Series(Guid site, Guid? group) =>
        SyncClient.Operation("create", "series", Guid.CreateVersion7(), 0, new()
        {
            ["site_id"] = $"{site}",
            ["title"] = "Watering",
            ["starts_at"] = "2026-11-20T08:00",
            ["time_zone"] = "America/Denver",
            ["rule"] = "FREQ=DAILY",
        }, null, group);

    private async Task<WebApplication> StartWithoutAsync(string tables)
    {
        server.Off = tables;
        try
        {
            return await server.StartAnotherAsync(Cancel);
        }
        finally
        {
            server.Off = "";
        }
    }

    private static Uri UrlOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
}
