using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.Admin;
using Tendril.Metrc.Simulator.Seeding;
using Tendril.Metrc.Simulator.State;
using Tendril.Server.Modules.Compliance;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform;
using Tendril.Server.Storage;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Pull;

/// <summary>A server that may talk to a simulator on this machine, without limits and without a scheduler.</summary>
public class PullServer(DatabaseCluster cluster) : TestServer(cluster)
{
    protected override ServerOptions Shape(ServerOptions options) => options with
    {
        Settings = new Dictionary<string, string?>(Settings),
    };

    protected virtual IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["metrc:allowLoopback"] = "true",
        ["metrc:facilityPerSecond"] = "0",
        ["metrc:integratorPerSecond"] = "0",
        // Faults come in showers here; the pause after many in a row has tests of its own.
        ["metrc:breakAfterFailures"] = "0",
        ["metrc:readTimeoutSeconds"] = "2",
        ["jobs:scheduler"] = "false",
        ["jobs:leaseSeconds"] = "5",
    };
}

/// <summary>A simulator with some facilities, and a tenant with a site for each.</summary>
internal sealed class PullWorld : IAsyncDisposable
{
    public const string Vendor = "vendor-key-0001";
    public const string User = "user-key-00001";
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    private PullWorld(TestTenant tenant, MetrcSimulator metrc) => (Tenant, Metrc) = (tenant, metrc);

    public TestTenant Tenant { get; }

    public MetrcSimulator Metrc { get; }

    public HttpClient Client { get; private set; } = null!;

    public List<(Guid Id, string License)> Sites { get; } = [];

    public Guid SiteId => Sites[0].Id;

    public string License => Sites[0].License;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A world with one facility unless told otherwise; its sites have their keys.</summary>
    public static async Task<PullWorld> CreateAsync(
        TestServer server, string name, Func<string, SeedPlan>? plan = null, SimulatorOptions? options = null,
        int facilities = 1)
    {
        var metrc = await MetrcSimulator.StartAsync(options ?? new SimulatorOptions { Limits = false }, Cancel);
        var licence = $"LIC-{name.ToUpperInvariant().Replace(' ', '-')}";
        WorldSeed.Sow(metrc.State, plan?.Invoke(licence) ?? Small(licence));
        var tenant = await server.CreateTenantAsync(name, license: licence);
        var world = new PullWorld(tenant, metrc) { Client = await tenant.ClientAsync() };
        world.Sites.Add((tenant.SiteId, licence));
        for (var i = 1; i < facilities; i++) await world.AddSiteAsync($"{licence}-{i}");
        foreach (var (id, _) in world.Sites) await world.GiveKeyAsync(id);
        return world;
    }

    /// <summary>Sites for licences of a simulator that is there already.</summary>
    public static async Task<PullWorld> OverAsync(
        TestServer server, string name, MetrcSimulator metrc, IReadOnlyList<string> licences)
    {
        var tenant = await server.CreateTenantAsync(name, license: licences[0]);
        var world = new PullWorld(tenant, metrc) { Client = await tenant.ClientAsync() };
        world.Sites.Add((tenant.SiteId, licences[0]));
        foreach (var licence in licences.Skip(1)) await world.AddSiteAsync(licence);
        foreach (var (id, _) in world.Sites) await world.GiveKeyAsync(id);
        return world;
    }

    public static SeedPlan Small(string licence, int packages = 60) => new()
    {
        Seed = 7,
        VendorKey = Vendor,
        UserKey = User,
        Facilities = [new SeedFacility(licence, "Grower")],
        StrainNames = ["Blue Dream", "Gelato"],
        ItemNames = ["Blue Dream Buds", "Gelato Buds", "Gummies"],
        Packages = packages,
    };

    public async Task<HttpResponseMessage> GiveKeyAsync(Guid siteId, string vendor = Vendor, string user = User,
        bool check = true)
    {
        var answer = await Client.PutAsJsonAsync(
            $"/api/compliance/credentials?siteId={siteId}",
            new { environment = "sandbox", baseUrl = Metrc.Url, vendorKey = vendor, userKey = user }, Cancel);
        if (check) answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Cancel));
        return answer;
    }

    /// <summary>Pulls by hand and waits for the end.</summary>
    public async Task<JsonElement> PullAsync(string type = "packages", Guid? siteId = null, bool complete = false,
        HttpClient? by = null)
    {
        var answer = await (by ?? Client).PostAsJsonAsync(
            "/api/compliance/sync", new { siteId = siteId ?? SiteId, syncType = type, complete }, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        ((int)answer.StatusCode).ShouldBe(200, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("result");
    }

    /// <summary>Whatever a POST to /sync answers.</summary>
    public Task<HttpResponseMessage> PostAsync(object body) =>
        Client.PostAsJsonAsync("/api/compliance/sync", body, Cancel);

    public async Task<JsonElement> GetAsync(string url)
    {
        var text = await Client.GetStringAsync(url, Cancel);
        return JsonSerializer.Deserialize<JsonElement>(text, Json);
    }

    /// <summary>Reads in a unit of the tenant's own.</summary>
    public async Task<T> ReadAsync<T>(Func<TendrilDb, Task<T>> read)
    {
        await using var unit = await Tenant.BeginAsync();
        return await read(unit.Db);
    }

    /// <summary>Every lot of a site by its label: name, quantity, unit, status, and whether it is gone.</summary>
    public Task<Dictionary<string, LotLine>> LotsAsync(Guid? siteId = null) => ReadAsync(async db =>
    {
        var site = siteId ?? SiteId;
        var lots = await db.Lots.AsNoTracking().Where(lot => lot.SiteId == site).ToListAsync(Cancel);
        return lots.ToDictionary(
            lot => lot.CompliancePackageUid!,
            lot => new LotLine(lot.ProductName, lot.Quantity, lot.UnitOfMeasure, lot.Status.ToString(),
                lot.GoneAt is not null, lot.Conflict));
    });

    /// <summary>What the simulator holds of a licence, in the same shape.</summary>
    public Dictionary<string, LotLine> Truth(string? license = null) => Metrc.State.PackageList(license ?? License)
        .ToDictionary(
        package => package.Label,
        package => new LotLine(package.Item, package.Quantity, package.Unit, StatusOf(package), Gone: false,
            Conflict: false));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Metrc.DisposeAsync();
    }

    private static string StatusOf(PackageSummary package) => package switch
    {
        { Status: PackageStatus.InTransit } => "InTransit",
        { Status: PackageStatus.Finished or PackageStatus.Discontinued or PackageStatus.Transferred } => "Finished",
        { IsOnHold: true } => "OnHold",
        _ => "Available",
    };

    public async Task<Guid> AddSiteAsync(string licence)
    {
        await using var unit = await Tenant.BeginAsync();
        var site = new Site
        {
            Id = Guid.CreateVersion7(),
            Name = $"Site {licence}",
            License = licence,
            State = "CO",
            TimeZone = "America/Denver",
            Kind = "grower",
            Sandbox = true,
        };
        unit.Db.Sites.Add(site);
        await unit.CommitAsync(Cancel);
        Sites.Add((site.Id, licence));
        return site.Id;
    }
}

/// <summary>What a test compares of a lot.</summary>
internal sealed record LotLine(string Name, decimal Quantity, string Unit, string Status, bool Gone, bool Conflict);
