using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Inventory;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Inventory;

/// <summary>One signed change of a lot.</summary>
public sealed record MovementView(
    Guid Id, MovementKind Kind, decimal Quantity, string Unit, string Reason, string? Reference, DateTimeOffset At,
    string Actor);

/// <summary>A lot with its ledger, newest first; the quantity is the sum of it.</summary>
public sealed record LotDetail(
    Guid Id, Guid SiteId, string SiteName, string LotNumber, string ProductName, decimal Quantity, string UnitOfMeasure,
    LotStatus Status, string? PackageLabel, long? MetrcPackageId, string? LocationName, string? LabTestingState,
    DateOnly? PackagedDate, DateOnly? ExpirationDate, DateTimeOffset ReceivedAt, bool Gone, bool Conflict,
    DateTimeOffset UpdatedAt, IReadOnlyList<MovementView> Movements);

/// <summary>Reads one lot with its movements.</summary>
public static class GetLot
{
    public static void Map(RouteGroupBuilder lots) => lots.MapGet("/{id:guid}", HandleAsync).Needs("inventory:view")
        .WithSummary("One lot with its movements").Produces<LotDetail>().ProducesProblem(404);

    private static async Task<IResult> HandleAsync(Guid id, TendrilDb db, Caller caller, CancellationToken cancel)
    {
        var lot = await ListLots.SeenBy(caller, db).Where(row => row.Id == id).Select(LotView.Of(db))
            .SingleOrDefaultAsync(cancel);
        if (lot is null)
            return ProblemResults.From(InventoryProblems.LotUnknown.Refuse("Lot not found", "id",
                kind: ProblemKind.Unknown));
        var movements = await db.StockMovements.AsNoTracking().Where(row => row.LotId == id)
            .OrderByDescending(row => row.At).ThenByDescending(row => row.Id)
            .Select(row => new MovementView(
                row.Id, row.Kind, row.Quantity, row.UnitOfMeasure, row.Reason, row.Reference, row.At, row.Actor))
            .ToListAsync(cancel);
        return TypedResults.Ok(new LotDetail(
            lot.Id, lot.SiteId, lot.SiteName, lot.LotNumber, lot.ProductName, lot.Quantity, lot.UnitOfMeasure,
            lot.Status,
            lot.PackageLabel, lot.MetrcPackageId, lot.LocationName, lot.LabTestingState, lot.PackagedDate,
            lot.ExpirationDate, lot.ReceivedAt, lot.Gone, lot.Conflict, lot.UpdatedAt, movements));
    }
}
