using System.Text.Json.Serialization;

namespace Tendril.Metrc.Wire;

/// <summary>
/// A batch of immature plants. UntrackedCount are the plants still without a tag of their own.
/// Source: GET /plantbatches/v2/active, /inactive (paged), /plantbatches/v2/{id}.
/// </summary>
public sealed record MetrcPlantBatch
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    public long? PlantBatchTypeId { get; init; }
    [JsonConverter(typeof(OpenText))] public string? PlantBatchTypeName { get; init; }
    public long? LocationId { get; init; }
    public string? LocationName { get; init; }
    public string? LocationTypeName { get; init; }
    public long? StrainId { get; init; }
    public string? StrainName { get; init; }
    public long? SublocationId { get; init; }
    public string? SublocationName { get; init; }
    public string? PatientLicenseNumber { get; init; }
    public required int UntrackedCount { get; init; }
    public required int TrackedCount { get; init; }
    public required int PackagedCount { get; init; }
    public required int DestroyedCount { get; init; }
    public long? SourcePackageId { get; init; }
    public string? SourcePackageLabel { get; init; }
    public long? SourcePlantId { get; init; }
    public string? SourcePlantLabel { get; init; }
    public IReadOnlyList<long>? SourcePlantBatchIds { get; init; }
    public string? SourcePlantBatchNames { get; init; }
    public bool MultiPlantBatch { get; init; }
    public DateOnly? PlantedDate { get; init; }
    public DateTimeOffset? LastModified { get; init; }
    public bool IsOnHold { get; init; }
    public bool IsOnInvestigation { get; init; }
    public bool IsOnInvestigationHold { get; init; }
    public bool IsOnInvestigationRecall { get; init; }
}

/// <summary>
/// Seed or Clone, with the state's id. Source: GET /plantbatches/v2/types (paged, without licence).
/// </summary>
public sealed record MetrcPlantBatchType
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    public bool CanBeCloned { get; init; }
    public DateTimeOffset? LastModified { get; init; }
}
