using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tendril.Domain;
using Tendril.Domain.Cultivation;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.State;
using Tendril.Server.Modules.Compliance;
using Tendril.Server.Platform;
using Tendril.Tests.Support;
using BatchRow = Tendril.Server.Modules.Cultivation.Batch;
using CultivarRow = Tendril.Server.Modules.Cultivation.Cultivar;

namespace Tendril.Tests.Compliance.Push;

/// <summary>The real server beside a simulated Metrc that does not guard names, so that a double send shows.</summary>
public class PushServer(DatabaseCluster cluster) : TestServer(cluster)
{
    public const string VendorKey = "vendor-key-0123456789";
    public const string UserKey = "user-key-0123456789";
    private int _batches;

    public MetrcSimulator Metrc { get; private set; } = null!;

    protected virtual SimulatorOptions Simulator => new() { Limits = false, UniqueBatchNames = false };

    public override async ValueTask InitializeAsync()
    {
        Metrc = await MetrcSimulator.StartAsync(Simulator, TestContext.Current.CancellationToken);
        Metrc.State.AddVendorKey(VendorKey);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Metrc.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Short times, so that what takes a minute in the field takes a second here.</summary>
    public IReadOnlyDictionary<string, string?> QuickSettings { get; } = new Dictionary<string, string?>
    {
        ["metrc:allowLoopback"] = "true",
        ["metrc:writeTimeoutSeconds"] = "1",
        ["metrc:readTimeoutSeconds"] = "1",
        ["metrc:tries"] = "1",
        // Faults come in showers here; the pause after many in a row has tests of its own.
        ["metrc:breakAfterFailures"] = "0",
        ["push:leaseSeconds"] = "3",
        ["push:readLagSeconds"] = "1.5",
        ["push:retrySeconds"] = "0.2",
        ["push:longestRetrySeconds"] = "1",
        ["push:pollSeconds"] = "0.2",
    };

    /// <summary>What a test's server has otherwise.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Otherwise { get; } = new Dictionary<string, string?>();

    protected override ServerOptions Shape(ServerOptions options)
    {
        var settings = new Dictionary<string, string?>(QuickSettings);
        foreach (var (name, value) in Otherwise) settings[name] = value;
        return options with { Settings = settings };
    }

    /// <summary>
    /// An organisation whose site is a facility of the simulator, with keys, a mirror of its locations and a cultivar.
    /// </summary>
    public async Task<PushTenant> CreateGrowerAsync(string name, string state = "CO", params string[] flags)
    {
        var license = $"LIC-{name}".ToUpperInvariant();
        var profile = StateProfile.Load(state);
        var userKey = $"{UserKey}-{name}";
        Metrc.State.AddUserKey(userKey, null, null);
        Metrc.State.AddFacility(
            profile.NewFacility(license, name, "Cultivator", ["CanAssignLocationsToPlantBatches", .. flags]));
        Metrc.State.AddStrain(license, "Blue Dream");
        Metrc.State.AddLocation(license, "Nursery", "Planting");
        Metrc.State.AddLocation(license, "Vault", "Packing");
        var tenant = await CreateTenantAsync(name, state, license);
        await using var unit = await tenant.BeginAsync();
        var ids = App.Services.GetRequiredService<IdSource>();
        var site = await unit.Db.Sites.SingleAsync(TestContext.Current.CancellationToken);
        site.DefaultMetrcLocationName = "Nursery";
        unit.Db.MetrcCredentials.Add(Credential(tenant, ids, userKey));
        unit.Db.MetrcObjects.Add(Mirror(tenant, 1, "Nursery", forPlantBatches: true));
        unit.Db.MetrcObjects.Add(Mirror(tenant, 2, "Vault", forPlantBatches: false));
        var cultivar = new CultivarRow { Id = ids.Next(), Name = "Blue Dream" };
        unit.Db.Cultivars.Add(cultivar);
        await unit.CommitAsync(TestContext.Current.CancellationToken);
        return new PushTenant(this, tenant, cultivar.Id, license, userKey);
    }

    public string NextNumber() => $"BD-{Interlocked.Increment(ref _batches):0000}";

    private MetrcCredential Credential(TestTenant tenant, IdSource ids, string userKey)
    {
        var connections = App.Services.GetRequiredService<MetrcConnections>();
        return new MetrcCredential
        {
            Id = ids.Next(),
            SiteId = tenant.SiteId,
            Environment = "sandbox",
            BaseUrl = Metrc.Url.ToString(),
            VendorKey = connections.SealVendor(tenant.OrganizationId, VendorKey),
            UserKey = connections.SealUser(tenant.OrganizationId, userKey),
            VendorKeyHint = "6789",
            UserKeyHint = "6789",
            FacilityName = "x",
            KeyId = "x",
            ValidatedAt = TimeProvider.System.GetUtcNow(),
            KeysChangedAt = TimeProvider.System.GetUtcNow(),
        };
    }

    private static MetrcObject Mirror(TestTenant tenant, long id, string name, bool forPlantBatches) => new()
    {
        SiteId = tenant.SiteId,
        Kind = MirrorKind.Locations,
        MetrcId = id,
        Name = name,
        List = "active",
        Active = true,
        Payload = JsonSerializer.Serialize(new
        {
            Id = id,
            Name = name,
            LocationTypeId = 1,
            LocationTypeName = "x",
            ForPlantBatches = forPlantBatches,
            ForPlants = true,
            ForHarvests = false,
            ForPackages = true,
        }),
        FirstSeenAt = TimeProvider.System.GetUtcNow(),
        ChangedAt = TimeProvider.System.GetUtcNow(),
    };
}

/// <summary>A grower in a push test.</summary>
public sealed record PushTenant(PushServer Server, TestTenant Tenant, Guid CultivarId, string License, string UserKey)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A batch that may be pushed, unless <paramref name="spoil"/> makes it otherwise.</summary>
    public async Task<BatchRow> AddBatchAsync(Action<BatchRow>? spoil = null)
    {
        await using var unit = await Tenant.BeginAsync();
        var batch = new BatchRow
        {
            Id = Server.App.Services.GetRequiredService<IdSource>()
                .Next(),
            SiteId = Tenant.SiteId,
            BatchNumber = Server.NextNumber(),
            DomainType = DomainType.Cannabis,
            CultivarId = CultivarId,
            SourceType = SourceType.Clone,
            PlantCount = 24,
            Stage = BatchStage.Clone,
            Status = BatchStatus.Active,
            StartDate = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-2),
        };
        spoil?.Invoke(batch);
        unit.Db.Batches.Add(batch);
        await unit.CommitAsync(Cancel);
        return batch;
    }

    /// <summary>The facility's record, as a pull would have left it.</summary>
    public async Task MirrorFacilityAsync(bool canOpenBatches)
    {
        await using var unit = await Tenant.BeginAsync();
        unit.Db.MetrcObjects.Add(new MetrcObject
        {
            SiteId = Tenant.SiteId,
            Kind = MirrorKind.Facilities,
            MetrcId = 1,
            Name = License,
            List = "active",
            Active = true,
            Payload = JsonSerializer.Serialize(new
            {
                FacilityId = 1,
                Name = "x",
                License = new { Number = License },
                FacilityType = new { CanGrowPlants = true, CanCreateOpeningBalancePlantBatches = canOpenBatches },
            }),
            FirstSeenAt = TimeProvider.System.GetUtcNow(),
            ChangedAt = TimeProvider.System.GetUtcNow(),
        });
        await unit.CommitAsync(Cancel);
    }

    public static Task<HttpResponseMessage> PushAsync(HttpClient client, Guid batchId, string? location = null) =>
        client.PostAsJsonAsync("/api/compliance/push-batch", new { batchId, location }, Cancel);

    /// <summary>The badge, once it is one of the wanted ones; fails with what it was after 30 s.</summary>
    public static async Task<JsonElement> WaitForBadgeAsync(HttpClient client, Guid batchId, params string[] wanted)
    {
        JsonElement status = default;
        for (var i = 0; i < 300; i++)
        {
            status = await client.GetFromJsonAsync<JsonElement>(
                $"/api/compliance/batches/{batchId}/sync-status", Cancel);
            if (wanted.Contains(status.GetProperty("status").GetString())) return status;
            await Task.Delay(100, Cancel);
        }
        throw new Xunit.Sdk.XunitException($"The badge stayed {status}.");
    }

    public async Task<int> OpenMappingsAsync()
    {
        await using var unit = await Tenant.BeginAsync();
        return await unit.Db.MetrcBatchMappings.CountAsync(row => row.ClosedAt == null, Cancel);
    }
}
