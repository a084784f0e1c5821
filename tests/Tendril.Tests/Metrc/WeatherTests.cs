using Tendril.Metrc;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Metrc.Simulator.Seeding;
using Tendril.Metrc.Wire;
using static Tendril.Tests.Metrc.Answers;

namespace Tendril.Tests.Metrc;

/// <summary>
/// The client against the simulator, which shares no code with it: every call in good weather, and under each of the
/// simulator's faults a list that is exact or a failure, and a write that is never called done or refused wrongly.
/// </summary>
public class WeatherTests
{
    private const string Grower = "403-X0001";

    public static TheoryData<SimulatorFault> Faults => [.. Enum.GetValues<SimulatorFault>()];

    [Fact]
    public async Task Every_read_in_the_table_is_answered_in_the_shape_we_know()
    {
        await using var metrc = await StartAsync(packages: 45);
        using var client = Client(metrc);

        var batch = await client.SendAsync(Batch("First"), Grower, Cancel);
        var batchId = batch.ShouldBeOfType<SendOutcome.Accepted>().Ids.Single();
        (await client.ListAsync(MetrcApi.Facilities, null, null, Cancel)).Data().Rows.Single().License.Number
            .ShouldBe(Grower);
        await HasRows(MetrcApi.Employees);
        await HasRows(MetrcApi.ActiveLocations);
        await HasRows(MetrcApi.LocationTypes);
        await HasRows(MetrcApi.ActiveStrains);
        await HasRows(MetrcApi.ActiveItems);
        await HasRows(MetrcApi.ItemCategories);
        await HasRows(MetrcApi.ActiveUnits);
        await HasRows(MetrcApi.AvailablePlantTags);
        await HasRows(MetrcApi.AvailablePackageTags);
        await HasRows(MetrcApi.ActivePackages);
        await HasRows(MetrcApi.ActivePlantBatches);
        await HasRows(MetrcApi.PlantBatchTypes);
        foreach (var list in new[] { MetrcApi.InactivePackages, MetrcApi.OnHoldPackages, MetrcApi.InTransitPackages })
            (await client.ListAsync(list, Grower, null, Cancel)).Data().Complete.ShouldBeTrue();
        (await client.ListAsync(MetrcApi.TransferredPackages, Grower, null, Cancel)).Data();
        (await client.ListAsync(MetrcApi.InactivePlantBatches, Grower, null, Cancel)).Data();
        (await client.OneAsync(MetrcApi.PlantBatchById, Grower, batchId, Cancel)).Data().UntrackedCount.ShouldBe(5);
        var package = (await client.ListAsync(MetrcApi.ActivePackages, Grower, null, Cancel)).Data().Rows[0];
        (await client.OneAsync(MetrcApi.PackageByLabel, Grower, package.Label, Cancel)).Data().Id.ShouldBe(package.Id);
        (await client.OneAsync(MetrcApi.PackageById, Grower, package.Id, Cancel)).Data().Label.ShouldBe(package.Label);
        (await client.OneAsync(MetrcApi.PackageById, Grower, 999_999_999, Cancel)).Failure()
            .ShouldBeOfType<MetrcFailure.Refused>().NotFound.ShouldBeTrue();

        async Task HasRows<T>(MetrcListOf<T> list)
            where T : class
        {
            var read = (await client.ListAsync(list, Grower, null, Cancel)).Data();
            read.Rows.ShouldNotBeEmpty(list.Name);
            read.Complete.ShouldBeTrue(list.Name);
        }
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task A_list_is_exact_or_a_failure(SimulatorFault fault)
    {
        await using var metrc = await StartAsync(packages: 70);
        using var client = Client(metrc);
        var before = (await client.ListAsync(MetrcApi.ActivePackages, Grower, null, Cancel)).Data().Rows;

        metrc.Faults.Add(Rule(fault, "/packages"));
        var read = await client.ListAsync(MetrcApi.ActivePackages, Grower, null, Cancel);

        if (read.Failed(out var failure, out var list)) failure.Message.ShouldNotBeEmpty();
        else Same(list.Rows, before);
        metrc.Faults.Clear();
        if (fault is not SimulatorFault.KeyRevoked)
            Same((await client.ListAsync(MetrcApi.ActivePackages, Grower, null, Cancel)).Data().Rows, before);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task A_write_is_called_done_or_refused_only_when_it_was(SimulatorFault fault)
    {
        await using var metrc = await StartAsync(packages: 0);
        using var client = Client(metrc);

        metrc.Faults.Add(Rule(fault, "/plantbatches/v2/plantings"));
        var outcome = await client.SendAsync(Batch("Storm"), Grower, Cancel);
        metrc.Faults.Clear();

        var created = metrc.State.CreationsOf("Storm");
        created.ShouldBeInRange(0, 1);
        var there = created == 1;
        switch (outcome)
        {
            case SendOutcome.Accepted accepted:
                there.ShouldBeTrue();
                accepted.Ids.Count.ShouldBe(1);
                break;
            case SendOutcome.Unknown unknown:
                unknown.Reason.ShouldNotBeEmpty();
                break;
            default:
                there.ShouldBeFalse($"{fault}: {outcome}");
                break;
        }
        var doubtful = fault is SimulatorFault.ServerErrorAfterEffect or SimulatorFault.TimeoutAfterCommit
            or SimulatorFault.ResetAfterCommit or SimulatorFault.ResetMidBody or SimulatorFault.EmptyOk
            or SimulatorFault.TruncatedBody;
        if (doubtful) (there, outcome is SendOutcome.Unknown).ShouldBe((true, true), $"{fault}: {outcome}");
    }

    private static void Same(IEnumerable<MetrcPackage> rows, IEnumerable<MetrcPackage> before) =>
        rows.Select(row => (row.Id, row.Label, row.Quantity, row.Item?.Name)).Order()
            .ShouldBe(before.Select(row => (row.Id, row.Label, row.Quantity, row.Item?.Name)).Order());

    private static FaultRule Rule(SimulatorFault fault, string path) => new()
    {
        Fault = fault,
        PathContains = path,
        Times = 1,
        Seconds = fault is SimulatorFault.TimeoutBeforeCommit or SimulatorFault.TimeoutAfterCommit ? 1 : 0.05,
        From = fault is SimulatorFault.Outage ? DateTimeOffset.UnixEpoch : null,
        To = fault is SimulatorFault.Outage ? DateTimeOffset.MaxValue : null,
    };

    private static MetrcWrite Batch(string name) => MetrcWrite.Create(MetrcApi.CreatePlantings, new MetrcPlanting
    {
        Name = name,
        Type = "Clone",
        Count = 5,
        Strain = "Blue Dream",
        Location = "Planting Room",
        ActualDate = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1)),
    });

    private static MetrcClient Client(MetrcSimulator metrc) => new(
        MetrcClient.NewHandler(),
        new MetrcConnection(new Uri(metrc.Url), "weather-vendor", "weather-user"),
        new MetrcSettings { ReadTimeout = TimeSpan.FromSeconds(20), WriteTimeout = TimeSpan.FromSeconds(20) },
        MetrcLimiter.None,
        TimeProvider.System);

    private static async Task<MetrcSimulator> StartAsync(int packages)
    {
        var metrc = await MetrcSimulator.StartAsync(new SimulatorOptions { Limits = false }, Cancel);
        WorldSeed.Sow(metrc.State, new SeedPlan
        {
            Seed = 7,
            Facilities = [new SeedFacility(Grower, "Weather Grower")],
            VendorKey = "weather-vendor",
            UserKey = "weather-user",
            StrainNames = ["Blue Dream", "Crème <b>Brûlée</b>"],
            ItemNames = ["Blue Dream Buds", "Crème <b>Brûlée</b> 🌱"],
            Packages = packages,
        });
        return metrc;
    }
}
