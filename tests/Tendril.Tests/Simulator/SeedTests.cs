using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.Seeding;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Tests.Simulator;

public sealed class SeedTests(ITestOutputHelper output)
{
    private static readonly string[] Lists = ["active", "inactive", "intransit", "transferred"];

    [Fact]
    public void The_same_plan_on_the_same_clock_gives_the_same_state_to_the_byte()
    {
        Sown(seed: 7).Save().ShouldBe(Sown(seed: 7).Save());
        Sown(seed: 8).Save().ShouldNotBe(Sown(seed: 7).Save());
    }

    [Fact]
    public void A_saved_state_loads_back_to_the_byte_and_holds_no_key()
    {
        var state = Sown(seed: 3);
        var saved = state.Save();
        var loaded = new SimulatorState(new StoppedClock(Stage.Noon));
        loaded.Load(saved);
        loaded.Save().ShouldBe(saved);
        Encoding.UTF8.GetString(saved).ShouldNotContain("seed-user");
        loaded.AddStrain("L-1", "New after loading").Id.ShouldBe(state.AddStrain("L-1", "New after loading").Id);
    }

    [Fact]
    public void A_state_that_is_no_JSON_changes_nothing()
    {
        var state = Sown(seed: 3);
        var saved = state.Save();
        Should.Throw<System.Text.Json.JsonException>(() => state.Load("{\"lastId\":"u8));
        state.Save().ShouldBe(saved);
    }

