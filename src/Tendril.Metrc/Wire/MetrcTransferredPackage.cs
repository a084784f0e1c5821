using System.Text.Json.Serialization;

namespace Tendril.Metrc.Wire;

/// <summary>
/// A package that left by transfer; a shape of its own. Id is the row, PackageId the package; what was shipped and
/// what was received may differ. Source: GET /packages/v2/transferred (paged).
/// </summary>
public sealed record MetrcTransferredPackage
{
    public required long Id { get; init; }
    public required long PackageId { get; init; }
    public string? RecipientFacilityLicenseNumber { get; init; }
    public string? RecipientFacilityName { get; init; }
    public string? ManifestNumber { get; init; }
    public required string PackageLabel { get; init; }
    public string? ExternalId { get; init; }
    public string? SourceHarvestNames { get; init; }
    public string? SourcePackageLabels { get; init; }
    public string? ProductName { get; init; }
    public string? ProductCategoryName { get; init; }
    public string? ItemStrainName { get; init; }
    [JsonConverter(typeof(OpenText))] public string? LabTestingStateName { get; init; }
    public decimal? ShippedQuantity { get; init; }
    public string? ShippedUnitOfMeasureAbbreviation { get; init; }
    public decimal? GrossWeight { get; init; }
    public string? GrossUnitOfWeightAbbreviation { get; init; }
    public decimal? ShipperWholesalePrice { get; init; }
    public decimal? ReceivedQuantity { get; init; }
    public string? ReceivedUnitOfMeasureAbbreviation { get; init; }
    public decimal? ReceiverWholesalePrice { get; init; }
    [JsonConverter(typeof(OpenText))] public string? ShipmentPackageStateName { get; init; }
    public DateTimeOffset? ActualDepartureDateTime { get; init; }
    public DateTimeOffset? ReceivedDateTime { get; init; }
    public string? ProcessingJobTypeName { get; init; }
}
