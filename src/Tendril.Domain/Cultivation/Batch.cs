namespace Tendril.Domain.Cultivation;

public enum DomainType { Cannabis, Produce }

public enum SourceType { Seed, Clone, TissueCulture }

public enum BatchStatus { Active, Quarantined, Completed, Destroyed }

/// <summary>
/// Stages of both domains; <c>rules/batch-stages.json</c> says which belong to which and what follows what.
/// </summary>
public enum BatchStage
{
    Planning, Germination, Clone, Vegetative, Flowering, Harvest, Drying, Curing, Packaging,
    Seeding, Seedling, Transplant, Growing, HarvestReady, Harvesting, Washing, Grading, Packing, Storage, Shipped,
    Completed, Destroyed,
}

/// <summary>A batch of plants as decisions see it.</summary>
/// <param name="SourcePackage">Label of the package it was grown from, as Metrc prints it.</param>
/// <param name="MotherPlant">Label of the plant it was cut from.</param>
/// <param name="StartedOn">The planted date, a day at the site.</param>
public sealed record Batch(
    Guid Id, string Number, DomainType Domain, Guid? CultivarId, SourceType Source, int PlantCount, DateOnly StartedOn)
{
    public BatchStage Stage { get; init; } = BatchStage.Planning;

    public BatchStatus Status { get; init; } = BatchStatus.Active;

    public Tag? SourcePackage { get; init; }

    public Tag? MotherPlant { get; init; }

    public DateOnly? ExpectedHarvestOn { get; init; }

    public DateOnly? ActualHarvestOn { get; init; }

    public string? Notes { get; init; }
}

/// <summary>A decision and what a person should be told about it.</summary>
public sealed record Decided<T>(T Value, IReadOnlyList<Finding> Warnings);
