namespace Tendril.Domain.Harvests;

/// <summary>A harvest goes back to an earlier stage, for a reason. Out of stock it takes a manager.</summary>
public sealed record RevertHarvestStage(HarvestStage To, string? Reason)
{
    public Result<StageMove> Decide(HarvestNow harvest, HarvestMoment moment, HarvestStageRules rules)
    {
        if (!rules.Of(harvest.Stage).Revert.Contains(To))
            return HarvestProblems.NotFrom(harvest.Stage, WireName.Of(To));
        if (HarvestProblems.Reason(Reason, rules).Refused(out var problem, out var reason)) return problem;
        var earlier = harvest.Stages.LastOrDefault(one => one.Stage == To)?.StartedAt;
        return new StageMove(To, StageEntry.Revert, earlier ?? moment.At, moment.At)
        {
            Reason = reason,
            TakesBack = harvest.Stage == HarvestStage.Inventory,
        };
    }
}
