using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;
using Tendril.Domain.Harvests;
using Tendril.Domain.Organisation;

namespace Tendril.Domain.Rules;

/// <summary>Reads every rule file once, so that a mistake in one stops the start and not a request next week.</summary>
public static class RuleCheck
{
    /// <summary>Throws <see cref="RuleFileException"/> for the first file that is wrong; answers all origins.</summary>
    public static IReadOnlyList<RuleOrigin> LoadAll() =>
        [.. RuleFile.Names.Select(name => Read(RuleFile.Open(name)))];

    /// <summary>Reads one file by the rules of its place.</summary>
    public static RuleOrigin Read(RuleNode file) => file.File switch
    {
        "rules/fields.json" => FieldRules.Read(file).Origin,
        "rules/units.json" => UnitOfMeasure.Read(file).Origin,
        "rules/roles.json" => Roles.Read(file).Origin,
        "rules/batch-stages.json" => BatchStages.Read(file).Origin,
        "rules/harvest-stages.json" => HarvestStageRules.Read(file).Origin,
        "rules/plant-batch.json" => PlantBatchRules.Read(file).Origin,
        var name when name.StartsWith("rules/states/", StringComparison.Ordinal) => StateRules.Read(file).Origin,
        _ => throw file.Broken("nobody reads this rule file"),
    };
}
