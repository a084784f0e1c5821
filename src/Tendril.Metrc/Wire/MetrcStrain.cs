using System.Text.Json.Serialization;

namespace Tendril.Metrc.Wire;

/// <summary>
/// A strain of a facility. ThcLevel and CbdLevel are fractions (0.1865 = 18.65 %), Indica and Sativa are
/// percentages that add up to 100. TestingStatus is None, InHouse or ThirdParty.
/// Source: GET /strains/v2/active, /inactive (paged), /strains/v2/{id}.
/// </summary>
public sealed record MetrcStrain
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    [JsonConverter(typeof(OpenText))] public string? TestingStatus { get; init; }
    public decimal? ThcLevel { get; init; }
    public decimal? CbdLevel { get; init; }
    public decimal? IndicaPercentage { get; init; }
    public decimal? SativaPercentage { get; init; }
    public bool IsUsed { get; init; }
    public string? Genetics { get; init; }
}

/// <summary>
/// A strain to create. Sent to POST /strains/v2. Levels are fractions, percentages add up to 100.
/// </summary>
public sealed record MetrcStrainCreate
{
    public string? Name { get; init; }
    public string? TestingStatus { get; init; }
    public decimal? ThcLevel { get; init; }
    public decimal? CbdLevel { get; init; }
    public decimal? IndicaPercentage { get; init; }
    public decimal? SativaPercentage { get; init; }
}
