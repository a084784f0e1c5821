using System.Text.Json;
using Microsoft.EntityFrameworkCore;

using Tendril.Server.Modules.Inventory;

namespace Tendril.Tests.Compliance.Pull;

public sealed class PullPackagesTests(PullServer server) : IClassFixture<PullServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_package_becomes_one_lot_and_pulling_again_changes_nothing()
    {
        await using var world = await PullWorld.CreateAsync(server, "Once");
        var first = await world.PullAsync();
        Numbers(first).ShouldBe((60, 60, 0));
        first.GetProperty("packagesCreated").GetInt32().ShouldBe(60);
        (await world.LotsAsync()).ShouldBe(world.Truth(), ignoreOrder: true);
        Numbers(await world.PullAsync(complete: true)).ShouldBe((60, 0, 0));
        Numbers(await world.PullAsync()).ToTuple().Item2.ShouldBe(0);
        var movements = await world.ReadAsync(db => db.StockMovements.AsNoTracking().ToListAsync(Cancel));
        movements.Count.ShouldBe(world.Truth().Count(lot => lot.Value.Quantity != 0));
        movements.ShouldAllBe(movement => movement.Kind == MovementKind.Receive && movement.Reason == "metrc_pull");
    }

    [Fact]
    public async Task Only_what_changed_is_written()
    {
        await using var world = await PullWorld.CreateAsync(server, "Changed");
        await world.PullAsync();
        var labels = world.Metrc.State.Touch(world.License, 10);
        var again = await world.PullAsync();
        Numbers(again).ShouldBe((again.GetProperty("processed").GetInt32(), 0, 10));
        (await world.LotsAsync()).ShouldBe(world.Truth(), ignoreOrder: true);
        var logId = again.GetProperty("syncLogId").GetGuid().ToString();
        var moves = await world.ReadAsync(db => db.StockMovements.AsNoTracking().Where(row => row.Reference == logId)
            .ToListAsync(Cancel));
        moves.Count.ShouldBe(labels.Count);
        moves.ShouldAllBe(move => move.Kind == MovementKind.Adjust && move.Quantity == 0.25m);
    }

    [Fact]
    public async Task Packages_that_leave_the_active_list_are_followed()
    {
        await using var world = await PullWorld.CreateAsync(server, "Followed", licence =>
            PullWorld.Small(licence) with { AllLists = false });
        await world.PullAsync();
        var labels = world.Truth().Keys.Take(5).ToList();
        world.Metrc.State.FinishPackage(labels[0]);
        world.Metrc.State.ShipPackage(labels[1]);
        world.Metrc.State.HoldPackage(labels[2]);
        world.Metrc.State.ShipPackage(labels[3]);
        world.Metrc.State.ReceivePackage(labels[3], "ELSEWHERE");
        Numbers(await world.PullAsync()).ToTuple().Item2.ShouldBe(0);
        var lots = await world.LotsAsync();
        lots.ShouldBe(world.Truth(), ignoreOrder: true);
        labels.Take(4).Select(label => lots[label].Status).ShouldBe(["Finished", "InTransit", "OnHold", "Finished"]);
        Numbers(await world.PullAsync(complete: true)).ShouldBe((60, 0, 0));
    }

    [Fact]
    public async Task A_local_change_is_kept_and_shown_beside_metrcs()
    {
        await using var world = await PullWorld.CreateAsync(server, "Conflict", licence =>
            PullWorld.Small(licence) with { AllLists = false });
        await world.PullAsync();
        var label = world.Truth().First().Key;
        var before = (await world.LotsAsync())[label].Quantity;
        await using (var unit = await world.Tenant.BeginAsync())
        {
            var lot = await unit.Db.Lots.SingleAsync(row => row.CompliancePackageUid == label, Cancel);
            unit.Db.StockMovements.Add(new StockMovement
            {
                Id = Guid.CreateVersion7(),
                SiteId = lot.SiteId,
                LotId = lot.Id,
                Kind = MovementKind.Waste,
                Quantity = -0.5m,
                UnitOfMeasure = lot.UnitOfMeasure,
                Reason = "spilled",
                At = TimeProvider.System.GetUtcNow(),
                Actor = "A person",
            });
            await unit.CommitAsync(Cancel);
        }
        world.Metrc.State.AdjustPackage(label, 1m);
        await world.PullAsync();
        var ours = (await world.LotsAsync())[label];
        (ours.Quantity, ours.Conflict).ShouldBe((before - 0.5m, true));
        var mapping = await world.ReadAsync(db => db.MetrcPackageMappings.AsNoTracking()
            .SingleAsync(row => row.MetrcPackageLabel == label, Cancel));
        mapping.SyncStatus.ShouldBe(Tendril.Domain.Compliance.MappingStatus.Conflict);
        JsonDocument.Parse(mapping.Conflict!).RootElement.GetProperty("quantity").GetArrayLength().ShouldBe(2);
    }

    internal static (int Processed, int Created, int Updated) Numbers(JsonElement result) =>
        (result.GetProperty("processed").GetInt32(), result.GetProperty("created")
            .GetInt32(), result.GetProperty("updated").GetInt32());
}
