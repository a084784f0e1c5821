using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Cultivation;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>Corrects the number of plants by an event with its reason.</summary>
public static class ChangeBatchCountHandler
{
    /// <param name="PlantCount">Living plants now.</param>
    /// <param name="Version">The version that the person saw.</param>
    public sealed record Command(
        int PlantCount, CountReason Reason, int Version, string? Note = null, bool ConfirmWarnings = false);

    public static void Map(RouteGroupBuilder batches) =>
        batches.MapPost("/{id:guid}/count", HandleAsync).Needs("batch:edit")
        .WithSummary("Correct the number of plants of a batch")
        .WithDescription("A decrease of more than 20 percent and any increase must be confirmed.")
        .Produces<Saved<BatchView>>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

    private static async Task<IResult> HandleAsync(
        Guid id, Command command, TendrilDb db, Caller caller, IdSource ids, TimeProvider time,
        CancellationToken cancel)
    {
        await db.LockBatchAsync(id, cancel);
        if (await db.Batches.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } row)
            return ProblemResults.From(CultivationProblems.NoBatch());
        if (row.Version != command.Version) return ProblemResults.From(SaveProblems.ChangedMeanwhile);
        var change = new ChangeBatchCount(id, command.PlantCount, command.Reason, command.Note);
        if (change.Decide(BatchFields.Read(row)).Refused(out var problem, out var decided))
            return ProblemResults.From(problem.AsSent());
        if (decided.Value.After < row.TrackedCount)
            return ProblemResults.From(BatchProblems.CountNegative.Refuse(
                $"{row.TrackedCount} plants have a tag of their own", "plantCount",
                "Remove tagged plants one by one."));
        var warnings = decided.Warnings.AsSent();
        if (await BatchStanding.IsReportedAsync(db, id, cancel))
            warnings = [.. warnings, CultivationProblems.NotToldToMetrc.Warning(
                "plantCount", $"Metrc is not told that the count is now {decided.Value.After}")];
        if (warnings.Count > 0 && !command.ConfirmWarnings)
            return ProblemResults.From(ChangeBatchStageHandler.Unconfirmed("plantCount", warnings));
        row.PlantCount = decided.Value.After;
        db.Add(new BatchCountEvent
        {
            Id = ids.Next(),
            SiteId = row.SiteId,
            BatchId = id,
            CountBefore = decided.Value.Before,
            CountAfter = decided.Value.After,
            Reason = WireName.Of(decided.Value.Reason),
            Note = decided.Value.Note,
            ConfirmedWarnings = [.. warnings.Select(finding => finding.Code).Distinct()],
            At = time.GetUtcNow(),
            ActorId = caller.UserId,
            Actor = caller.Name,
        });
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(new Saved<BatchView>(await BatchView.ReadAsync(db, id, cancel), warnings));
    }
}
