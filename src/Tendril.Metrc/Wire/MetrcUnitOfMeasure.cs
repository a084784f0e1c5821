using System.Text.Json.Serialization;

namespace Tendril.Metrc.Wire;

/// <summary>
/// A unit that this state uses; requests name it by Name. Source: GET /unitsofmeasure/v2/active, /inactive,
/// documented as a bare array, seen live as pages: the client accepts both.
/// </summary>
public sealed record MetrcUnitOfMeasure
{
    [JsonConverter(typeof(OpenText))] public string? QuantityType { get; init; }
    public required string Name { get; init; }
    public string? Abbreviation { get; init; }
}
