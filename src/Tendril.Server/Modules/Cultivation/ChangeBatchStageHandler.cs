using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Cultivation;
using Tendril.Domain.Rules;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>Moves a batch to another stage and writes it into its history.</summary>
public static class ChangeBatchStageHandler
{
    /// <param name="Version">The version that the person saw.</param>
    /// <param name="ConfirmWarnings">True when the person has read the warnings; they are kept with the person's
    /// name.</param>
    /// <param name="Reason">Needed to destroy a batch.</param>
    public sealed record Command(BatchStage Stage, int Version, bool ConfirmWarnings = false, string? Reason = null);

    public static void Map(RouteGroupBuilder batches) =>
        batches.MapPost("/{id:guid}/stage", HandleAsync).Needs("batch:edit")
        .WithSummary("Move a batch to another stage")
        .WithDescription(
            "Warnings that are not confirmed answer 422 `cultivation.confirm_warnings` with `findings`; send "
            + "again with `confirmWarnings: true`.")
        .Produces<Saved<BatchView>>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

    private static async Task<IResult> HandleAsync(
        Guid id, Command command, TendrilDb db, Caller caller, IdSource ids, TimeProvider time,
        CancellationToken cancel)
    {
        await db.LockBatchAsync(id, cancel);
        if (await db.Batches.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } row)
            return ProblemResults.From(CultivationProblems.NoBatch());
        if (row.Version != command.Version) return ProblemResults.From(SaveProblems.ChangedMeanwhile);
        if (CheckReason(command.Reason) is { } unreadable) return ProblemResults.From(unreadable);
        var site = await db.Sites.SingleAsync(known => known.Id == row.SiteId, cancel);
        var today = site.Today(time);
        var change = new ChangeBatchStage(id, command.Stage, command.Reason);
        var facts = new StageFacts { HarvestedOn = row.ActualHarvestDate };
        if (change.Decide(BatchFields.Read(row), facts, BatchStages.Current,
            StateRules.For(site.State, today).VegetativeStep)
            .Refused(out var problem, out var decided))
            return ProblemResults.From(problem.AsSent());
        var warnings = decided.Warnings.AsSent();
        if (warnings.Count > 0 && !command.ConfirmWarnings)
            return ProblemResults.From(Unconfirmed("stage", warnings));
        Enter(row, decided.Value, today);
        if (row.Status is BatchStatus.Completed or BatchStatus.Destroyed) await EndStaysAsync(db, id, today, cancel);
        db.Add(new BatchStageEvent
        {
            Id = ids.Next(),
            SiteId = row.SiteId,
            BatchId = id,
            FromStage = WireName.Of(decided.Value.From),
            ToStage = WireName.Of(decided.Value.To),
            Reason = decided.Value.Reason,
            ConfirmedWarnings = [.. warnings.Select(finding => finding.Code).Distinct()],
            At = time.GetUtcNow(),
            ActorId = caller.UserId,
            Actor = caller.Name,
        });
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(new Saved<BatchView>(await BatchView.ReadAsync(db, id, cancel), warnings));
    }

    internal static Problem Unconfirmed(string field, IReadOnlyList<Finding> warnings) =>
        CultivationProblems.ConfirmWarnings.Refuse(
            string.Join(" ", warnings.Select(finding => $"{finding.Message}.")), field) with
        { Findings = warnings };

    private static Problem? CheckReason(string? reason) =>
        !string.IsNullOrWhiteSpace(reason)
            && FieldRules.Current.Text("reason", reason, "reason").Refused(out var problem, out _)
            ? problem
            : null;

    private static void Enter(Batch row, BatchStageChanged change, DateOnly today)
    {
        row.Stage = change.To;
        row.Status = change.Status;
        if (change.To is BatchStage.Harvest or BatchStage.Harvesting) row.ActualHarvestDate ??= today;
    }

    /// <summary>Plants that are gone stand in no pod.</summary>
    private static async Task EndStaysAsync(TendrilDb db, Guid batchId, DateOnly today, CancellationToken cancel)
    {
        var open = await db.PodAssignments
            .Where(stay => stay.BatchId == batchId && (stay.ToDate == null || stay.ToDate > today)).ToListAsync(cancel);
        foreach (var stay in open) stay.ToDate = stay.FromDate > today ? stay.FromDate : today;
    }
}
