using System.Net;
using Tendril.Domain.Compliance;
using Tendril.Server.Modules.Compliance;
using Tendril.Tests.Compliance;
using Tendril.Tests.Support;

namespace Tendril.Tests.Organisation;

/// <summary>A site that Metrc knows things of keeps the licence it knows them under.</summary>
public sealed class SiteInUseTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private static object Site(string name, string license, string state = "CO", bool sandbox = true) =>
        new { name, license, state, timeZone = "America/Denver", sandbox };

    [Theory]
    [InlineData("batch")]
    [InlineData("package")]
    [InlineData("strain")]
    [InlineData("operation")]
    public async Task Licence_state_and_sandbox_stay_while_something_of_metrc_is_open(string open)
    {
        var tenant = await server.CreateTenantAsync($"Used {open}", license: $"USED-{open}");
        var id = Guid.CreateVersion7();
        await AddAsync(tenant, open, id);
        using var admin = await tenant.ClientAsync();
        var path = $"/api/sites/{tenant.SiteId}";
        var license = $"USED-{open}";
        await admin.PutAsync(path, Site("X", license, sandbox: false))
            .ShouldRefuseAsync(HttpStatusCode.Conflict, "organisation.site_in_use", "sandbox");
        await admin.PutAsync(path, Site("X", "OTHER"))
            .ShouldRefuseAsync(HttpStatusCode.Conflict, "organisation.site_in_use", "license");
        await admin.PutAsync(path, Site("X", license, "CA"))
            .ShouldRefuseAsync(HttpStatusCode.Conflict, "organisation.site_in_use", "state");
        var read = await admin.ReadAsync(path);
        (read.Text("name"), read.GetProperty("sandbox").GetBoolean()).ShouldBe(($"Used {open} Site", true));
        await admin.PutAsync(path, Site("Renamed", license.ToLowerInvariant())).ShouldBeAsync(HttpStatusCode.OK);
        await CloseAsync(tenant, id);
        await admin.PutAsync(path, Site("Renamed", $"NEW-{open}", "CA", sandbox: false))
            .ShouldBeAsync(HttpStatusCode.OK);
    }

    private static async Task AddAsync(TestTenant tenant, string what, Guid id)
    {
        await using var unit = await tenant.BeginAsync();
        var other = Guid.CreateVersion7();
        unit.Db.Add(what switch
        {
            "batch" => new MetrcBatchMapping
            {
                Id = id,
                SiteId = tenant.SiteId,
                BatchId = other,
                MetrcBatchId = 1,
                MetrcBatchName = "B",
                LastSyncedAt = Now,
            },
            "package" => new MetrcPackageMapping
            {
                Id = id,
                SiteId = tenant.SiteId,
                InventoryLotId = other,
                MetrcPackageId = 1,
                MetrcPackageLabel = "P",
                LastSyncedAt = Now,
            },
            "strain" => new MetrcStrainMapping
            {
                Id = id,
                SiteId = tenant.SiteId,
                CultivarId = other,
                MetrcStrainId = 1,
                MetrcStrainName = "S",
                LastSyncedAt = Now,
            },
            _ => (object)StoredRows.Report(tenant.SiteId, other, ReportState.NeedsPerson, id),
        });
        await unit.CommitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task CloseAsync(TestTenant tenant, Guid id)
    {
        await using var unit = await tenant.BeginAsync();
        foreach (var row in unit.Db.MetrcBatchMappings.Where(row => row.Id == id)) row.ClosedAt = Now;
        foreach (var row in unit.Db.MetrcPackageMappings.Where(row => row.Id == id)) row.ClosedAt = Now;
        foreach (var row in unit.Db.MetrcStrainMappings.Where(row => row.Id == id)) row.ClosedAt = Now;
        foreach (var row in unit.Db.ReportOperations.Where(row => row.Id == id)) row.State = ReportState.Refused;
        await unit.CommitAsync(TestContext.Current.CancellationToken);
    }
}
