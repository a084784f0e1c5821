using System.Text.Json;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Pull;

/// <summary>Few tries and a short patience, so that bad weather costs seconds.</summary>
public sealed class StormyServer(DatabaseCluster cluster) : PullServer(cluster)
{
    protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["metrc:allowLoopback"] = "true",
        ["metrc:facilityPerSecond"] = "0",
        ["metrc:integratorPerSecond"] = "0",
        // Fault follows fault here; the pause after many in a row has tests of its own.
        ["metrc:breakAfterFailures"] = "0",
        ["metrc:readTimeoutSeconds"] = "1",
        ["metrc:tries"] = "2",
        ["jobs:scheduler"] = "false",
        ["jobs:leaseSeconds"] = "60",
    };
}

public sealed class PullFaultTests(StormyServer server) : IClassFixture<StormyServer>
{
    public static TheoryData<SimulatorFault> Faults => [.. Enum.GetValues<SimulatorFault>()];

    /// <summary>
    /// Whatever goes wrong in the middle: nothing wrong is written, the log says what it was, the next pull heals.
    /// </summary>
    [Theory, MemberData(nameof(Faults))]
    public async Task A_fault_in_mid_pull_writes_nothing_wrong_and_the_next_pull_heals(SimulatorFault fault)
    {
        await using var world = await PullWorld.CreateAsync(server, $"Fault {fault}", licence =>
            PullWorld.Small(licence, packages: 120));
        await world.PullAsync();
        var before = world.Truth();
        world.Metrc.State.Touch(world.License, 30);
        var after = world.Truth();
        var now = world.Metrc.State.Now;
        world.Metrc.Faults.Add(new FaultRule
        {
            Fault = fault,
            Method = "GET",
            PathContains = "/packages/v2/active",
            Skip = 1,
            Seconds = SecondsOf(fault),
            AfterEffect = true,
            From = now.AddHours(-1),
            To = now.AddHours(1),
        });
        var spoiled = await world.PullAsync(complete: true);
        foreach (var (label, lot) in await world.LotsAsync())
            new[] { before[label], after[label] }.ShouldContain(lot, $"{fault} wrote something wrong");
        (await world.LotsAsync()).Count.ShouldBe(120);
        if (!spoiled.GetProperty("success").GetBoolean()) ShouldSayWhy(spoiled, fault);
        world.Metrc.Faults.Clear();
        if (fault == SimulatorFault.KeyRevoked) world.Metrc.State.RestoreUserKey(PullWorld.User);
        var healed = await world.PullAsync(complete: true);
        healed.GetProperty("success").GetBoolean().ShouldBeTrue(healed.ToString());
        (await world.LotsAsync()).ShouldBe(world.Truth(), ignoreOrder: true);
    }

    [Fact]
    public async Task One_row_of_a_wrong_type_costs_one_row()
    {
        await using var world = await PullWorld.CreateAsync(
            server, "One row", licence => PullWorld.Small(licence) with { AllLists = false });
        world.Metrc.Faults.Add(SimulatorFault.WrongType, pathContains: "/packages/v2/active", times: 1);
        var result = await world.PullAsync();
        result.GetProperty("status").GetString().ShouldBe("partial");
        result.GetProperty("failed").GetInt32().ShouldBeGreaterThan(0);
        result.GetProperty("created").GetInt32().ShouldBe(60 - result.GetProperty("failed").GetInt32());
        result.GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("Could not be read");
        Numbers(await world.PullAsync()).Failed.ShouldBe(0);
        (await world.LotsAsync()).ShouldBe(world.Truth(), ignoreOrder: true);
    }

    private static double? SecondsOf(SimulatorFault fault) => fault switch
    {
        SimulatorFault.Latency => 0.02,
        SimulatorFault.TooManyRequestsWithRetryAfter => 1,
        SimulatorFault.ReadLag => 3600,
        SimulatorFault.ClockOff => 3600,
        _ => null,
    };

    private static void ShouldSayWhy(JsonElement result, SimulatorFault fault)
    {
        result.GetProperty("status").GetString().ShouldBeOneOf("partial", "failed");
        result.GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace($"{fault} says nothing");
        result.GetProperty("help").GetString().ShouldNotBeNullOrWhiteSpace();
        result.GetProperty("code").GetString()!.ShouldStartWith("pull.");
        result.GetProperty("errors").GetArrayLength().ShouldBeGreaterThan(0);
    }

    private static (int Failed, int Created) Numbers(JsonElement result) =>
        (result.GetProperty("failed").GetInt32(), result.GetProperty("created").GetInt32());
}
