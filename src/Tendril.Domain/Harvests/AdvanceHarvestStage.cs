namespace Tendril.Domain.Harvests;

/// <summary>A harvest goes on to its next stage.</summary>
/// <param name="To">The next stage, as the person saw it.</param>
/// <param name="BeganAt">When it began, where that was before now.</param>
/// <param name="Notes">About the stage that is left.</param>
public sealed record AdvanceHarvestStage(HarvestStage To, DateTimeOffset? BeganAt, string? Notes)
{
    public Result<StageMove> Decide(HarvestNow harvest, HarvestMoment moment, HarvestStageRules rules)
    {
        if (rules.Of(harvest.Stage).Advance != To)
            return harvest.Stage == To ? StageMove.Already : HarvestProblems.NotFrom(harvest.Stage, WireName.Of(To));
        if (BeganAt is { } began && (began > moment.At || began <= harvest.StartedAt))
            return HarvestProblems.MomentNotPossible.Refuse(
                "The stage must begin after the one before it, and not in the future", "at");
        var at = BeganAt ?? moment.At;
        return new StageMove(To, StageEntry.Advance, at, at)
        {
            Notes = string.IsNullOrWhiteSpace(Notes) ? null : Notes.Trim(),
        };
    }
}
