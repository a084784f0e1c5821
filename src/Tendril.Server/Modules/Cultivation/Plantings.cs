using Tendril.Domain.Cultivation;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>What is grown; Metrc calls it a strain. Shared by all sites of the organisation.</summary>
public sealed class Cultivar : IAuditedRow, IVersionedRow, IDatedRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public required string Name { get; set; }

    public string? Breeder { get; set; }

    public string? Genetics { get; set; }

    public decimal? ThcPercent { get; set; }

    public decimal? CbdPercent { get; set; }

    public decimal? IndicaPercent { get; set; }

    public decimal? SativaPercent { get; set; }

    public string? Notes { get; set; }

    public bool Active { get; set; } = true;

    public int Version { get; set; } = 1;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>How a batch descends from its parent.</summary>
public enum ParentRelationship { Clone, Split, Merge, Cross }

/// <summary>Plants that are grown together at a site.</summary>
public sealed class Batch : IAuditedRow, ISiteRow, IVersionedRow, IDatedRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public Guid SiteId { get; set; }

    public required string BatchNumber { get; set; }

    public DomainType DomainType { get; set; }

    public Guid? CultivarId { get; set; }

    public SourceType SourceType { get; set; }

    /// <summary>Label of the package the plants came from, as Metrc prints it.</summary>
    public string? SourcePackageLabel { get; set; }

    /// <summary>Tag of the plant the clones were cut from.</summary>
    public string? MotherPlantLabel { get; set; }

    /// <summary>Living plants; after planning it changes only beside a <see cref="BatchCountEvent"/>.</summary>
    public int PlantCount { get; set; }

    /// <summary>Plants that have a tag of their own.</summary>
    public int TrackedCount { get; set; }

    /// <summary>Plants without a tag; the database computes it.</summary>
    public int UntrackedCount { get; private set; }

    public BatchStage Stage { get; set; }

    public BatchStatus Status { get; set; }

    /// <summary>The planted date, a day at the site.</summary>
    public DateOnly StartDate { get; set; }

    public DateOnly? ExpectedHarvestDate { get; set; }

    public DateOnly? ActualHarvestDate { get; set; }

    public Guid? ParentBatchId { get; set; }

    public ParentRelationship? ParentRelationship { get; set; }

    public string? Notes { get; set; }

    public int Version { get; set; } = 1;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>
/// Plants of a batch standing in a pod from a day to a day, both included; open while <see cref="ToDate"/> is null.
/// </summary>
public sealed class PodAssignment : IAuditedRow, ISiteRow, IDatedRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public Guid SiteId { get; set; }

    public Guid BatchId { get; set; }

    public Guid PodId { get; set; }

    public int PlantCount { get; set; }

    public DateOnly FromDate { get; set; }

    public DateOnly? ToDate { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
