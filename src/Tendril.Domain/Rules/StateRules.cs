namespace Tendril.Domain.Rules;

/// <summary>
/// What one state's system asks for, from one day on. One file per state and edition in <c>rules/states/</c>.
/// </summary>
public sealed record StateRules(RuleOrigin Origin, string State)
{
    private static readonly IReadOnlyList<StateRules> Known =
        [.. RuleFile.Names.Where(name => name.StartsWith("rules/states/", StringComparison.Ordinal))
            .Select(name => Read(RuleFile.Open(name)))];

    /// <summary>False when no file speaks for the state: then the facility's own flags are all we know.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>
    /// Growers may start inventory from nothing (an opening batch) rather than from a package or plant.
    /// </summary>
    public bool OpenLoop { get; init; }

    /// <summary>The state tracks vegetative plants. Where not (CA), a clone goes straight to flowering.</summary>
    public bool VegetativeStep { get; init; } = true;

    public bool MotherPlants { get; init; } = true;

    /// <summary>A plant batch must name the package or the mother plant it comes from.</summary>
    public bool PlantBatchSourceRequired { get; init; }

    /// <summary>A plant batch's name must itself be a plant tag that nobody has used (CA).</summary>
    public bool PlantBatchNameIsPlantTag { get; init; }

    /// <summary>Most plants in one batch, where the state says so.</summary>
    public int? PlantBatchLimit { get; init; }

    public bool SalesDeliveries { get; init; }

    public bool RetailerDeliveries { get; init; }

    public bool Patients { get; init; }

    public bool ExternalIncoming { get; init; }

    /// <summary>All editions of all states.</summary>
    public static IReadOnlyList<StateRules> All => Known;

    /// <summary>The newest edition for a state (two letters) that is in force on <paramref name="day"/>.</summary>
    public static StateRules For(string state, DateOnly day) => Pick(Known, state, day);

    /// <summary>As <see cref="For"/>, from given editions.</summary>
    public static StateRules Pick(IEnumerable<StateRules> editions, string state, DateOnly day) =>
        editions.Where(rules => rules.State.Equals(state.Trim(), StringComparison.OrdinalIgnoreCase))
            .Where(rules => rules.Origin.EffectiveFrom <= day)
            .MaxBy(rules => rules.Origin.EffectiveFrom)
        ?? new StateRules(new RuleOrigin("", "no rules are known for this state", day), state.Trim().ToUpperInvariant())
        {
            IsKnown = false,
            OpenLoop = true,
        };

    public static StateRules Read(RuleNode file)
    {
        var origin = file.Origin(
            "state", "openLoop", "vegetativeStep", "motherPlants", "plantBatchSourceRequired",
            "plantBatchNameIsPlantTag", "plantBatchLimit", "salesDeliveries", "retailerDeliveries", "patients",
            "externalIncoming");
        var state = file.At("state").Text();
        if (state.Length != 2 || state.Any(letter => letter is < 'A' or > 'Z'))
            throw file.At("state").Broken("must be two capital letters");
        return new StateRules(origin, state)
        {
            OpenLoop = file.At("openLoop").Flag(),
            VegetativeStep = file.At("vegetativeStep").Flag(),
            MotherPlants = file.At("motherPlants").Flag(),
            PlantBatchSourceRequired = file.At("plantBatchSourceRequired").Flag(),
            PlantBatchNameIsPlantTag = file.At("plantBatchNameIsPlantTag").Flag(),
            PlantBatchLimit = file.Find("plantBatchLimit")?.Whole(),
            SalesDeliveries = file.At("salesDeliveries").Flag(),
            RetailerDeliveries = file.At("retailerDeliveries").Flag(),
            Patients = file.At("patients").Flag(),
            ExternalIncoming = file.At("externalIncoming").Flag(),
        };
    }
}
