using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Domain.Rules;
using Tendril.Metrc;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>
/// Closes the link between a batch and its plant batch in Metrc. What Tendril made there stays linked until a look
/// shows that it is gone or is another one's: only then may the batch be pushed again. A link that a person made may be
/// wrong and is undone without asking Metrc. Either way the link stays as history, and nothing is done in Metrc.
/// </summary>
public static class UnlinkBatch
{
    public sealed record Request(string Reason);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGroup("/api/compliance/batches").WithTags("Compliance: push")
            .MapPost("/{id:guid}/unlink", HandleAsync).Needs("compliance:approve")
                .Produces<PushViews.SyncStatusAnswer>()
            .WithSummary("Close a batch's link to Metrc, with a reason").ProducesProblem(409).ProducesProblem(422)
            .WithDescription(
                "What a push made stays linked while Metrc has it under its name. A link made by hand is closed as it "
                + "is. Nothing is changed in Metrc.");

    private static async Task<IResult> HandleAsync(
        Guid id, Request request, Caller caller, TenantUnits units, ReportLines lines, TimeProvider time,
            CancellationToken cancel)
    {
        if (FieldRules.Current.Text("reason", request.Reason, "reason").Refused(out var unfit, out var reason))
            return ProblemResults.From(unfit);
        var link = await units.ReadAsync(caller.Scope, db => db.MetrcBatchMappings.AsNoTracking()
            .FirstOrDefaultAsync(row => row.BatchId == id && row.ClosedAt == null, cancel), cancel);
        if (link is null)
            return ProblemResults.From(PushProblems.NotLinked.Refuse("The batch is not linked to Metrc", "id",
                kind: ProblemKind.Unknown));
        var byHand = await units.ReadAsync(caller.Scope, db => IsByHandAsync(db, link, cancel), cancel);
        if (!byHand && await StillOursAsync(link, lines, caller.Scope, cancel) is { } problem)
            return ProblemResults.From(problem);
        await using var unit = await units.BeginAsync(caller.Scope, cancel);
        await unit.Db.LockBatchAsync(id, cancel);
        var row = await unit.Db.MetrcBatchMappings.FirstOrDefaultAsync(open => open.Id == link.Id
            && open.ClosedAt == null, cancel);
        if (row is null)
            return ProblemResults.From(PushProblems.NotLinked.Refuse("The batch is not linked to Metrc any more", "id",
                kind: ProblemKind.Conflict));
        row.ClosedAt = time.GetUtcNow();
        row.ClosedReason = reason;
        row.ClosedBy = caller.Name;
        var told = await unit.Db.ReportOperations.Where(report => report.EntityId == id
            && report.Kind == ReportOperation.CreatePlantBatch && !report.Superseded).ToListAsync(cancel);
        foreach (var report in told) report.Superseded = true;
        await unit.CommitAsync(cancel);
        var status = await units.ReadAsync(caller.Scope, async db =>
        {
            var domain = await db.Batches.Where(batch => batch.Id == id).Select(batch =>
                batch.DomainType).SingleAsync(cancel);
            return await PushViews.StatusOfAsync(db, id, domain, cancel);
        }, cancel);
        return TypedResults.Ok(status);
    }

    // What was sent and not refused by Metrc may be there, whoever linked it in the end.
    private static async Task<bool> IsByHandAsync(TendrilDb db, MetrcBatchMapping link, CancellationToken cancel)
    {
        if (link.OperationId is not null) return false;
        var sent = await db.ReportOperations
            .Where(row => row.EntityId == link.BatchId && row.Kind == ReportOperation.CreatePlantBatch
                && row.Attempts > 0 && (row.State != ReportState.Refused || row.GivenUpBy != null))
            .Select(row => new { row.MetrcId, row.MatchKey }).ToListAsync(cancel);
        return !sent.Exists(row => row.MetrcId == link.MetrcBatchId || IsSameName(row.MatchKey, link.MetrcBatchName));
    }

    private static bool IsSameName(string one, string other) =>
        one.Trim().Equals(other.Trim(), StringComparison.OrdinalIgnoreCase);

    private static async Task<Problem?> StillOursAsync(
        MetrcBatchMapping link, ReportLines lines, TenantScope scope, CancellationToken cancel)
    {
        if ((await lines.OpenAsync(scope, link.SiteId, cancel)).Refused(out var problem, out var line)) return problem;
        using (line)
        {
            var read = await line.Client.OneAsync(MetrcApi.PlantBatchById, line.License, link.MetrcBatchId, cancel);
            if (!read.Failed(out var failure, out var there))
                return IsSameName(there.Name, link.MetrcBatchName)
                    ? PushProblems.StillThere.Refuse(
                        $"Metrc still has plant batch {there.Id} named \"{there.Name}\"", "id",
                        "Destroy or rename it in Metrc first; a second push would double it.", ProblemKind.Conflict)
                    : null;
            if (failure is MetrcFailure.Refused { NotFound: true }) return null;
            // 401 can be a bad key or another facility's object: when the list can be read, the key is good.
            return failure is MetrcFailure.Refused { Status: 401 }
                && await PushBatchReport.StandsAsync(link.MetrcBatchId, line, cancel) == false
                ? null
                : PushProblems.MetrcSilent.Refuse(failure.Message, kind: ProblemKind.Later);
        }
    }
}
