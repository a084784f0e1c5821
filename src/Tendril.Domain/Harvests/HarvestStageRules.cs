using System.Collections.Frozen;

namespace Tendril.Domain.Harvests;

/// <summary>How long a stage should last, in days; outside <c>Min</c> and <c>Max</c> a person is warned.</summary>
public sealed record StageDays(int Target, int Min, int Max);

/// <summary>Where one stage leads; null where a way is closed.</summary>
public sealed record StageWays(
    HarvestStage? Advance, HarvestStage? Skip, HarvestStage? Finalize, IReadOnlyList<HarvestStage> Revert,
    StageDays? Days);

/// <summary>The way of a harvest and its limits, <c>rules/harvest-stages.json</c>, the same for server and web app.
/// </summary>
public sealed class HarvestStageRules
{
    private readonly FrozenDictionary<HarvestStage, StageWays> _stages;

    private HarvestStageRules(RuleNode file)
    {
        Origin = file.Origin("undoSeconds", "reasonLength", "overlapReasonLength", "weight", "checklist", "stages");
        Undo = TimeSpan.FromSeconds(file.At("undoSeconds").Whole());
        ReasonLength = file.At("reasonLength").Whole();
        OverlapReasonLength = file.At("overlapReasonLength").Whole();
        var weight = file.At("weight").Only("mostGrams", "stepGrams");
        (MostGrams, StepGrams) = (weight.At("mostGrams").Number(), weight.At("stepGrams").Number());
        if (StepGrams <= 0) throw weight.At("stepGrams").Broken("must be above 0");
        Checklist = file.At("checklist").Texts();
        var stages = file.At("stages").Only([.. WireName.All<HarvestStage>()]);
        _stages = Enum.GetValues<HarvestStage>().ToFrozenDictionary(
            stage => stage, stage => Ways(stages.At(WireName.Of(stage))));
    }

    public static HarvestStageRules Current { get; } = Read(RuleFile.Open("rules/harvest-stages.json"));

    public RuleOrigin Origin { get; }

    /// <summary>For how long a step can be undone, where the organisation says nothing else.</summary>
    public TimeSpan Undo { get; }

    /// <summary>The longest reason.</summary>
    public int ReasonLength { get; }

    /// <summary>The shortest reason for a second open harvest of one plant.</summary>
    public int OverlapReasonLength { get; }

    public decimal MostGrams { get; }

    public decimal StepGrams { get; }

    /// <summary>What a person must have looked at before a harvest goes into stock.</summary>
    public IReadOnlyList<string> Checklist { get; }

    public StageWays Of(HarvestStage stage) => _stages[stage];

    public static HarvestStageRules Read(RuleNode file) => new(file);

    private static StageWays Ways(RuleNode node)
    {
        node.Only("advance", "skip", "finalize", "revert", "days");
        return new StageWays(
            node.Find("advance")?.Word<HarvestStage>(), node.Find("skip")?.Word<HarvestStage>(),
            node.Find("finalize")?.Word<HarvestStage>(),
            [.. node.At("revert").Items().Select(item => item.Word<HarvestStage>())],
            node.Find("days") is { } days ? Days(days) : null);
    }

    private static StageDays Days(RuleNode node)
    {
        node.Only("target", "min", "max");
        var days = new StageDays(node.At("target").Whole(), node.At("min").Whole(), node.At("max").Whole());
        return days.Min <= days.Target && days.Target <= days.Max ? days
            : throw node.Broken("target must lie between min and max");
    }
}
