namespace Tendril.Domain.Harvests;

/// <summary>A harvest leaves out a stage, or the checklist before it goes into stock.</summary>
public sealed record SkipHarvestStage(HarvestStage To, string? Reason)
{
    public Result<StageMove> Decide(HarvestNow harvest, HarvestMoment moment, HarvestStageRules rules)
    {
        if (rules.Of(harvest.Stage).Skip != To)
            return harvest.Stage == To ? StageMove.Already : HarvestProblems.NotFrom(harvest.Stage, WireName.Of(To));
        if (HarvestProblems.Reason(Reason, rules).Refused(out var problem, out var reason)) return problem;
        var intoStock = To == HarvestStage.Inventory;
        if (intoStock && harvest.Weights.AgainstStock() is { } wrong) return wrong;
        return new StageMove(To, StageEntry.OverrideSkip, moment.At, moment.At)
        {
            Reason = reason,
            Result = intoStock ? FinalizeHarvest.ResultOf(harvest, moment, null) : null,
        };
    }
}
