using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Tendril.Metrc;
using Tendril.Metrc.Simulator;
using Tendril.Server.Jobs;
using Tendril.Server.Modules.Compliance;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Pull;

/// <summary>The product's own limits, against a simulator that holds them too.</summary>
public sealed class LimitedServer(DatabaseCluster cluster) : PullServer(cluster)
{
    protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["metrc:allowLoopback"] = "true",
        ["jobs:scheduler"] = "false",
    };
}

public sealed class SharedBudgetTests(LimitedServer server) : IClassFixture<LimitedServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_servers_together_keep_a_facilitys_limits()
    {
        await using var system = NpgsqlDataSource.Create(server.Database.System);
        using var one = Limiter(system);
        using var other = Limiter(system);
        var call = new MetrcCall("integrator-a", "LIC-A");
        var began = new ConcurrentQueue<TimeSpan>();
        var clock = Stopwatch.StartNew();
        var (inside, most) = (0, 0);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 120), new ParallelOptions { MaxDegreeOfParallelism = 40, CancellationToken = Cancel },
            async (number, cancel) =>
            {
                await using var turn = await (number % 2 == 0 ? one : other).EnterAsync(call, cancel);
                turn.NotBefore.ShouldBeNull();
                began.Enqueue(clock.Elapsed);
                InterlockedMost(ref most, Interlocked.Increment(ref inside));
                await Task.Delay(30, cancel);
                Interlocked.Decrement(ref inside);
            });
        most.ShouldBeLessThanOrEqualTo(10);
        var starts = began.Order().ToArray();
        var busiest = starts.Max(start => starts.Count(at => at >= start && at < start + TimeSpan.FromSeconds(1)));
        busiest.ShouldBeLessThanOrEqualTo(50);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_pause_that_metrc_asked_for_holds_for_every_server()
    {
        await using var system = NpgsqlDataSource.Create(server.Database.System);
        using var one = Limiter(system);
        using var other = Limiter(system);
        var call = new MetrcCall("integrator-b", "LIC-B");
        await one.PauseAsync(call, TimeSpan.FromSeconds(2), Cancel);
        var clock = Stopwatch.StartNew();
        await using (await other.EnterAsync(call, Cancel)) clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(1.5));
        await one.PauseAsync(call, TimeSpan.FromMinutes(10), Cancel);
        await using var turn = await one.EnterAsync(call, Cancel);
        turn.NotBefore!.Value.ShouldBeGreaterThan(TimeSpan.FromMinutes(9));
    }

    [Fact]
    public async Task A_pull_within_the_limits_is_hardly_ever_told_to_slow_down()
    {
        await using var world = await PullWorld.CreateAsync(
            server, "Limited", licence => PullWorld.Small(licence, packages: 800), new SimulatorOptions());
        (await world.PullAsync()).GetProperty("created").GetInt32().ShouldBe(800);
        world.Metrc.Requests.All.Count(request => request.Status == 429).ShouldBeLessThanOrEqualTo(2);
        (await world.LotsAsync()).ShouldBe(world.Truth(), ignoreOrder: true);
    }

    private static DatabaseMetrcLimiter Limiter(NpgsqlDataSource system) =>
        new(system, new MetrcOptions(), new SiteLeases(system, new JobOptions()), TimeProvider.System);

    private static void InterlockedMost(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most) Interlocked.CompareExchange(ref most, value, seen);
    }
}
