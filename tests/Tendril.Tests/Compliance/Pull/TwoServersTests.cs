using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Server.Jobs;
using Tendril.Server.Modules.Compliance;
using Tendril.Server.Modules.Compliance.Pull;
using Tendril.Server.Storage;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Pull;

/// <summary>The scheduler runs, and looks every second.</summary>
public sealed class TwoServers(DatabaseCluster cluster) : PullServer(cluster)
{
    protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["metrc:allowLoopback"] = "true",
        ["metrc:facilityPerSecond"] = "0",
        ["metrc:integratorPerSecond"] = "0",
        ["jobs:planSeconds"] = "1",
        ["jobs:lookSeconds"] = "1",
        ["jobs:leaseSeconds"] = "2",
    };
}

/// <summary>A second server on the same database, stopped in order at the end.</summary>
internal sealed class AnotherServer(WebApplication app) : IAsyncDisposable
{
    public Uri Url => new(app.Urls.First());

    public static async Task<AnotherServer> StartAsync(TestServer server, CancellationToken cancel) =>
        new(await server.StartAnotherAsync(cancel));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}

public sealed class TwoServersTests(TwoServers server) : IClassFixture<TwoServers>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_schedulers_pull_a_site_once()
    {
        await using var other = await AnotherServer.StartAsync(server, Cancel);
        await using var world = await PullWorld.CreateAsync(server, "Once by two");
        await EventuallyAsync(async () => (await LogsAsync(world)).Any(log => log.CompletedAt is not null));
        await Task.Delay(4000, Cancel);
        var logs = await LogsAsync(world);
        logs.ShouldHaveSingleItem().Status.ShouldBe(SyncStatus.Completed);
        logs[0].TriggeredBy.ShouldBe("schedule");
        (await world.LotsAsync()).ShouldBe(world.Truth(), ignoreOrder: true);
    }

    [Fact]
    public async Task A_second_pull_by_hand_is_told_which_one_runs()
    {
        await using var other = await AnotherServer.StartAsync(server, Cancel);
        await using var world = await PullWorld.CreateAsync(server, "Busy");
        // A run's log is closed a moment before its site is free again.
        await EventuallyAsync(async () => (await LogsAsync(world)).Any(log => log.CompletedAt is not null)
            && await server.App.Services.GetRequiredService<SiteLeases>().RunningAsync(
                world.Tenant.OrganizationId, world.SiteId, SitePull.Purpose, Cancel) is null);
        world.Metrc.Faults.Add(
            new FaultRule { Fault = SimulatorFault.Latency, Seconds = 0.3, PathContains = "/packages/" });
        var first = world.PullAsync(complete: true);
        await EventuallyAsync(async () => (await LogsAsync(world)).Any(log => log.Status == SyncStatus.InProgress));
        using var elsewhere = new HttpClient { BaseAddress = other.Url };
        elsewhere.DefaultRequestHeaders.Authorization = world.Client.DefaultRequestHeaders.Authorization;
        var answer = await elsewhere.PostAsJsonAsync(
            "/api/compliance/sync", new { siteId = world.SiteId, syncType = "strains" }, Cancel);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        ((int)answer.StatusCode).ShouldBe(409, problem.ToString());
        problem.GetProperty("code").GetString().ShouldBe("pull.running");
        var running = problem.GetProperty("syncLogId").GetGuid();
        (await first).GetProperty("syncLogId").GetGuid().ShouldBe(running);
    }

    [Fact]
    public async Task A_run_that_lost_its_site_writes_nothing_more()
    {
        await using var world = await PullWorld.CreateAsync(server, "Fenced");
        await EventuallyAsync(async () => (await LogsAsync(world)).Any(log => log.CompletedAt is not null));
        var leases = server.App.Services.GetRequiredService<SiteLeases>();
        var units = server.App.Services.GetRequiredService<TenantUnits>();
        var slow = (await leases.AcquireAsync(world.Tenant.OrganizationId, world.SiteId, SitePull.Purpose,
            Guid.CreateVersion7(), Cancel))!;
        await leases.ReleaseAsync(slow, Cancel);
        var next = (await leases.AcquireAsync(world.Tenant.OrganizationId, world.SiteId, SitePull.Purpose,
            Guid.CreateVersion7(), Cancel))!;
        next.Epoch.ShouldBe(slow.Epoch + 1);
        await using (var unit = await units.BeginAsync(world.Tenant.Scope, Cancel))
        {
            await Should.ThrowAsync<LeaseLostException>(() => slow.AssertAsync(unit, Cancel));
        }
        await using (var unit = await units.BeginAsync(world.Tenant.Scope, Cancel))
        {
            await next.AssertAsync(unit, Cancel);
        }
        (await leases.RenewAsync(slow, Cancel)).ShouldBeFalse();
        await leases.ReleaseAsync(next, Cancel);
    }

    private static Task<List<SyncLog>> LogsAsync(PullWorld world) => world.ReadAsync(
        db => db.SyncLogs.AsNoTracking().Where(row => row.ParentId == null).OrderBy(row => row.StartedAt)
        .ToListAsync(Cancel));

    internal static async Task EventuallyAsync(Func<Task<bool>> happened)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await happened()) return;
            await Task.Delay(100, Cancel);
        }
        Assert.Fail("It did not happen within a minute.");
    }
}
