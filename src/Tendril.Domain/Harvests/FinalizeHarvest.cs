namespace Tendril.Domain.Harvests;

/// <summary>A cured harvest goes into stock.</summary>
/// <param name="Checked">The points of the checklist that were ticked.</param>
public sealed record FinalizeHarvest(IReadOnlySet<string> Checked)
{
    public Result<StageMove> Decide(HarvestNow harvest, HarvestMoment moment, HarvestStageRules rules)
    {
        if (harvest.Stage == HarvestStage.Inventory) return StageMove.Already;
        if (rules.Of(harvest.Stage).Finalize is not { } to)
            return HarvestProblems.NotFrom(harvest.Stage, WireName.Of(HarvestStage.Inventory));
        if (harvest.Weights.AgainstStock() is { } wrong) return wrong;
        if (rules.Checklist.FirstOrDefault(point => !Checked.Contains(point)) is { } open)
            return HarvestProblems.ChecklistIncomplete.Refuse($"{open} is not ticked", open);
        return new StageMove(to, StageEntry.Finalize, moment.At, moment.At)
        {
            Result = ResultOf(harvest, moment, [.. rules.Checklist.Order(StringComparer.Ordinal)]),
        };
    }

    internal static HarvestResult ResultOf(
        HarvestNow harvest, HarvestMoment moment, IReadOnlyList<string>? checklist) =>
        new(harvest.Weights.Dry!.Value, harvest.BeganAt ?? moment.At, moment.At, checklist);
}
