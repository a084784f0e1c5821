using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Cultivation;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>Ends a stay in a pod. The stay remains in the batch's history.</summary>
public static class ClosePodAssignment
{
    /// <param name="To">The last day in the pod.</param>
    public sealed record Command(DateOnly To);

    public static void Map(RouteGroupBuilder batches) => batches
        .MapPost("/{id:guid}/pods/{assignmentId:guid}/close", HandleAsync).Needs("batch:edit")
        .WithSummary("End a stay in a pod").Produces<Saved<BatchView>>().ProducesProblem(404).ProducesProblem(409)
            .ProducesProblem(422);

    private static async Task<IResult> HandleAsync(
        Guid id, Guid assignmentId, Command command, TendrilDb db, CancellationToken cancel)
    {
        // Pod, then batch, as they are locked to add a stay: nobody ends this one, or counts it as open, meanwhile.
        await db.Database.ExecuteSqlAsync(
            $"""
            SELECT 1 FROM pods WHERE id = (SELECT pod_id FROM pod_assignments WHERE id = {assignmentId})
            FOR NO KEY UPDATE
            """,
            cancel);
        await db.LockBatchAsync(id, cancel);
        if (!await db.Batches.AnyAsync(row => row.Id == id, cancel))
            return ProblemResults.From(CultivationProblems.NoBatch());
        var stay =
            await db.PodAssignments.FirstOrDefaultAsync(row => row.Id == assignmentId && row.BatchId == id, cancel);
        if (stay is null)
            return ProblemResults.From(CultivationProblems.AssignmentUnknown.Refuse(
                "Pod assignment not found", "assignmentId", kind: ProblemKind.Unknown));
        if (stay.ToDate is { } ended)
            return ProblemResults.From(CultivationProblems.AssignmentOver.Refuse(
                $"The stay ended on {ended:yyyy-MM-dd}", "to", kind: ProblemKind.Conflict));
        if (command.To < stay.FromDate)
            return ProblemResults.From(PodProblems.EndsBeforeStart.Refuse(
                $"The stay began on {stay.FromDate:yyyy-MM-dd}", "to"));
        stay.ToDate = command.To;
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(new Saved<BatchView>(await BatchView.ReadAsync(db, id, cancel), []));
    }
}
