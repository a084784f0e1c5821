using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Cultivation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>Reads what happened to a batch: stages entered and counts changed.</summary>
public static class GetBatchHistory
{
    /// <summary>
    /// One line of the history. A stage has `fromStage` and `toStage`, a count `countBefore` and `countAfter`.
    /// </summary>
    public sealed record Line(
        Guid Id, DateTimeOffset At, string Actor, string? FromStage, string? ToStage, int? CountBefore, int? CountAfter,
        string? Reason, string? Note, IReadOnlyList<string> ConfirmedWarnings);

    public sealed record Answer(IReadOnlyList<Line> Items);

    public static void Map(RouteGroupBuilder batches) => batches.MapGet("/{id:guid}/history", HandleAsync)
        .Needs("batch:view").WithSummary("What happened to a batch, newest first")
        .Produces<Answer>().ProducesProblem(404);

    private static async Task<IResult> HandleAsync(Guid id, TendrilDb db, CancellationToken cancel)
    {
        if (!await db.Batches.AnyAsync(row => row.Id == id, cancel))
            return ProblemResults.From(CultivationProblems.NoBatch());
        var stages = await db.BatchStageEvents.AsNoTracking().Where(row => row.BatchId == id)
            .Select(row => new Line(
                row.Id, row.At, row.Actor, row.FromStage, row.ToStage, null, null, row.Reason, null,
                row.ConfirmedWarnings))
            .ToListAsync(cancel);
        var counts = await db.BatchCountEvents.AsNoTracking().Where(row => row.BatchId == id)
            .Select(row => new Line(
                row.Id, row.At, row.Actor, null, null, row.CountBefore, row.CountAfter, row.Reason, row.Note,
                row.ConfirmedWarnings))
            .ToListAsync(cancel);
        return TypedResults.Ok(new Answer(
            [.. stages.Concat(counts).OrderByDescending(line => line.At).ThenByDescending(line => line.Id)]));
    }
}
