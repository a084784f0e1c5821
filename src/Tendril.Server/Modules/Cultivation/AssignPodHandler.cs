using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Cultivation;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>Puts plants of a batch into a pod from a day on.</summary>
public static class AssignPodHandler
{
    /// <param name="From">First day at the site.</param>
    /// <param name="To">Last day, when it is known already.</param>
    public sealed record Command(Guid PodId, int PlantCount, DateOnly From, DateOnly? To = null);

    public static void Map(RouteGroupBuilder batches) =>
        batches.MapPost("/{id:guid}/pods", HandleAsync).Needs("batch:edit")
        .WithSummary("Put plants of a batch into a pod")
        .WithDescription("Plants that move: close the old assignment, then add the new one.")
        .Produces<Saved<BatchView>>(201).ProducesProblem(404).ProducesProblem(422);

    private static async Task<IResult> HandleAsync(
        Guid id, Command command, TendrilDb db, IdSource ids, CancellationToken cancel)
    {
        // Both rows stay locked until the end, so that two assignments at once cannot overfill the pod or the batch.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM pods WHERE id = {command.PodId} FOR NO KEY UPDATE", cancel);
        await db.LockBatchAsync(id, cancel);
        if (await db.Batches.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } batch)
            return ProblemResults.From(CultivationProblems.NoBatch());
        var pod = await db.Pods.AsNoTracking().FirstOrDefaultAsync(
            row => row.Id == command.PodId && row.SiteId == batch.SiteId && row.Active, cancel);
        if (pod is null)
            return ProblemResults.From(CultivationProblems.PodUnknown.Refuse(
                "This site has no such pod in use", "podId", kind: ProblemKind.Unknown));
        var stay = new PodAssignment
        {
            Id = ids.Next(),
            SiteId = batch.SiteId,
            BatchId = id,
            PodId = pod.Id,
            PlantCount = command.PlantCount,
            FromDate = command.From,
            ToDate = command.To,
        };
        var ofPod = await ReadAsync(db.PodAssignments.Where(row => row.PodId == pod.Id), cancel);
        var occupancy = new PodOccupancy(pod.Id, pod.Capacity, ofPod);
        var ofBatch = await ReadAsync(db.PodAssignments.Where(row => row.BatchId == id), cancel);
        if (new AssignPod(Read(stay)).Decide(BatchFields.Read(batch), ofBatch, occupancy)
            .Refused(out var problem, out var decided))
            return ProblemResults.From(problem.AsSent());
        db.Add(stay);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created(
            $"/api/batches/{id}",
            new Saved<BatchView>(await BatchView.ReadAsync(db, id, cancel), decided.Warnings.AsSent()));
    }

    private static async Task<List<Domain.Cultivation.PodAssignment>> ReadAsync(
        IQueryable<PodAssignment> rows, CancellationToken cancel) =>
        [.. (await rows.AsNoTracking().ToListAsync(cancel)).Select(Read)];

    private static Domain.Cultivation.PodAssignment Read(PodAssignment row) =>
        new(row.Id, row.BatchId, row.PodId, row.PlantCount, row.FromDate, row.ToDate);
}
