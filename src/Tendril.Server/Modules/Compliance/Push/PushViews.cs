using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>What can be seen of a push before and after: what-if, location, badge.</summary>
public static class PushViews
{
    public sealed record CheckBatchRequest(Guid BatchId, string? Location = null);

    public sealed record PlannedReport(string Name, string Type, int Count, string Strain, string Location,
        DateOnly PlantedDate);

    public sealed record CheckBatchAnswer(
        bool Ok, IReadOnlyList<Finding> Findings, IReadOnlyList<string> Warnings, IReadOnlyList<string> Errors,
            string? Path,
        PlannedReport? Report);

    public sealed record Candidate(string Location, LocationSource Source, string? Pod);

    public sealed record LocationAnswer(
        string? Location, long? LocationId, LocationSource Source, bool RequiresManualInput,
            IReadOnlyList<Candidate> Candidates);

    /// <summary>
    /// The badge, and the two things it is made of: where the newest report and the live link stand. "Error" alone does
    /// not say whether Metrc refused or a person has to decide.
    /// </summary>
    public sealed record SyncStatusAnswer(
        SyncBadge Status, long? MetrcBatchId, string? MetrcBatchName, string? MetrcBatchType,
            DateTimeOffset? LastSyncedAt,
        DomainType DomainType, string? Error, Guid? OperationId, Guid? SyncLogId,
        ReportState? OperationState, MappingStatus? LinkStatus);

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost("/check-batch", CheckAsync).Needs("compliance:view").Produces<CheckBatchAnswer>()
            .WithSummary("What would happen if this batch were pushed; sends nothing");
        group.MapGet("/resolve-location", ResolveAsync).Needs("compliance:view").Produces<LocationAnswer>()
            .WithSummary("Where the batch stands in Metrc's words, and how we know");
        group.MapGet("/batches/{id:guid}/sync-status", StatusAsync).Needs("compliance:view")
            .Produces<SyncStatusAnswer>()
            .WithSummary("The batch's badge and what stands behind it");
    }

    private static async Task<IResult> CheckAsync(
        CheckBatchRequest request, TendrilDb db, TimeProvider time, CancellationToken cancel)
    {
        var facts = await PushFacts.ReadAsync(db, request.BatchId, request.Location, time, cancel);
        if (facts is null) return PushRoutes.Refuse(Unknown, null);
        var check = facts.Check();
        var findings = check.Problem is { Findings.Count: 0 } problem
            ? [new Finding(problem.Code, Severity.Error, problem.Field ?? "batchId", problem.Message,
                problem.Help ?? "")]
            : check.Findings;
        return TypedResults.Ok(new CheckBatchAnswer(
            check.Report is not null, findings, Sentence.Of("Metrc", findings, Severity.Warning),
            Sentence.Of("Metrc", findings, Severity.Error), check.Report is { } path ? WireOf(path.Path) : null,
            check.Report is { } report
                ? new PlannedReport(report.Name, report.Type.ToString(), report.Count, report.Strain,
                    report.Location.Name, report.PlantedOn)
                : null));
    }

    private static async Task<IResult> ResolveAsync(
        [Description("The batch.")] Guid batchId, TendrilDb db, TimeProvider time, CancellationToken cancel)
    {
        var facts = await PushFacts.ReadAsync(db, batchId, null, time, cancel);
        if (facts is null) return PushRoutes.Refuse(Unknown, null);
        var resolved = facts.Resolved;
        var known = facts.Around.Locations.FirstOrDefault(
            location => location.Name.Equals(resolved.Location, StringComparison.OrdinalIgnoreCase));
        return TypedResults.Ok(new LocationAnswer(
            resolved.Location, known?.Id, resolved.Source, resolved.RequiresManualInput,
            [.. resolved.Candidates.Select(row => new Candidate(row.Location, row.Source, row.Pod))]));
    }

    private static async Task<IResult> StatusAsync(Guid id, TendrilDb db, CancellationToken cancel)
    {
        var domain = await db.Batches.Where(row => row.Id == id).Select(row =>
            (DomainType?)row.DomainType).FirstOrDefaultAsync(cancel);
        return domain is { } known ? TypedResults.Ok(await StatusOfAsync(db, id, known, cancel))
            : PushRoutes.Refuse(Unknown, null);
    }

    /// <summary>The badge and its facts. An operation from before the last unlink no longer counts.</summary>
    public static async Task<SyncStatusAnswer> StatusOfAsync(TendrilDb db, Guid batchId, DomainType domain,
        CancellationToken cancel)
    {
        var mapping = await db.MetrcBatchMappings.AsNoTracking()
            .FirstOrDefaultAsync(row => row.BatchId == batchId && row.ClosedAt == null, cancel);
        var operation = await db.ReportOperations.AsNoTracking()
            .Where(row => row.EntityId == batchId && row.Kind == ReportOperation.CreatePlantBatch && !row.Superseded)
            .OrderByDescending(row => row.CreatedAt).FirstOrDefaultAsync(cancel);
        return new SyncStatusAnswer(
            SyncBadges.Of(domain, mapping?.SyncStatus, operation?.State), mapping?.MetrcBatchId ?? operation?.MetrcId,
            mapping?.MetrcBatchName, mapping?.MetrcBatchType, mapping?.LastSyncedAt, domain,
            mapping is null ? operation?.Error : mapping.SyncErrorMessage, operation?.Id, operation?.SyncLogId,
            operation?.State,
            mapping?.SyncStatus);
    }

    /// <summary>The batches of a request site by site, for the rule about doubles: a name is unique in its
    /// facility.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<BatchToPush>>> NumbersAsync(
        TendrilDb db, IReadOnlyList<PushRoutes.PushBatchRequest> items, CancellationToken cancel)
    {
        var wanted = items.Select(item => item.BatchId).ToList();
        var rows = await db.Batches.Where(row => wanted.Contains(row.Id))
            .Select(row => new { row.Id, row.SiteId, row.BatchNumber }).ToListAsync(cancel);
        return [.. rows.GroupBy(row => row.SiteId)
            .Select(site => site.Select(row => new BatchToPush(row.Id, row.BatchNumber)).ToList())];
    }

    private static Problem Unknown => PushProblems.BatchUnknown.Refuse("Batch not found", "batchId",
        kind: ProblemKind.Unknown);

    private static string WireOf(PlantBatchPath path) => path switch
    {
        PlantBatchPath.FromPackage => "from_package",
        PlantBatchPath.FromMotherPlant => "from_mother_plant",
        _ => "opening",
    };
}
