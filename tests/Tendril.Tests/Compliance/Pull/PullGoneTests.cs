using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Server.Modules.Compliance;

namespace Tendril.Tests.Compliance.Pull;

public sealed class PullGoneTests(PullServer server) : IClassFixture<PullServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_metrc_no_longer_has_is_called_gone_only_by_a_complete_sweep()
    {
        await using var world = await PullWorld.CreateAsync(server, "Gone", licence =>
            PullWorld.Small(licence) with { AllLists = false });
        await world.PullAsync();
        var (label, id) = await PlantGhostAsync(world);
        await world.PullAsync();
        (await world.LotsAsync())[label].Gone.ShouldBeFalse();
        world.Metrc.Faults.Add(SimulatorFault.HtmlOk, pathContains: "/packages/v2/onhold", times: null);
        (await world.PullAsync(complete: true)).GetProperty("status").GetString().ShouldBe("partial");
        (await world.LotsAsync())[label].Gone.ShouldBeFalse("a sweep that was not complete proves nothing");
        world.Metrc.Faults.Clear();
        await world.PullAsync(complete: true);
        (await world.LotsAsync())[label].Gone.ShouldBeTrue();
        (await world.LotsAsync()).Count(lot => lot.Value.Gone).ShouldBe(1);
        var mirrored = await world.ReadAsync(db =>
            db.MetrcObjects.SingleAsync(row => row.Kind == MirrorKind.Packages && row.MetrcId == id, Cancel));
        mirrored.GoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_used_tag_leaves_the_mirror_of_free_tags()
    {
        await using var world = await PullWorld.CreateAsync(server, "Tags");
        await world.PullAsync("tags");
        (await TagsAsync(world)).ShouldBe(50);
        world.Metrc.State.AddPackage(world.License, new() { Item = "Gummies", Quantity = 5, Unit = "Each" });
        await world.PullAsync("tags");
        (await TagsAsync(world)).ShouldBe(49);
    }

    private static async Task<int> TagsAsync(PullWorld world) =>
        await world.ReadAsync(db =>
            db.MetrcObjects.CountAsync(row => row.Kind == MirrorKind.PackageTags && row.GoneAt == null, Cancel));

    /// <summary>A package that the books hold and Metrc does not know.</summary>
    private static async Task<(string Label, long Id)> PlantGhostAsync(PullWorld world)
    {
        await using var unit = await world.Tenant.BeginAsync();
        var mapping = await unit.Db.MetrcPackageMappings.OrderBy(row => row.MetrcPackageId).FirstAsync(Cancel);
        var mirrored = await unit.Db.MetrcObjects.SingleAsync(
            row => row.Kind == MirrorKind.Packages && row.MetrcId == mapping.MetrcPackageId, Cancel);
        const long Ghost = 999_999_999;
        var label = $"GHOST{mapping.MetrcPackageLabel[5..]}";
        unit.Db.MetrcObjects.Add(new MetrcObject
        {
            SiteId = world.SiteId,
            Kind = MirrorKind.Packages,
            MetrcId = Ghost,
            Name = label,
            List = "active",
            Active = true,
            Payload = mirrored.Payload,
            PayloadHash = Guid.CreateVersion7(),
            FirstSeenAt = mirrored.FirstSeenAt,
            ChangedAt = mirrored.ChangedAt,
        });
        var lot = new Server.Modules.Inventory.Lot
        {
            Id = Guid.CreateVersion7(),
            SiteId = world.SiteId,
            LotNumber = label,
            ProductName = "Ghost",
            UnitOfMeasure = "Grams",
            CompliancePackageUid = label,
            ReceivedAt = mirrored.FirstSeenAt,
        };
        unit.Db.Lots.Add(lot);
        unit.Db.MetrcPackageMappings.Add(new MetrcPackageMapping
        {
            Id = Guid.CreateVersion7(),
            SiteId = world.SiteId,
            InventoryLotId = lot.Id,
            MetrcPackageId = Ghost,
            MetrcPackageLabel = label,
            LastSyncedAt = mirrored.FirstSeenAt,
        });
        await unit.CommitAsync(Cancel);
        return (label, Ghost);
    }
}
