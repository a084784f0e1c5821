using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Server.Modules.Compliance;
using Tendril.Server.Modules.Compliance.Pull;
using Tendril.Server.Platform;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Pull;

/// <summary>The real clock, moved on by hand; timers run as always.</summary>
public sealed class MovedTime : TimeProvider
{
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;

    public void Pass(TimeSpan time) => ahead += time;
}

/// <summary>A server whose clock a test moves, with the scheduler off: the test looks at schedules itself.</summary>
public sealed class ScheduleServer(DatabaseCluster cluster) : PullServer(cluster)
{
    public MovedTime Time { get; } = new();

    protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["metrc:allowLoopback"] = "true",
        ["metrc:facilityPerSecond"] = "0",
        ["metrc:integratorPerSecond"] = "0",
        ["metrc:readTimeoutSeconds"] = "1",
        ["metrc:tries"] = "1",
        ["jobs:scheduler"] = "false",
        ["jobs:leaseSeconds"] = "60",
    };

    protected override ServerOptions Shape(ServerOptions options) =>
        base.Shape(options) with
        {
            Walls = services =>
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time))
        };
}

public sealed class PullScheduleTests(ScheduleServer server) : IClassFixture<ScheduleServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_type_is_pulled_hourly_and_once_after_a_long_silence()
    {
        await using var world = await PullWorld.CreateAsync(server, "Hourly");
        (await RunAsync(world)).ShouldNotBeNull();
        (await RunAsync(world)).ShouldBeNull("nothing is due yet");
        server.Time.Pass(TimeSpan.FromMinutes(59));
        (await RunAsync(world)).ShouldBeNull();
        server.Time.Pass(TimeSpan.FromMinutes(2));
        (await RunAsync(world)).ShouldNotBeNull();
        server.Time.Pass(TimeSpan.FromDays(3));
        (await RunAsync(world)).ShouldNotBeNull("what was missed is caught up");
        (await RunAsync(world)).ShouldBeNull("and only once");
        var logs = await world.ReadAsync(db => db.SyncLogs.AsNoTracking().Where(row => row.ParentId == null)
            .ToListAsync(Cancel));
        logs.Count.ShouldBe(3);
        logs.ShouldAllBe(log => log.Status == SyncStatus.Completed && log.TriggeredBy == "schedule"
            && log.SyncType == "all");
        (await world.LotsAsync()).ShouldBe(world.Truth(), ignoreOrder: true);
    }

    [Fact]
    public async Task A_schedule_can_be_changed_and_switched_off()
    {
        await using var world = await PullWorld.CreateAsync(server, "Switched");
        await RunAsync(world);
        foreach (var type in PullTypes.All.Where(type => type.Name != "strains"))
            await PutAsync(world, type.Name, enabled: false, 60);
        var row = await PutAsync(world, "strains", enabled: true, 15);
        row.GetProperty("intervalMinutes").GetInt32().ShouldBe(15);
        server.Time.Pass(TimeSpan.FromMinutes(16));
        var log = await RunAsync(world);
        (await world.GetAsync($"/api/compliance/sync/{log}")).GetProperty("syncType").GetString().ShouldBe("strains");
        var refused = await world.Client.PutAsJsonAsync(
            $"/api/compliance/schedules/strains?siteId={world.SiteId}", new { enabled = true, intervalMinutes = 5 },
            Cancel);
        ((int)refused.StatusCode).ShouldBe(422);
    }

    [Fact]
    public async Task Three_failures_in_a_row_raise_one_alert_and_a_success_ends_it()
    {
        await using var world = await PullWorld.CreateAsync(server, "Alert");
        await RunAsync(world);
        world.Metrc.Faults.Add(new FaultRule { Fault = SimulatorFault.ServiceUnavailable, AfterEffect = true });
        for (var failure = 1; failure <= 4; failure++)
        {
            server.Time.Pass(TimeSpan.FromMinutes(61));
            (await RunAsync(world)).ShouldNotBeNull();
            (await AlertsAsync(world)).ShouldBe(failure < 3 ? 0 : 1, $"after {failure} failures");
        }
        var alert = await world.ReadAsync(db => db.Alerts.AsNoTracking().SingleAsync(Cancel));
        (alert.Code, alert.MailStatus, alert.SiteId).ShouldBe(("pull.failing", "not_configured", (Guid?)world.SiteId));
        alert.Message.ShouldContain("pulls in a row failed");
        (await OverviewAsync(world)).TryGetProperty("outage", out _).ShouldBeTrue();
        world.Metrc.Faults.Clear();
        server.Time.Pass(TimeSpan.FromMinutes(61));
        await RunAsync(world);
        var view = await OverviewAsync(world);
        view.TryGetProperty("outage", out _).ShouldBeFalse();
        view.GetProperty("types").EnumerateArray()
            .ShouldAllBe(type => type.GetProperty("consecutiveFailures").GetInt32() == 0);
    }

    [Fact]
    public async Task A_failed_pull_is_tried_again_soon_and_then_ever_later()
    {
        await using var world = await PullWorld.CreateAsync(server, "Backoff");
        await RunAsync(world);
        world.Metrc.Faults.Add(new FaultRule { Fault = SimulatorFault.ServiceUnavailable, AfterEffect = true });
        server.Time.Pass(TimeSpan.FromMinutes(61));
        await RunAsync(world);
        foreach (var minutes in new[] { 1, 2, 4 })
        {
            server.Time.Pass(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(20));
            (await RunAsync(world)).ShouldBeNull($"{minutes} min have not passed");
            server.Time.Pass(TimeSpan.FromSeconds(40));
            (await RunAsync(world)).ShouldNotBeNull();
        }
    }

    private Task<Guid?> RunAsync(PullWorld world) =>
        server.App.Services.GetRequiredService<DuePull>().RunAsync(world.Tenant.OrganizationId, world.SiteId, Cancel);

    private static async Task<JsonElement> PutAsync(PullWorld world, string type, bool enabled, int minutes)
    {
        var answer = await world.Client.PutAsJsonAsync(
            $"/api/compliance/schedules/{type}?siteId={world.SiteId}", new { enabled, intervalMinutes = minutes },
            Cancel);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static Task<int> AlertsAsync(PullWorld world) => world.ReadAsync(db => db.Alerts.CountAsync(Cancel));

    private static Task<JsonElement> OverviewAsync(PullWorld world) =>
        world.GetAsync($"/api/compliance/overview?siteId={world.SiteId}");
}
