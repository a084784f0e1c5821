using System.ComponentModel;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>The ledger on screen: what waits, what needs a person, and the evidence behind each.</summary>
public static class OperationRoutes
{
    public sealed record OperationView(
        Guid Id, Guid SiteId, string Kind, string EntityType, Guid EntityId, string EntityName, ReportState State,
            int Attempts,
        string MatchKey, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? NextAttemptAt,
            string? Error,
        long? MetrcId, string CreatedBy, Guid? SyncLogId);

    public sealed record EvidenceView(
        DateTimeOffset At, string Step, string Method, string Url, int? Status, string? RequestBody,
            string? ResponseBody,
        string? Failure, int ElapsedMs, string KeyId, string Sha256);

    /// <param name="Differences">What the last look found to be otherwise in Metrc than it was sent.</param>
    /// <param name="AcceptedDifferences">What of it a person accepted as it is in Metrc.</param>
    public sealed record OperationDetail(
        OperationView Operation, JsonElement Payload, string PayloadHash,
            IReadOnlyList<string> ConfirmedWarnings,
        IReadOnlyList<ReportDifference> Differences, IReadOnlyList<ReportDifference> AcceptedDifferences,
        string? AcceptedBy, IReadOnlyList<EvidenceView> Evidence);

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapTenantGroup("/api/compliance/operations").WithTags("Compliance: push");
        group.MapGet("/", ListAsync).Needs("compliance:view").Produces<ListPage<OperationView>>()
            .WithSummary("What was, is and will be told to Metrc");
        group.MapGet("/{id:guid}", GetAsync).Needs("compliance:view").Produces<OperationDetail>()
            .WithSummary("One operation with its payload and evidence");
        group.MapPost("/{id:guid}/retry", RetryAsync).Needs("compliance:push").Produces<OperationView>(202)
            .WithSummary("Do not wait for the next try").WithDescription(
                "Only for operations that wait; a refused one is pushed anew.");
        ResolveOperation.Map(app);
    }

    private static readonly SortTable<ReportOperation> Sorts = new("-createdAt")
    {
        ["createdAt"] = row => row.CreatedAt,
        ["updatedAt"] = row => row.UpdatedAt,
        ["entityName"] = row => row.EntityName,
        ["state"] = row => row.State,
    };

    private static async Task<object> ListAsync(
        [AsParameters] ListQuery list, Guid? siteId, [Description(
            "One state, or \"open\" for all that are not settled.")] string? state,
        Guid? groupId, TendrilDb db, CancellationToken cancel)
    {
        var rows = db.ReportOperations.AsNoTracking();
        if (siteId is { } site) rows = rows.Where(row => row.SiteId == site);
        if (groupId is { } group) rows = rows.Where(row => row.GroupId == group);
        if (list.Pattern is { } text) rows = rows.Where(row => EF.Functions.ILike(row.EntityName, text,
            ListQuery.Escape));
        if (state == "open") rows = rows.Where(row => row.State != ReportState.Verified
            && row.State != ReportState.Refused);
        else if (state is not null)
        {
            if (WireName.Parse<ReportState>(state, "state").Refused(out var unknown, out var wanted)) return unknown;
            rows = rows.Where(row => row.State == wanted);
        }
        if (Sorts.Order(rows, list.Sort).Refused(out var problem, out var ordered)) return problem;
        return TypedResults.Ok(await ordered.ThenBy(row => row.Id).PageAsync(list, row => View(row), cancel));
    }

    private static async Task<object> GetAsync(Guid id, TendrilDb db, CancellationToken cancel)
    {
        var row = await db.ReportOperations.AsNoTracking().FirstOrDefaultAsync(operation => operation.Id == id, cancel);
        if (row is null) return Unknown;
        var evidence = await db.ReportEvidence.AsNoTracking().Where(said => said.OperationId == id).OrderBy(said =>
            said.At)
            .Select(said => new EvidenceView(
                said.At, said.Step, said.Method, said.Url, said.Status, said.RequestBody, said.ResponseBody,
                    said.Failure,
                said.ElapsedMs, said.KeyId, said.Sha256))
            .ToListAsync(cancel);
        return TypedResults.Ok(new OperationDetail(
            View(row), JsonSerializer.Deserialize<JsonElement>(row.Payload), row.PayloadHash,
            JsonSerializer.Deserialize<List<string>>(row.ConfirmedWarnings) ?? [],
            KeptDifferences.Read(row.Differences), KeptDifferences.Read(row.AcceptedDifferences), row.AcceptedBy,
            evidence));
    }

    private static async Task<object> RetryAsync(
        Guid id, TendrilDb db, ReporterBell bell, IdSource ids, TimeProvider time, CancellationToken cancel)
    {
        var row = await db.ReportOperations.FirstOrDefaultAsync(operation => operation.Id == id, cancel);
        if (row is null) return Unknown;
        if (row.State is not (ReportState.Recorded or ReportState.Unknown or ReportState.Confirmed))
            return PushProblems.NotWaiting.Refuse(
                $"An operation that is {WireName.Of(row.State)} does not wait for a try", "id",
                kind: ProblemKind.Conflict);
        row.NextAttemptAt = ReportLedger.DueAtOnce;
        new AuditLine(
            "retry", "report_operation", row.Id, row.SiteId,
            new Dictionary<string, object?[]> { ["state"] = [WireName.Of(row.State), WireName.Of(row.State)] })
            .Stage(db, ids.Next(), time.GetUtcNow());
        bell.Ring();
        return TypedResults.Accepted($"/api/compliance/operations/{id}", View(row));
    }

    public static Problem Unknown => PushProblems.OperationUnknown.Refuse("Operation not found", "id",
        kind: ProblemKind.Unknown);

    public static OperationView View(ReportOperation row) => new(
        row.Id, row.SiteId, row.Kind, row.EntityType, row.EntityId, row.EntityName, row.State, row.Attempts,
            row.MatchKey,
        row.CreatedAt, row.UpdatedAt,
            ReportTransitions.IsLive(row.State) && row.NextAttemptAt > ReportLedger.DueAtOnce
                ? row.NextAttemptAt
                : null,
            row.Error, row.MetrcId,
        row.CreatedBy, row.SyncLogId);
}
