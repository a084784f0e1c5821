using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;
using Tendril.Domain.Rules;
using Tendril.Domain.Values;

namespace Tendril.Tests.Domain.Compliance;

/// <summary>A batch that may be pushed, to be spoilt in one place by each test.</summary>
internal static class PushWorld
{
    public const string PlantTag = "1A4FF0200000261000000001";
    public const string PackageTag = "1A4FF0100000261000000002";
    public static readonly DateOnly Today = new(2026, 11, 20);

    public static readonly MetrcLocation[] Locations =
    [
        new(1, "Veg Room 1") { ForPlantBatches = true, ForPlants = true },
        new(2, "Dry Room") { ForHarvests = true },
        new(3, "Old Room") { ForPlantBatches = true, IsActive = false },
    ];

    public static Batch Good { get; } =
        new(Guid.Empty, "B-2026-001", DomainType.Cannabis, Guid.Empty, SourceType.Clone, 50, new DateOnly(2026, 11, 1))
        {
            Stage = BatchStage.Clone,
        };

    public static BatchStrain Strain { get; } = new("Blue Dream", "Blue Dream");

    public static PushSurroundings In(string state) =>
        new(StateRules.For(state, Today), Today, Locations) { Facility = new FacilityFlags() };

    public static PushBatch Push(Batch? batch = null) => new(batch ?? Good, Strain, "Veg Room 1");

    public static Tag Tagged(string text) =>
        Tag.TryParse(text, out var tag) ? tag : throw new InvalidOperationException(text);
}
