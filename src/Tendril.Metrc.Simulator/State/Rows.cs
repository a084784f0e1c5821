using System.Text.Json.Serialization;

namespace Tendril.Metrc.Simulator.State;

/// <summary>One thing the pretend state keeps. Rows never change; a change puts a new row with the same id.</summary>
public abstract record Row
{
    public long Id { get; init; }
    public long FacilityId { get; init; }
    public DateTimeOffset LastModified { get; init; }

    /// <summary>The name or label by which requests point at it; compared without case.</summary>
    [JsonIgnore] public abstract string Key { get; }

    /// <summary>Where <see cref="Key"/> must be unique: the facility, or 0 for the whole state.</summary>
    [JsonIgnore] public virtual long KeyScope => FacilityId;

    /// <summary>False once the name is free for another row.</summary>
    [JsonIgnore] public virtual bool HoldsKey => true;
}

public sealed record Strain : Row
{
    public required string Name { get; init; }
    public string TestingStatus { get; init; } = "None";
    public decimal? ThcLevel { get; init; }
    public decimal? CbdLevel { get; init; }
    public decimal IndicaPercentage { get; init; } = 50m;
    public decimal SativaPercentage { get; init; } = 50m;
    public bool IsActive { get; init; } = true;
    public override string Key => Name;
    public override bool HoldsKey => IsActive;
}

public sealed record Location : Row
{
    public required string Name { get; init; }
    public required string TypeName { get; init; }
    public bool IsActive { get; init; } = true;
    public override string Key => Name;
    public override bool HoldsKey => IsActive;
}

public sealed record Item : Row
{
    public required string Name { get; init; }
    public required string CategoryName { get; init; }
    public required string UnitName { get; init; }
    public long? StrainId { get; init; }
    public string? BrandName { get; init; }
    public string? Description { get; init; }
    public string ApprovalStatus { get; init; } = "Approved";
    public bool IsActive { get; init; } = true;
    public override string Key => Name;
    public override bool HoldsKey => IsActive;
}

/// <summary>Plant tags and package tags are two stocks; a tag serves once, for ever.</summary>
public enum TagKind { Plant, Package }

public sealed record Tag : Row
{
    public required string Label { get; init; }
    public TagKind Kind { get; init; }
    public bool IsUsed { get; init; }
    public override string Key => Label;
    public override long KeyScope => 0;
}

public enum PackageStatus { Active, Finished, Discontinued, InTransit, Transferred }

public sealed record Package : Row
{
    public required string Label { get; init; }
    public long ItemId { get; init; }
    public long? LocationId { get; init; }
    public decimal Quantity { get; init; }
    public decimal OriginalQuantity { get; init; }
    public required string UnitName { get; init; }
    public string PackageType { get; init; } = "Product";
    public PackageStatus Status { get; init; }
    public bool IsOnHold { get; init; }
    public DateOnly PackagedDate { get; init; }
    public DateOnly? ExpirationDate { get; init; }
    public DateOnly? FinishedDate { get; init; }
    public DateOnly? ArchivedDate { get; init; }
    public string LabTestingState { get; init; } = "NotSubmitted";
    public string? Note { get; init; }
    public string? SourceHarvestNames { get; init; }
    public string? SourcePackageLabels { get; init; }
    public string? ProductionBatchNumber { get; init; }
    public long? ItemFromFacilityId { get; init; }
    public long? ReceivedFromFacilityId { get; init; }
    public string? ReceivedFromManifestNumber { get; init; }
    public DateTimeOffset? ReceivedAt { get; init; }
    public override string Key => Label;
    public override long KeyScope => 0;
}

/// <summary>What the sender keeps of a package that left: a row of GET /packages/v2/transferred.</summary>
public sealed record Departure : Row
{
    public long PackageId { get; init; }
    public required string PackageLabel { get; init; }
    public required string RecipientLicence { get; init; }
    public required string RecipientName { get; init; }
    public required string ManifestNumber { get; init; }
    public required string ProductName { get; init; }
    public required string CategoryName { get; init; }
    public string? StrainName { get; init; }
    public string LabTestingState { get; init; } = "NotSubmitted";
    public decimal Quantity { get; init; }
    public required string UnitName { get; init; }
    public string ShipmentState { get; init; } = "Accepted";
    public DateTimeOffset DepartedAt { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public override string Key => $"{ManifestNumber}/{PackageLabel}";
}

public sealed record PlantBatch : Row
{
    public required string Name { get; init; }
    public required string TypeName { get; init; }
    public long StrainId { get; init; }
    public long? LocationId { get; init; }
    public int UntrackedCount { get; init; }
    public int TrackedCount { get; init; }
    public int PackagedCount { get; init; }
    public int DestroyedCount { get; init; }
    public long? SourcePackageId { get; init; }
    public string? SourcePackageLabel { get; init; }
    public long? SourcePlantId { get; init; }
    public string? SourcePlantLabel { get; init; }
    public IReadOnlyList<long> SourcePlantBatchIds { get; init; } = [];
    public DateOnly PlantedDate { get; init; }
    public bool IsActive { get; init; } = true;
    public override string Key => Name;
}

public sealed record Plant : Row
{
    public required string Label { get; init; }
    public string GrowthPhase { get; init; } = "Vegetative";
    public bool IsMother { get; init; }
    public long StrainId { get; init; }
    public long? LocationId { get; init; }
    public bool IsActive { get; init; } = true;
    public override string Key => Label;
    public override long KeyScope => 0;
}
