namespace Tendril.Metrc.Wire;

/// <summary>
/// A place of a facility and which kinds of things may lie there.
/// Source: GET /locations/v2/active, /inactive (paged), /locations/v2/{id}.
/// </summary>
public sealed record MetrcLocation
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    public long? LocationTypeId { get; init; }
    public string? LocationTypeName { get; init; }
    public bool ForPlantBatches { get; init; }
    public bool ForPlants { get; init; }
    public bool ForHarvests { get; init; }
    public bool ForPackages { get; init; }
}

/// <summary>
/// A kind of place with the state's rule of what may lie there. Source: GET /locations/v2/types (paged).
/// </summary>
public sealed record MetrcLocationType
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    public bool ForPlantBatches { get; init; }
    public bool ForPlants { get; init; }
    public bool ForHarvests { get; init; }
    public bool ForPackages { get; init; }
}

/// <summary>
/// A place to create. Sent to POST /locations/v2. LocationTypeName is a name from /locations/v2/types.
/// </summary>
public sealed record MetrcLocationCreate
{
    public string? Name { get; init; }
    public string? LocationTypeName { get; init; }
}