    [Fact]
    public async Task Five_thousand_packages_are_all_served_once_and_quickly()
    {
        await using var simulator = await MetrcSimulator.StartAsync(
            new SimulatorOptions { Limits = false, Time = new StoppedClock(Stage.Noon) },
                TestContext.Current.CancellationToken);
        var world = WorldSeed.Sow(simulator.State, Plan(seed: 1, packages: 5000));
        using var client = Client(simulator);
        var watch = Stopwatch.StartNew();
        var bytes = await DownloadAsync(client, world.Facilities.Select(f => f.Licence));
        output.WriteLine($"{bytes / 1024} KiB in {watch.ElapsedMilliseconds} ms, every row rendered for once");
        var ids = new List<long>();
        foreach (var facility in world.Facilities)
            foreach (var list in Lists)
                ids.AddRange(await ReadAllAsync(client, facility.Licence, list));
        ids.Order().ShouldBe(world.Packages.Select(p => p.Id).Order());
        world.OnHold.ShouldBeGreaterThan(0);
        foreach (var status in Enum.GetValues<PackageStatus>()) world.Count(status).ShouldBeGreaterThan(0, $"{status}");
        watch.Restart();
        bytes = await DownloadAsync(client, world.Facilities.Select(f => f.Licence));
        output.WriteLine($"{bytes / 1024} KiB again in {watch.ElapsedMilliseconds} ms");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10),
            "generous for a busy machine; alone it takes well under one");
    }

    [Fact]
    public async Task Touched_packages_and_no_others_are_in_the_next_window()
    {
        var clock = new StoppedClock(Stage.Noon);
        await using var simulator = await MetrcSimulator.StartAsync(
            new SimulatorOptions { Limits = false, Time = clock }, TestContext.Current.CancellationToken);
        WorldSeed.Sow(simulator.State, Plan(seed: 1, packages: 900));
        clock.Move(TimeSpan.FromHours(1));
        var touched = simulator.State.Touch("L-1", 100);
        using var client = Client(simulator);
        var rows = await ReadAsync(client, "L-1", "active", $"&lastModifiedStart={Stage.Utc(clock.GetUtcNow())}", 100);
        rows.Select(r => (string)r["Label"]!).Order(StringComparer.Ordinal)
            .ShouldBe(touched.Order(StringComparer.Ordinal));
        (await ReadAsync(client, "L-2", "active", $"&lastModifiedStart={Stage.Utc(clock.GetUtcNow())}", 20))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Real_names_come_back_exactly_as_they_were_sown()
    {
        var strains = RealNames("strains.csv", 3, 300);
        var items = RealNames("products.csv", 1, 500);
        Assert.SkipWhen(strains.Count == 0, "The folder ../shared/data with real names is not beside this repository.");
        await using var simulator = await MetrcSimulator.StartAsync(
            new SimulatorOptions { Limits = false }, TestContext.Current.CancellationToken);
        var world = WorldSeed.Sow(simulator.State,
            Plan(seed: 1, packages: 600) with { StrainNames = strains, ItemNames = items });
        world.Items.ShouldBeGreaterThan(450);
        using var client = Client(simulator);
        var known = simulator.State.PackageList().ToDictionary(p => p.Id);
        var odd = 0;
        foreach (var row in await ReadAsync(client, "L-1", "active", "", 200))
        {
            var expected = known[row["Id"]!.GetValue<long>()];
            ((string)row["Item"]!["Name"]!).ShouldBe(expected.Item);
            row["Quantity"]!.ToJsonString()
                .ShouldBe(expected.Quantity.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (expected.Item.Any(c => !char.IsAsciiLetterOrDigit(c) && c != ' ')) odd++;
        }
        odd.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("CO")]
    [InlineData("MA")]
    [InlineData("CA")]
    [InlineData("OK")]
    public void The_demo_knows_three_licences_with_rooms_for_batches_and_rooms_without(string code)
    {
        var state = new SimulatorState(new StoppedClock(Stage.Noon));
        var licences = DemoWorld.Sow(state, code, DemoKeys.FromSeed(1));
        state.Facilities.Select(f => f.Licence).ShouldBe([licences.Grower, licences.Processor, licences.Shop]);
        state.PackageList().Count.ShouldBe(60);
        state.SpareTags(licences.Grower, TagKind.Plant).Count.ShouldBe(40);
        var again = new SimulatorState(new StoppedClock(Stage.Noon));
        DemoWorld.Sow(again, code, DemoKeys.FromSeed(1));
        again.Save().ShouldBe(state.Save());
    }

    [Fact]
    public void Every_state_of_the_matrix_has_a_profile_for_every_kind_of_facility()
    {
        StateProfile.Codes.Count.ShouldBeGreaterThan(25);
        foreach (var code in StateProfile.Codes)
        {
            var profile = StateProfile.Load(code);
            profile.Kinds.Keys.Order(StringComparer.Ordinal)
                .ShouldBe(["Cultivator", "Dispensary", "Lab", "Manufacturer"]);
            profile.NewFacility("L", "N", "Cultivator").Has("CanGrowPlants").ShouldBeTrue();
            profile.LocationTypes.ShouldContain(t => t.ForPlantBatches);
            profile.LocationTypes.ShouldContain(t => !t.ForPlantBatches);
            TimeZoneInfo.TryFindSystemTimeZoneById(profile.ZoneId, out _).ShouldBeTrue(profile.ZoneId);
        }
        StateProfile.Load("CO").Kinds["Cultivator"].TrueFlags.ShouldContain("CanCreateOpeningBalancePlantBatches");
        StateProfile.Load("CA").Kinds["Cultivator"].TrueFlags.ShouldNotContain("CanCreateOpeningBalancePlantBatches");
        StateProfile.Load("CA").BatchNameIsPlantTag.ShouldBeTrue();
    }

    private static SeedPlan Plan(int seed, int packages) => new()
    {
        Seed = seed,
        VendorKey = "seed-vendor",
        UserKey = "seed-user",
        Packages = packages,
        Facilities = [new("L-1", "One"), new("L-2", "Two", "Manufacturer"), new("L-3", "Three", "Dispensary")],
        StrainNames = [.. Enumerable.Range(1, 30).Select(i => $"Strain {i}")],
        ItemNames = [.. Enumerable.Range(1, 50).Select(i => $"Item {i}"), "", "  "],
    };

    private static SimulatorState Sown(int seed)
    {
        var state = new SimulatorState(new StoppedClock(Stage.Noon));
        WorldSeed.Sow(state, Plan(seed, packages: 100));
        return state;
    }

    private static HttpClient Client(MetrcSimulator simulator)
    {
        var client = new HttpClient { BaseAddress = new Uri(simulator.Url) };
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("seed-vendor:seed-user"u8));
        return client;
    }

    /// <summary>All ids of a list, eight pages at a time.</summary>
    private static async Task<List<long>> ReadAllAsync(HttpClient client, string licence, string list)
    {
        var first = await PageAsync(client, licence, list, "", 1);
        var pages = await Task.WhenAll(Enumerable.Range(2, Math.Max(0, first["TotalPages"]!.GetValue<int>() - 1))
            .Chunk(8)
            .Select(async chunk => await Task.WhenAll(
                chunk.Select(page => PageAsync(client, licence, list, "", page)))));
        return pages.SelectMany(p => p).Prepend(first).SelectMany(p => p["Data"]!.AsArray())
            .Select(r => (r![list == "transferred" ? "PackageId" : "Id"])!.GetValue<long>()).ToList();
    }

    /// <summary>Every page of the active lists, ten at a time, without looking inside.</summary>
    private static async Task<long> DownloadAsync(HttpClient client, IEnumerable<string> licences)
    {
        var bytes = 0L;
        var paths = licences.SelectMany(licence => Enumerable.Range(1, 84)
            .Select(page => $"/packages/v2/active?licenseNumber={licence}&pageNumber={page}&pageSize=20"));
        var options = new ParallelOptions { MaxDegreeOfParallelism = 10 };
        await Parallel.ForEachAsync(paths, options, async (path, cancel) =>
            Interlocked.Add(ref bytes, (await client.GetByteArrayAsync(new Uri(path, UriKind.Relative), cancel))
                .Length));
        return bytes;
    }

    private static async Task<List<JsonNode>> ReadAsync(HttpClient client, string licence, string list, string filter,
        int upTo)
    {
        var rows = new List<JsonNode>();
        for (var page = 1; page <= (upTo + 19) / 20; page++)
            rows.AddRange((await PageAsync(client, licence, list, filter, page))["Data"]!.AsArray().Select(r => r!));
        return rows;
    }

    private static async Task<JsonNode> PageAsync(HttpClient client, string licence, string list, string filter,
        int page)
    {
        var path = $"/packages/v2/{list}?licenseNumber={licence}&pageNumber={page}&pageSize=20{filter}";
        return JsonNode.Parse(
            await client.GetStreamAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken))!;
    }

    /// <summary>
    /// One column of a file of real names, plain enough to need no CSV reader: quoted, no quotes inside.
    /// </summary>
    private static List<string> RealNames(string file, int column, int count, [CallerFilePath] string here = "")
    {
        var path = Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "shared", "data", "names", file));
        return !File.Exists(path) ? [] : File.ReadLines(path).Skip(1).Select(line => line.Split("\",\""))
            .Where(cells => cells.Length > column).Select(cells => cells[column]).Take(count).ToList();
    }
}
