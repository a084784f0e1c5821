using System.Text.Json.Serialization;

namespace Tendril.Metrc.Wire;

/// <summary>
/// A tag in stock, not yet used. Label has 24 characters and is used once for ever.
/// Source: GET /tags/v2/plant/available, /tags/v2/package/available (bare arrays, paid service: may answer 401).
/// </summary>
public sealed record MetrcTag
{
    public required long Id { get; init; }
    public string? GroupTagTypeName { get; init; }
    public string? TagTypeName { get; init; }
    public long? GroupTagTypeId { get; init; }
    public long? TagTypeId { get; init; }
    [JsonConverter(typeof(OpenText))] public string? TagInventoryTypeName { get; init; }
    public int? MaxGroupSize { get; init; }
    public long? FacilityId { get; init; }
    public required string Label { get; init; }
}

/// <summary>
/// A tag made ready for retail labels. Source: GET /tags/v2/staged (bare array, paid service: may answer 401).
/// </summary>
public sealed record MetrcStagedTag
{
    public required long Id { get; init; }
    public string? TagTypeName { get; init; }
    public long? TagTypeId { get; init; }
    [JsonConverter(typeof(OpenText))] public string? TagInventoryTypeName { get; init; }
    public int? MaxGroupSize { get; init; }
    public long? FacilityId { get; init; }
    public required string Label { get; init; }
    [JsonConverter(typeof(OpenText))] public string? StatusName { get; init; }
    public DateTimeOffset? CommissionedDateTime { get; init; }
    public bool IsUsed { get; init; }
    public DateTimeOffset? UsedDateTime { get; init; }
    public MetrcProductLabel? ProductLabel { get; init; }
    public DateTimeOffset? DetachedDateTime { get; init; }
    public bool IsArchived { get; init; }
    public DateTimeOffset? LastModified { get; init; }
    public bool IsStaged { get; init; }
    public int? QrCount { get; init; }
}
