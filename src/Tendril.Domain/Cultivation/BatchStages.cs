using System.Collections.Frozen;

namespace Tendril.Domain.Cultivation;

/// <summary>What a stage may need before it is entered.</summary>
public enum StageNeed { LightingSchedule, HarvestDate, WetWeight, DryWeight, LabResult, YieldWeight }

/// <summary>A need of a stage; <see cref="Severity.Error"/> blocks.</summary>
public sealed record StageGate(BatchStage Stage, StageNeed Needs, Severity Severity);

/// <summary>Which stage may follow which, read from <c>rules/batch-stages.json</c>.</summary>
public sealed class BatchStages
{
    private readonly FrozenDictionary<DomainType, FrozenDictionary<BatchStage, StageRule>> _domains;

    private BatchStages(
        RuleOrigin origin, FrozenDictionary<DomainType, FrozenDictionary<BatchStage, StageRule>> domains,
        IReadOnlyList<(DomainType, StageGate)> gates)
    {
        Origin = origin;
        _domains = domains;
        Gates = gates;
    }

    public static BatchStages Current { get; } = Read(RuleFile.Open("rules/batch-stages.json"));

    public RuleOrigin Origin { get; }

    public IReadOnlyList<(DomainType Domain, StageGate Gate)> Gates { get; }

    /// <summary>The stages of a domain in their usual order.</summary>
    public IReadOnlyList<BatchStage> StagesOf(DomainType domain) =>
        [.. _domains[domain].OrderBy(entry => entry.Value.Order).Select(entry => entry.Key)];

    public bool Has(DomainType domain, BatchStage stage) => _domains[domain].ContainsKey(stage);

    /// <summary>
    /// The stages that may follow. Where the state has no vegetative step, clones may go to flowering.
    /// </summary>
    public IReadOnlyList<BatchStage> NextOf(DomainType domain, BatchStage stage, bool vegetativeStep)
    {
        if (!_domains[domain].TryGetValue(stage, out var rule) || rule.IsEnd) return [];
        return vegetativeStep
            ? [.. rule.Next, BatchStage.Destroyed]
            : [.. rule.Next, .. rule.NextWithoutVegetative, BatchStage.Destroyed];
    }

    /// <summary>Metrc's growth phase for a stage, or null while the plants are immature or already cut.</summary>
    public string? MetrcPhaseOf(BatchStage stage) =>
        _domains[DomainType.Cannabis].GetValueOrDefault(stage)?.MetrcPhase;

    public static BatchStages Read(RuleNode file)
    {
        var origin = file.Origin("domains");
        var domains = file.At("domains");
        domains.Only([.. WireName.All<DomainType>()]);
        var gates = new List<(DomainType, StageGate)>();
        var stages = new Dictionary<DomainType, FrozenDictionary<BatchStage, StageRule>>();
        foreach (var domain in Enum.GetValues<DomainType>())
        {
            var node = domains.At(WireName.Of(domain)).Only("stages", "gates");
            stages[domain] = ReadStages(node.At("stages"));
            gates.AddRange(node.At("gates").Items().Select(gate => (domain, ReadGate(gate, stages[domain]))));
        }

        return new BatchStages(origin, stages.ToFrozenDictionary(), gates);
    }

    private static FrozenDictionary<BatchStage, StageRule> ReadStages(RuleNode node)
    {
        var names = new Dictionary<BatchStage, RuleNode>();
        foreach (var (name, rule) in node.Entries())
            names.Add(WireName.TryParse<BatchStage>(name, out var stage)
                ? stage
                : throw rule.Broken("is not a stage"), rule);
        var order = 0;
        return names.ToFrozenDictionary(entry => entry.Key, entry => ReadStage(entry.Value, names, order++));
    }

    private static StageRule ReadStage(RuleNode node, Dictionary<BatchStage, RuleNode> known, int order)
    {
        node.Only("next", "nextWithoutVegetative", "metrcPhase");
        IReadOnlyList<BatchStage> Stages(RuleNode? list) => [.. (list?.Items() ?? []).Select(item =>
            known.ContainsKey(item.Word<BatchStage>())
                ? item.Word<BatchStage>()
                : throw item.Broken("is not a stage of this domain"))];
        return new StageRule(
            order, Stages(node.At("next")), Stages(node.Find("nextWithoutVegetative")),
            node.Find("metrcPhase")?.Text());
    }

    private static StageGate ReadGate(RuleNode node, FrozenDictionary<BatchStage, StageRule> stages)
    {
        node.Only("stage", "needs", "severity");
        var gate = new StageGate(
            node.At("stage").Word<BatchStage>(), node.At("needs").Word<StageNeed>(),
            node.At("severity").Word<Severity>());
        return stages.ContainsKey(gate.Stage) ? gate : throw node.At("stage").Broken("is not a stage of this domain");
    }

    private sealed record StageRule(
        int Order, IReadOnlyList<BatchStage> Next, IReadOnlyList<BatchStage> NextWithoutVegetative, string? MetrcPhase)
    {
        public bool IsEnd => Next.Count == 0;
    }
}
