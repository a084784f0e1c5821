using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Csv;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>Reads batches: the list, one, and the file.</summary>
public static class ListBatches
{
    public sealed record Filter(
        [property: Description("Only at this site.")] Guid? SiteId,
        [property: Description("active, quarantined, completed or destroyed.")] string? Status,
        [property: Description("Only in this stage.")] string? Stage,
        [property: Description("cannabis or produce.")] string? DomainType,
        [property: Description("Only of this cultivar.")] Guid? CultivarId,
        [property: Description("synced, pending, error, unknown, not_synced or not_required.")] string? MetrcStatus);

    private static readonly SortTable<BatchRow> Sorts = new("-updatedAt")
    {
        ["batchNumber"] = row => row.Batch.BatchNumber,
        ["siteName"] = row => row.SiteName,
        ["cultivarName"] = row => row.CultivarName,
        ["plantCount"] = row => row.Batch.PlantCount,
        ["stage"] = row => row.Batch.Stage,
        ["status"] = row => row.Batch.Status,
        ["startDate"] = row => row.Batch.StartDate,
        ["expectedHarvestDate"] = row => row.Batch.ExpectedHarvestDate,
        ["metrcSyncStatus"] = row => row.MetrcSyncStatus,
        ["createdAt"] = row => row.Batch.CreatedAt,
        ["updatedAt"] = row => row.Batch.UpdatedAt,
    };

    private static readonly CsvField<BatchRow>[] Columns =
    [
        new("site", row => row.SiteName), new("batchNumber", row => row.Batch.BatchNumber),
        new("domainType", row => WireName.Of(row.Batch.DomainType)), new("cultivar", row => row.CultivarName),
        new("sourceType", row => WireName.Of(row.Batch.SourceType)), new("plantCount", row => row.Batch.PlantCount),
        new("stage", row => WireName.Of(row.Batch.Stage)), new("status", row => WireName.Of(row.Batch.Status)),
        new("startDate", row => row.Batch.StartDate), new("expectedHarvestDate", row => row.Batch.ExpectedHarvestDate),
        new("actualHarvestDate", row => row.Batch.ActualHarvestDate),
        new("sourcePackageLabel", row => row.Batch.SourcePackageLabel),
        new("motherPlantLabel", row => row.Batch.MotherPlantLabel), new("notes", row => row.Batch.Notes),
        new("metrcSyncStatus", row => WireName.Of(row.MetrcSyncStatus)), new("metrcBatchId", row => row.MetrcBatchId),
    ];

    public static void Map(RouteGroupBuilder batches)
    {
        batches.MapGet("/", ListAsync).Needs("batch:view").WithSummary("Batches")
            .WithDescription("`q` looks in number, cultivar, notes and labels.").Produces<ListPage<BatchView>>();
        batches.MapGet("/{id:guid}", GetAsync).Needs("batch:view").WithSummary("One batch")
            .Produces<BatchView>().ProducesProblem(404);
        batches.MapGet("/export.csv", ExportAsync).Needs("batch:view").WithSummary("Batches as a CSV file")
            .WithDescription("The same filters as the list. The file can be imported again.")
            .Produces<string>(200, "text/csv");
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery list, [AsParameters] Filter filter, TendrilDb db, CancellationToken cancel) =>
        Read(db, list, filter).Refused(out var problem, out var rows)
            ? ProblemResults.From(problem)
            : TypedResults.Ok(await rows.PageAsync(list, Views(db), cancel));

    private static RowsByKey<BatchRow, Guid, BatchView> Views(TendrilDb db) => new(
        row => row.Batch.Id,
        ids => BatchRow.All(db).Where(row => ids.Contains(row.Batch.Id)).Select(BatchView.Of(db)), view => view.Id);

    private static async Task<IResult> GetAsync(Guid id, TendrilDb db, CancellationToken cancel) =>
        await BatchRow.All(db).Where(row => row.Batch.Id == id).Select(BatchView.Of(db))
            .SingleOrDefaultAsync(cancel) is { } found
            ? TypedResults.Ok(found)
            : ProblemResults.From(CultivationProblems.NoBatch());

    private static async Task<IResult> ExportAsync(
        [AsParameters] ListQuery list, [AsParameters] Filter filter, TendrilDb db, CancellationToken cancel) =>
        Read(db, list, filter).Refused(out var problem, out var rows)
            ? ProblemResults.From(problem)
            : await CsvExport.FileAsync("batches.csv", rows.AsAsyncEnumerable(), Columns, cancel);

    private static Result<IOrderedQueryable<BatchRow>> Read(TendrilDb db, ListQuery list, Filter filter)
    {
        if (Filtered(BatchRow.All(db), filter).Refused(out var problem, out var rows)) return problem;
        if (list.Pattern is { } like)
            rows = rows.Where(row => EF.Functions.ILike(row.Batch.BatchNumber, like, ListQuery.Escape)
                || EF.Functions.ILike(row.CultivarName!, like, ListQuery.Escape)
                    || EF.Functions.ILike(row.Batch.Notes!, like, ListQuery.Escape)
                || EF.Functions.ILike(row.Batch.SourcePackageLabel!, like, ListQuery.Escape)
                || EF.Functions.ILike(row.Batch.MotherPlantLabel!, like, ListQuery.Escape));
        if (Sorts.Order(rows, list.Sort).Refused(out problem, out var sorted)) return problem;
        return Result<IOrderedQueryable<BatchRow>>.Of(sorted.ThenBy(row => row.Batch.Id));
    }

    private static Result<IQueryable<BatchRow>> Filtered(IQueryable<BatchRow> rows, Filter filter)
    {
        if (filter.SiteId is { } site) rows = rows.Where(row => row.Batch.SiteId == site);
        if (filter.CultivarId is { } cultivar) rows = rows.Where(row => row.Batch.CultivarId == cultivar);
        if (QueryWord.Read<BatchStatus>(filter.Status, "status")
            .Refused(out var problem, out var status)) return problem;
        if (status.Value is { } wanted) rows = rows.Where(row => row.Batch.Status == wanted);
        if (QueryWord.Read<BatchStage>(filter.Stage, "stage").Refused(out problem, out var stage)) return problem;
        if (stage.Value is { } entered) rows = rows.Where(row => row.Batch.Stage == entered);
        if (QueryWord.Read<DomainType>(filter.DomainType, "domainType")
            .Refused(out problem, out var domain)) return problem;
        if (domain.Value is { } kind) rows = rows.Where(row => row.Batch.DomainType == kind);
        if (QueryWord.Read<SyncBadge>(filter.MetrcStatus, "metrcStatus")
            .Refused(out problem, out var metrc)) return problem;
        if (metrc.Value is { } badge) rows = rows.Where(row => row.MetrcSyncStatus == badge);
        return Result<IQueryable<BatchRow>>.Of(rows);
    }
}
