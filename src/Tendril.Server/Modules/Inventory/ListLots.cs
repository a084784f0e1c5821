using System.ComponentModel;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Inventory;
using Tendril.Domain.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Csv;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Inventory;

/// <summary>A lot in a list. Quantities are exact.</summary>
/// <param name="PackageLabel">The label of the Metrc package.</param>
/// <param name="Gone">Metrc no longer has the package in any list.</param>
/// <param name="Conflict">Metrc and we say different things; a person must look.</param>
public sealed record LotView(
    Guid Id, Guid SiteId, string SiteName, string LotNumber, string ProductName, decimal Quantity, string UnitOfMeasure,
    LotStatus Status, string? PackageLabel, long? MetrcPackageId, string? LocationName, string? LabTestingState,
    DateOnly? PackagedDate, DateOnly? ExpirationDate, DateTimeOffset ReceivedAt, bool Gone, bool Conflict,
    DateTimeOffset UpdatedAt)
{
    public static Expression<Func<Lot, LotView>> Of(TendrilDb db) => row => new LotView(
        row.Id, row.SiteId, db.Sites.Where(site => site.Id == row.SiteId).Select(site => site.Name).First(),
        row.LotNumber,
        row.ProductName, row.Quantity, row.UnitOfMeasure, row.Status, row.CompliancePackageUid,
        db.MetrcPackageMappings.Where(map => map.InventoryLotId == row.Id && map.ClosedAt == null)
            .Select(map => (long?)map.MetrcPackageId).FirstOrDefault(),
        row.LocationName, row.LabTestingState, row.PackagedDate, row.ExpirationDate, row.ReceivedAt, row.GoneAt != null,
        row.Conflict, row.UpdatedAt);
}

/// <summary>Reads lots: the list and the file.</summary>
public static class ListLots
{
    public sealed record Filter(
        [property: Description("Only at this site.")] Guid? SiteId,
        [property: Description("available, in_transit, on_hold, quarantined or finished.")] string? Status,
        [property: Description("Only of this item, by its exact name.")] string? ItemName,
        [property: Description("Only with, or only without, a conflict.")] bool? Conflict);

    private static readonly SortTable<Lot> Sorts = new("-updatedAt")
    {
        ["lotNumber"] = row => row.LotNumber,
        ["productName"] = row => row.ProductName,
        ["quantity"] = row => row.Quantity,
        ["status"] = row => row.Status,
        ["packageLabel"] = row => row.CompliancePackageUid,
        ["locationName"] = row => row.LocationName,
        ["packagedDate"] = row => row.PackagedDate,
        ["expirationDate"] = row => row.ExpirationDate,
        ["receivedAt"] = row => row.ReceivedAt,
        ["updatedAt"] = row => row.UpdatedAt,
    };

    private static readonly CsvField<LotView>[] Columns =
    [
        new("site", row => row.SiteName), new("lotNumber", row => row.LotNumber),
        new("productName", row => row.ProductName),
        new("quantity", row => row.Quantity), new("unitOfMeasure", row => row.UnitOfMeasure),
        new("status", row => WireName.Of(row.Status)), new("packageLabel", row => row.PackageLabel),
        new("metrcPackageId", row => row.MetrcPackageId), new("locationName", row => row.LocationName),
        new("labTestingState", row => row.LabTestingState), new("packagedDate", row => row.PackagedDate),
        new("expirationDate", row => row.ExpirationDate), new("receivedAt", row => row.ReceivedAt),
        new("gone", row => row.Gone), new("conflict", row => row.Conflict),
    ];

    public static void Map(RouteGroupBuilder lots)
    {
        lots.MapGet("/", ListAsync).Needs("inventory:view").WithSummary("Lots in stock")
            .WithDescription("`q` looks in lot number, product, package label and location.")
            .Produces<ListPage<LotView>>();
        lots.MapGet("/export.csv", ExportAsync).Needs("inventory:view").WithSummary("Lots as a CSV file")
            .WithDescription("The same filters as the list.").Produces<string>(200, "text/csv");
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery list, [AsParameters] Filter filter, TendrilDb db, Caller caller,
        CancellationToken cancel) =>
        Read(db, caller, list, filter).Refused(out var problem, out var rows)
            ? ProblemResults.From(problem)
            : TypedResults.Ok(await rows.PageAsync(list, Views(db) with { Found = Found(list) }, cancel));

    private static async Task<IResult> ExportAsync(
        [AsParameters] ListQuery list, [AsParameters] Filter filter, TendrilDb db, Caller caller,
        CancellationToken cancel) =>
        Read(db, caller, list, filter).Refused(out var problem, out var rows)
            ? ProblemResults.From(problem)
            : await CsvExport.FileAsync(
                "lots.csv", (Found(list) is { } found ? rows.Where(found) : rows).Select(LotView.Of(db))
                    .AsAsyncEnumerable(),
                Columns, cancel);

    private static Expression<Func<Lot, bool>>? Found(ListQuery list) => list.Pattern is { } like
        ? row => EF.Functions.Like(row.FindText, Sql.Lower(like), ListQuery.Escape)
        : null;

    private static RowsByKey<Lot, Guid, LotView> Views(TendrilDb db) => new(
        row => row.Id, ids => db.Lots.AsNoTracking().Where(row => ids.Contains(row.Id)).Select(LotView.Of(db)),
        view => view.Id);

    /// <summary>The lots that the caller's role may see: a cashier sees those of shops.</summary>
    internal static IQueryable<Lot> SeenBy(Caller caller, TendrilDb db)
    {
        var rows = db.Lots.AsNoTracking();
        var isNarrow = WireName.TryParse<Role>(caller.Role, out var role)
            && Roles.Current.ScopeOf(role, "inventory:view") == "retail_lots";
        return isNarrow
            ? rows.Where(row => db.Sites.Any(site => site.Id == row.SiteId && site.Kind == "retailer"))
            : rows;
    }

    private static Result<IOrderedQueryable<Lot>> Read(TendrilDb db, Caller caller, ListQuery list, Filter filter)
    {
        var rows = SeenBy(caller, db);
        if (filter.SiteId is { } site) rows = rows.Where(row => row.SiteId == site);
        if (QueryWord.Read<LotStatus>(filter.Status, "status").Refused(out var problem, out var status)) return problem;
        if (status.Value is { } wanted) rows = rows.Where(row => row.Status == wanted);
        if (!string.IsNullOrEmpty(filter.ItemName)) rows = rows.Where(row => row.ProductName == filter.ItemName);
        if (filter.Conflict is { } conflict) rows = rows.Where(row => row.Conflict == conflict);
        if (Sorts.Order(rows, list.Sort).Refused(out problem, out var sorted)) return problem;
        return Result<IOrderedQueryable<Lot>>.Of(sorted.ThenBy(row => row.Id));
    }
}
