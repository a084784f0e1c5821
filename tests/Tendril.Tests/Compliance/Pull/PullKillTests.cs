using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Server.Modules.Compliance;
using Tendril.Server.Platform;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Pull;

/// <summary>Real processes on one database; one of them dies by SIGKILL in the middle of a pull.</summary>
public sealed partial class PullKillTests(PullServer server) : IClassFixture<PullServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_killed_in_mid_pull_leaves_nothing_half_written_and_the_next_run_heals()
    {
        var folder = Directory.CreateTempSubdirectory("tendril-kill-").FullName;
        var masterKey = MasterKey.Create();
        await using var first = Start(folder, masterKey);
        await using var world = await PullWorld.CreateAsync(server, "Killed", licence =>
            PullWorld.Small(licence, packages: 900));
        using (var client = await ClientAsync(first, world))
        {
            // The processes have a master key of their own, so the key is entered again through them.
            (await client.PutAsJsonAsync(
                $"/api/compliance/credentials?siteId={world.SiteId}",
                new
                {
                    environment = "sandbox",
                    baseUrl = world.Metrc.Url,
                    vendorKey = PullWorld.Vendor,
                    userKey = PullWorld.User
                }, Cancel))
                .EnsureSuccessStatusCode();
            world.Metrc.Faults.Add(
                new FaultRule { Fault = SimulatorFault.Latency, Seconds = 0.2, PathContains = "/packages/v2/active" });
            var pull = client.PostAsJsonAsync(
                "/api/compliance/sync", new { siteId = world.SiteId, syncType = "packages" }, Cancel);
            await TwoServersTests.EventuallyAsync(async () => (await world.LotsAsync()).Count >= 400);
            await first.StopAsync("KILL", Cancel);
            await Should.ThrowAsync<HttpRequestException>(() => pull);
        }
        var half = await world.LotsAsync();
        half.Count.ShouldBeLessThan(900);
        foreach (var (label, lot) in half) world.Truth()[label].ShouldBe(lot);
        world.Metrc.Faults.Clear();
        await using var second = Start(folder, masterKey);
        using var again = await ClientAsync(second, world);
        await TwoServersTests.EventuallyAsync(async () =>
            (await again.PostAsJsonAsync("/api/compliance/sync", new { siteId = world.SiteId, syncType = "packages" },
                Cancel)).IsSuccessStatusCode);
        (await world.LotsAsync()).ShouldBe(world.Truth(), ignoreOrder: true);
        var logs = await world.ReadAsync(db => db.SyncLogs.AsNoTracking().OrderBy(row => row.StartedAt)
            .ToListAsync(Cancel));
        logs.Select(log => (log.Status, log.ErrorCode))
            .ShouldBe([(SyncStatus.Failed, "pull.interrupted"), (SyncStatus.Completed, null)]);
        var mappings = await world.ReadAsync(db => db.MetrcPackageMappings.CountAsync(Cancel));
        mappings.ShouldBe(900);
        await second.StopAsync("TERM", Cancel);
        Directory.Delete(folder, recursive: true);
    }

    private TendrilProcess Start(string folder, string masterKey) => TendrilProcess.Start(
        ["serve", "--port", "0", "--data", folder],
        environment: new Dictionary<string, string>
        {
            ["ConnectionStrings__Tendril"] = server.Database.Owner,
            ["ConnectionStrings__TendrilApp"] =
                server.Database.App,
            ["ConnectionStrings__TendrilSystem"] = server.Database.System,
            ["TENDRIL__MasterKey"] = masterKey,
            ["TENDRIL__metrc__allowLoopback"] = "true",
            ["TENDRIL__metrc__facilityPerSecond"] = "0",
            ["TENDRIL__metrc__integratorPerSecond"] = "0",
            ["TENDRIL__jobs__scheduler"] = "false",
            ["TENDRIL__jobs__leaseSeconds"] = "2",
        });

    private static async Task<HttpClient> ClientAsync(TendrilProcess process, PullWorld world)
    {
        await process.WaitForAsync("http://127.0.0.1:", Cancel);
        return new HttpClient
        {
            BaseAddress = new Uri(Address().Match(process.Said).Value),
            DefaultRequestHeaders = { Authorization = world.Client.DefaultRequestHeaders.Authorization },
        };
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
