namespace Tendril.Domain.Cultivation;

/// <summary>Plants of a batch standing in a pod for a time. Days are the site's; the last day is included.</summary>
public sealed record PodAssignment(Guid Id, Guid BatchId, Guid PodId, int PlantCount, DateOnly FromOn, DateOnly? ToOn)
{
    /// <summary>True when the plants stand in the pod on that day.</summary>
    public bool IsOpenOn(DateOnly day) => FromOn <= day && (ToOn is null || ToOn >= day);

    public bool Overlaps(DateOnly fromOn, DateOnly? toOn) =>
        (ToOn is null || ToOn >= fromOn) && (toOn is null || FromOn <= toOn);
}

/// <summary>A pod as the decision needs it.</summary>
/// <param name="Capacity">Most plants at a time, or null when nobody said.</param>
/// <param name="Assignments">All assignments to this pod, of every batch.</param>
public sealed record PodOccupancy(Guid PodId, int? Capacity, IReadOnlyList<PodAssignment> Assignments);

/// <summary>What can be wrong with an assignment.</summary>
public static class PodProblems
{
    public static readonly ProblemCode EndsBeforeStart = new(
        "pod.ends_before_start", "The last day lies before the first.", "Check both dates.");

    public static readonly ProblemCode MoreThanBatch = new(
        "pod.more_than_batch",
        "On some day more plants stand in pods than the batch has.",
        "End or shorten another assignment first, or assign fewer plants.");

    public static readonly ProblemCode AlreadyThere = new(
        "pod.already_there",
        "The batch already stands in this pod during that time.",
        "Change the existing assignment instead of adding a second one.");

    public static readonly ProblemCode Full = new(
        "pod.full", "The pod would hold more plants than its capacity.", "Choose another pod or fewer plants.");

    public static readonly ProblemCode BeforeBatch = new(
        "pod.before_batch", "The assignment begins before the batch does.", "Begin on the batch's start or later.");

    public static readonly ProblemCode Shared = new(
        "pod.shared",
        "Another batch stands in the same pod at the same time.",
        "Confirm that the batches may share a pod.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
        [EndsBeforeStart, MoreThanBatch, AlreadyThere, Full, BeforeBatch, Shared];
}

/// <summary>Puts plants of a batch into a pod.</summary>
public sealed record AssignPod(PodAssignment Assignment)
{
    /// <param name="batch">The batch.</param>
    /// <param name="ofBatch">The batch's other assignments.</param>
    /// <param name="pod">The pod with all its assignments.</param>
    public Result<Decided<PodAssignment>> Decide(
        Batch batch, IReadOnlyList<PodAssignment> ofBatch, PodOccupancy pod)
    {
        if (batch.Status is BatchStatus.Completed or BatchStatus.Destroyed)
            return BatchProblems.Over.Refuse($"The batch is {WireName.Of(batch.Status)}", "batchId");
        var checks = new Checks();
        checks.Take(PlantCount.Of(Assignment.PlantCount));
        if (Assignment.ToOn < Assignment.FromOn)
            checks.Add(PodProblems.EndsBeforeStart.Error("toOn", "The last day lies before the first"));
        if (Assignment.FromOn < batch.StartedOn)
            checks.Add(PodProblems.BeforeBatch.Error("fromOn", $"The batch starts on {batch.StartedOn:yyyy-MM-dd}"));
        if (checks.Refused(out var problem)) return problem;
        CheckRoom(checks, batch, Others(ofBatch), pod with { Assignments = Others(pod.Assignments) });
        return checks.Refused(out problem) ? problem : new Decided<PodAssignment>(Assignment, checks.Warnings);
    }

    private void CheckRoom(Checks checks, Batch batch, IReadOnlyList<PodAssignment> ofBatch, PodOccupancy pod)
    {
        var most = MostAtOnce(ofBatch);
        if (most > batch.PlantCount)
            checks.Add(PodProblems.MoreThanBatch.Error(
                "plantCount", $"{most} plants would stand in pods at once, and the batch has {batch.PlantCount}"));
        var inPod = pod.Assignments.Where(other => other.Overlaps(Assignment.FromOn, Assignment.ToOn)).ToArray();
        if (inPod.Any(other => other.BatchId == Assignment.BatchId))
            checks.Add(PodProblems.AlreadyThere.Error("podId", "The batch already stands in this pod at that time"));
        if (MostAtOnce(pod.Assignments) is var plants && plants > pod.Capacity)
            checks.Add(PodProblems.Full.Error("podId", $"{plants} plants would stand in a pod for {pod.Capacity}"));
        else if (inPod.Any(other => other.BatchId != Assignment.BatchId))
            checks.Add(PodProblems.Shared.Warning("podId", "Another batch stands in this pod at that time"));
    }

    /// <summary>The crowd can only grow on a day on which somebody arrives, so only those days are counted.</summary>
    private long MostAtOnce(IReadOnlyList<PodAssignment> others)
    {
        var overlapping = others.Where(other => other.Overlaps(Assignment.FromOn, Assignment.ToOn)).ToArray();
        return overlapping.Select(other => other.FromOn).Append(Assignment.FromOn)
            .Where(Assignment.IsOpenOn)
            .Max(day => Assignment.PlantCount
                + overlapping.Where(other => other.IsOpenOn(day)).Sum(other => (long)other.PlantCount));
    }

    /// <summary>An assignment that is being changed does not stand in its own way.</summary>
    private IReadOnlyList<PodAssignment> Others(IReadOnlyList<PodAssignment> all) =>
        [.. all.Where(other => other.Id != Assignment.Id)];
}
