namespace Tendril.Domain.Cultivation;

/// <summary>What is recorded about a batch that stages may need.</summary>
public sealed record StageFacts
{
    public bool HasLightingSchedule { get; init; }

    public DateOnly? HarvestedOn { get; init; }

    public decimal? WetWeightGrams { get; init; }

    public decimal? DryWeightGrams { get; init; }

    public bool HasLabResult { get; init; }

    public decimal? YieldWeightGrams { get; init; }

    public bool Meets(StageNeed need) => need switch
    {
        StageNeed.LightingSchedule => HasLightingSchedule,
        StageNeed.HarvestDate => HarvestedOn is not null,
        StageNeed.WetWeight => WetWeightGrams > 0,
        StageNeed.DryWeight => DryWeightGrams > 0,
        StageNeed.LabResult => HasLabResult,
        _ => YieldWeightGrams > 0,
    };
}

/// <summary>A stage entered.</summary>
public sealed record BatchStageChanged(
    Guid BatchId, BatchStage From, BatchStage To, BatchStatus Status, string? Reason);

/// <summary>Moves a batch to another stage.</summary>
public sealed record ChangeBatchStage(Guid BatchId, BatchStage Target, string? Reason = null)
{
    public Result<Decided<BatchStageChanged>> Decide(
        Batch batch, StageFacts facts, BatchStages stages, bool vegetativeStep)
    {
        if (batch.Status is BatchStatus.Completed or BatchStatus.Destroyed)
            return BatchProblems.Over.Refuse($"The batch is {WireName.Of(batch.Status)}", "stage");
        if (batch.Status == BatchStatus.Quarantined && Target != BatchStage.Destroyed)
            return BatchProblems.Quarantined.Refuse("The batch is in quarantine", "stage");
        var allowed = stages.NextOf(batch.Domain, batch.Stage, vegetativeStep);
        if (!allowed.Contains(Target))
            return BatchProblems.StageNotAllowed.Refuse(
                $"{WireName.Of(batch.Stage)} can be followed by {string.Join(", ", allowed.Select(WireName.Of))}, " +
                $"not by {WireName.Of(Target)}", "stage");
        if (Target == BatchStage.Destroyed && string.IsNullOrWhiteSpace(Reason))
            return BatchProblems.DestroyNeedsReason.Refuse("A reason is required", "reason");
        var checks = new Checks();
        foreach (var (domain, gate) in stages.Gates)
            if (domain == batch.Domain && gate.Stage == Target && !facts.Meets(gate.Needs))
                checks.Add(Unmet(gate));
        return checks.Refused(out var problem)
            ? problem
            : new Decided<BatchStageChanged>(
                new BatchStageChanged(BatchId, batch.Stage, Target, StatusAfter(batch.Status), Reason?.Trim()),
                checks.Warnings);
    }

    private BatchStatus StatusAfter(BatchStatus before) => Target switch
    {
        BatchStage.Completed => BatchStatus.Completed,
        BatchStage.Destroyed => BatchStatus.Destroyed,
        _ => before,
    };

    private static Finding Unmet(StageGate gate)
    {
        var message = $"{WireName.Of(gate.Stage)} needs a {Words(gate.Needs)}";
        return gate.Severity == Severity.Error
            ? BatchProblems.StageNeeds.Error(Field(gate.Needs), message)
            : BatchProblems.StageNeeds.Warning(Field(gate.Needs), message);
    }

    private static string Words(StageNeed need) =>
        need == StageNeed.LightingSchedule ? "12/12 lighting schedule" : WireName.Of(need).Replace('_', ' ');

    private static string Field(StageNeed need)
    {
        var name = need.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
