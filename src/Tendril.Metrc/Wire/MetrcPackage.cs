using System.Text.Json.Serialization;

namespace Tendril.Metrc.Wire;

/// <summary>
/// A package. Quantity is in the unit UnitOfMeasureName, as a decimal. There is no in-transit flag: a package is in
/// transit when the list /intransit names it.
/// Source: GET /packages/v2/active, /inactive, /onhold, /intransit (paged), /packages/v2/{id}, /packages/v2/{label}.
/// </summary>
public sealed record MetrcPackage
{
    public required long Id { get; init; }
    public required string Label { get; init; }
    public string? ExternalId { get; init; }
    [JsonConverter(typeof(OpenText))] public string? PackageType { get; init; }
    public int? SourceHarvestCount { get; init; }
    public int? SourcePackageCount { get; init; }
    public int? SourceProcessingJobCount { get; init; }
    public string? SourceHarvestNames { get; init; }
    public string? SourcePackageLabels { get; init; }
    public long? LocationId { get; init; }
    public string? LocationName { get; init; }
    public long? SublocationId { get; init; }
    public string? SublocationName { get; init; }
    public string? LocationTypeName { get; init; }
    public required decimal Quantity { get; init; }
    public decimal? OriginalPackageQuantity { get; init; }
    public required string UnitOfMeasureName { get; init; }
    public string? UnitOfMeasureAbbreviation { get; init; }
    public string? PatientLicenseNumber { get; init; }
    public string? ItemFromFacilityLicenseNumber { get; init; }
    public string? ItemFromFacilityName { get; init; }
    public string? Note { get; init; }
    public DateOnly? PackagedDate { get; init; }
    public DateOnly? ExpirationDate { get; init; }
    public DateOnly? SellByDate { get; init; }
    public DateOnly? UseByDate { get; init; }
    [JsonConverter(typeof(OpenText))] public string? InitialLabTestingState { get; init; }
    [JsonConverter(typeof(OpenText))] public string? LabTestingState { get; init; }
    public DateOnly? LabTestingStateDate { get; init; }
    public DateOnly? LabTestingPerformedDate { get; init; }
    public DateTimeOffset? LabTestResultExpirationDateTime { get; init; }
    public DateOnly? LabTestingRecordedDate { get; init; }
    public long? LabTestStageId { get; init; }
    [JsonConverter(typeof(OpenText))] public string? LabTestStage { get; init; }
    public bool IsProductionBatch { get; init; }
    public string? ProductionBatchNumber { get; init; }
    [JsonConverter(typeof(OpenText))] public string? SourceProductionBatchNumbers { get; init; }
    public bool IsTradeSample { get; init; }
    public bool IsTradeSamplePersistent { get; init; }
    public bool SourcePackageIsTradeSample { get; init; }
    public bool IsDonation { get; init; }
    public bool IsDonationPersistent { get; init; }
    public bool SourcePackageIsDonation { get; init; }
    public bool IsTestingSample { get; init; }
    public bool IsProcessValidationTestingSample { get; init; }
    public bool ProductRequiresRemediation { get; init; }
    public bool ContainsRemediatedProduct { get; init; }
    public DateOnly? RemediationDate { get; init; }
    public bool ProductRequiresDecontamination { get; init; }
    public bool ContainsDecontaminatedProduct { get; init; }
    public DateOnly? DecontaminationDate { get; init; }
    public DateTimeOffset? ReceivedDateTime { get; init; }
    public string? ReceivedFromManifestNumber { get; init; }
    public string? ReceivedFromFacilityLicenseNumber { get; init; }
    public string? ReceivedFromFacilityName { get; init; }
    public bool IsOnHold { get; init; }
    public bool IsOnHoldCombined { get; init; }
    public bool IsOnInvestigation { get; init; }
    public bool IsOnInvestigationHold { get; init; }
    public bool IsOnInvestigationRecall { get; init; }
    public bool? IsOnRecall { get; init; }
    public bool IsOnRecallCombined { get; init; }
    public DateOnly? ArchivedDate { get; init; }
    public bool IsFinished { get; init; }
    public DateOnly? FinishedDate { get; init; }
    public bool IsFinishedGood { get; init; }
    public bool IsOnRetailerDelivery { get; init; }
    [JsonConverter(typeof(OpenText))] public string? PackageForProductDestruction { get; init; }
    public DateTimeOffset? LabelsLastGeneratedDateTime { get; init; }
    public DateTimeOffset? LastModified { get; init; }
    public MetrcItem? Item { get; init; }
    public MetrcProductLabel? ProductLabel { get; init; }
}

/// <summary>
/// The retail label of a package or staged tag, with its ranges of QR codes (first and last number).
/// </summary>
public sealed record MetrcProductLabel
{
    public int? QrCount { get; init; }
    public bool IsChildFromParentWithLabel { get; init; }
    public long? OriginalSourcePackageId { get; init; }
    public string? OriginalSourcePackageLabel { get; init; }
    [JsonConverter(typeof(OpenText))] public string? LabelSource { get; init; }
    public IReadOnlyList<IReadOnlyList<long>>? QrCodeRanges { get; init; }
    public DateTimeOffset? LastLabelGenerationDate { get; init; }
    public bool IsActive { get; init; }
}
