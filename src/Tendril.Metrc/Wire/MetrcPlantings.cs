namespace Tendril.Metrc.Wire;

/// <summary>
/// An opening plant batch to create. Sent to POST /plantbatches/v2/plantings. Type is Seed or Clone; Strain and
/// Location are names; ActualDate is the facility's own calendar day. Here the batch is called Name.
/// </summary>
public sealed record MetrcPlanting
{
    public string? Name { get; init; }
    public string? Type { get; init; }
    public int? Count { get; init; }
    public string? Strain { get; init; }
    public string? Location { get; init; }
    public string? Sublocation { get; init; }
    public string? PatientLicenseNumber { get; init; }
    public DateOnly? ActualDate { get; init; }
    public IReadOnlyList<MetrcSourceBatch>? SourcePlantBatches { get; init; }
}

/// <summary>A batch that a new one was taken from, by name.</summary>
public sealed record MetrcSourceBatch
{
    public string? PlantBatchName { get; init; }
}

/// <summary>
/// A plant batch to create out of a package. Sent to POST /packages/v2/plantings. PackageAdjustmentAmount is what is
/// taken from the package, in the named unit; null leaves the quantity to Metrc. Here the batch is PlantBatchName.
/// </summary>
public sealed record MetrcPackagePlanting
{
    public string? PackageLabel { get; init; }
    public decimal? PackageAdjustmentAmount { get; init; }
    public string? PackageAdjustmentUnitOfMeasureName { get; init; }
    public string? PlantBatchName { get; init; }
    public string? PlantBatchType { get; init; }
    public int? PlantCount { get; init; }
    public string? LocationName { get; init; }
    public string? SublocationName { get; init; }
    public string? StrainName { get; init; }
    public string? PatientLicenseNumber { get; init; }
    public DateOnly? PlantedDate { get; init; }
    public DateOnly? UnpackagedDate { get; init; }
}

/// <summary>
/// A plant batch to create from a mother plant (PlantLabel is its tag). Sent to POST /plants/v2/plantings.
/// </summary>
public sealed record MetrcMotherPlanting
{
    public string? PlantLabel { get; init; }
    public string? PlantBatchName { get; init; }
    public string? PlantBatchType { get; init; }
    public int? PlantCount { get; init; }
    public string? LocationName { get; init; }
    public string? SublocationName { get; init; }
    public string? StrainName { get; init; }
    public string? PatientLicenseNumber { get; init; }
    public DateOnly? ActualDate { get; init; }
}
