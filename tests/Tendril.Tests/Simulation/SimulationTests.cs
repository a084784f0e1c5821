using System.Globalization;

namespace Tendril.Tests.Simulation;

/// <summary>Devices and server agree when the storm is over, and nothing was lost on the way.</summary>
public sealed class SimulationTests(SimulatedDatabase database) : IClassFixture<SimulatedDatabase>
{
    /// <summary>How many worlds to run: 20, or as many as <c>./test --simulate N</c> asks for.</summary>
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, int.Parse(
        Environment.GetEnvironmentVariable("TENDRIL_SIMULATE") ?? "20", CultureInfo.InvariantCulture))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Devices_agree_when_the_storm_is_over(int seed)
    {
        var (broken, world) = await RunAsync(database, seed, Planted.None);

        (broken is null ? null : Story(world, broken)).ShouldBeNull();
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_world()
    {
        var other = await NewDatabaseAsync(Planted.None);
        await using (other)
        {
            var (_, one) = await RunAsync(database, 1001, Planted.None);
            var (_, again) = await RunAsync(other, 1001, Planted.None);

            again.Events.ShouldBe(one.Events);
            one.Events.Count.ShouldBeGreaterThan(200);
        }
    }

    /// <summary>A storm in which nothing goes wrong would prove nothing.</summary>
    [Fact]
    public async Task Storms_bring_every_fault()
    {
        List<string> events = [];
        for (var seed = 2001; seed < 2009; seed++)
            events.AddRange((await RunAsync(database, seed, Planted.None)).World.Events);

        foreach (var fault in new[]
        {
            "request is lost", "reply is lost", "comes twice", "an old request", "dies before the commit",
            "the commit hangs", "server is busy", "dies while it synced", "starts again", "breaks off",
            "must start anew", "is now wrong by", "server renames", "to another site", "server forgets",
            "Conflict", "Merged", "Duplicate", "sync.row_unknown", "sync.group_refused", "sync.operation_reused",
            "sync.table_off", "sync.parent_unknown", "tries again what", "gives up what",
            "does advance_stage", "does finalize", "does undo", "does revert", "does override_skip",
            "harvest.",
        })
            events.ShouldContain(one => one.Contains(fault, StringComparison.Ordinal), fault);
    }

    /// <summary>Each mistake with the first seed of ten in which one world finds it.</summary>
    [Theory]
    [InlineData(Planted.CursorByClock, 5)]
    [InlineData(Planted.RevisionWithoutLock, 5)]
    [InlineData(Planted.AckWithoutCommit, 1)]
    [InlineData(Planted.WholeRowLastWriter, 1)]
    [InlineData(Planted.IdempotencyWithoutHash, 2)]
    [InlineData(Planted.TombstoneIgnored, 1)]
    [InlineData(Planted.GroupTorn, 1)]
    [InlineData(Planted.DirtyByTime, 1)]
    [InlineData(Planted.StepHalfDone, 1)]
    public async Task A_planted_mistake_is_found(Planted bug, int seed)
    {
        var planted = await NewDatabaseAsync(bug);
        await using (planted)
        {
            for (var last = seed + 10; seed < last; seed++)
                if ((await RunAsync(planted, seed, bug)).Broken is { } found)
                {
                    TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {found}");
                    return;
                }
        }
        Assert.Fail($"{bug} was not found in ten worlds");
    }

    private static async Task<(string? Broken, World World)> RunAsync(SimulatedDatabase database, int seed, Planted bug)
    {
        var world = await World.OpenAsync(database, seed, bug);
        await world.StormAsync(steps: 160);
        await world.CalmAsync();
        return (await new WorldChecks(world).FirstBrokenAsync(), world);
    }

    private async Task<SimulatedDatabase> NewDatabaseAsync(Planted bug)
    {
        var fresh = database.Another();
        await fresh.OpenAsync(bug);
        return fresh;
    }

    private static string Story(World world, string broken) => $"""
        seed {world.Seed}: {broken}
        {string.Join('\n', world.Events.TakeLast(50))}
        """;
}
