using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Rules;
using Tendril.Metrc;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>
/// Closes the link between a batch and its plant batch in Metrc, after a look showed that it is not there or is
/// another one's. The
/// link stays as history; only then may the batch be pushed again.
/// </summary>
public static class UnlinkBatch
{
    public sealed record Request(string Reason);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGroup("/api/compliance/batches").WithTags("Compliance: push")
            .MapPost("/{id:guid}/unlink", HandleAsync).Needs("compliance:approve")
                .Produces<PushViews.SyncStatusAnswer>()
            .WithSummary("Close a batch's link to Metrc, with a reason");

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
        if (await StillOursAsync(link, lines, caller.Scope, cancel) is { } problem) return ProblemResults.From(problem);
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
        await unit.CommitAsync(cancel);
        var status = await units.ReadAsync(caller.Scope, async db =>
        {
            var domain = await db.Batches.Where(batch => batch.Id == id).Select(batch =>
                batch.DomainType).SingleAsync(cancel);
            return await PushViews.StatusOfAsync(db, id, domain, cancel);
        }, cancel);
        return TypedResults.Ok(status);
    }

    private static async Task<Problem?> StillOursAsync(
        MetrcBatchMapping link, ReportLines lines, TenantScope scope, CancellationToken cancel)
    {
        if ((await lines.OpenAsync(scope, link.SiteId, cancel)).Refused(out var problem, out var line)) return problem;
        using (line)
        {
            var read = await line.Client.OneAsync(MetrcApi.PlantBatchById, line.License, link.MetrcBatchId, cancel);
            if (!read.Failed(out var failure, out var there))
                return there.Name.Trim().Equals(link.MetrcBatchName.Trim(), StringComparison.OrdinalIgnoreCase)
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
