using System.Text.Json.Serialization;

namespace Tendril.Metrc.Wire;

/// <summary>
/// A product of a facility. Its category fixes the QuantityType (CountBased, WeightBased, VolumeBased) and what must
/// be said about it. Inside a package Metrc sends the same shape with less filled in.
/// Source: GET /items/v2/active, /inactive (paged), /items/v2/{id}.
/// </summary>
public sealed record MetrcItem
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    public string? GlobalProductName { get; init; }
    [JsonConverter(typeof(OpenText))] public string? GlobalProductNumber { get; init; }
    public string? ProductCategoryName { get; init; }
    [JsonConverter(typeof(OpenText))] public string? ProductCategoryType { get; init; }
    public bool IsExpirationDateRequired { get; init; }
    public bool HasExpirationDate { get; init; }
    public bool IsSellByDateRequired { get; init; }
    public bool HasSellByDate { get; init; }
    public bool IsUseByDateRequired { get; init; }
    public bool HasUseByDate { get; init; }
    [JsonConverter(typeof(OpenText))] public string? QuantityType { get; init; }
    [JsonConverter(typeof(OpenText))] public string? DefaultLabTestingState { get; init; }
    public string? UnitOfMeasureName { get; init; }
    [JsonConverter(typeof(OpenText))] public string? ApprovalStatus { get; init; }
    public DateTimeOffset? ApprovalStatusDateTime { get; init; }
    public long? StrainId { get; init; }
    public string? StrainName { get; init; }
    public long? ItemBrandId { get; init; }
    public string? ItemBrandName { get; init; }
    public string? AdministrationMethod { get; init; }
    public decimal? UnitCbdPercent { get; init; }
    public decimal? UnitCbdContent { get; init; }
    public string? UnitCbdContentUnitOfMeasureName { get; init; }
    public decimal? UnitCbdContentDose { get; init; }
    public string? UnitCbdContentDoseUnitOfMeasureName { get; init; }
    public decimal? UnitCbdAPercent { get; init; }
    public decimal? UnitCbdAContent { get; init; }
    public string? UnitCbdAContentUnitOfMeasureName { get; init; }
    public decimal? UnitCbdAContentDose { get; init; }
    public string? UnitCbdAContentDoseUnitOfMeasureName { get; init; }
    public decimal? UnitThcAPercent { get; init; }
    public decimal? UnitThcAContent { get; init; }
    public string? UnitThcAContentUnitOfMeasureName { get; init; }
    public decimal? UnitThcAContentDose { get; init; }
    public long? UnitThcAContentDoseUnitOfMeasureId { get; init; }
    public string? UnitThcAContentDoseUnitOfMeasureName { get; init; }
    public decimal? UnitThcPercent { get; init; }
    public decimal? UnitThcContent { get; init; }
    public string? UnitThcContentUnitOfMeasureName { get; init; }
    public decimal? UnitThcContentDose { get; init; }
    public long? UnitThcContentDoseUnitOfMeasureId { get; init; }
    public string? UnitThcContentDoseUnitOfMeasureName { get; init; }
    public decimal? UnitVolume { get; init; }
    public string? UnitVolumeUnitOfMeasureName { get; init; }
    public decimal? UnitWeight { get; init; }
    public string? UnitWeightUnitOfMeasureName { get; init; }
    [JsonConverter(typeof(OpenText))] public string? ServingSize { get; init; }
    public decimal? NumberOfDoses { get; init; }
    public decimal? UnitQuantity { get; init; }
    public string? UnitQuantityUnitOfMeasureName { get; init; }
    public string? PublicIngredients { get; init; }
    public string? Description { get; init; }
    public string? Allergens { get; init; }
    public IReadOnlyList<MetrcFileReference>? ProductImages { get; init; }
    public string? ProductPhotoDescription { get; init; }
    public IReadOnlyList<MetrcFileReference>? LabelImages { get; init; }
    public string? LabelPhotoDescription { get; init; }
    public IReadOnlyList<MetrcFileReference>? PackagingImages { get; init; }
    public string? PackagingPhotoDescription { get; init; }
    public IReadOnlyList<MetrcFileReference>? ProductPDFDocuments { get; init; }
    public bool IsUsed { get; init; }
    public IReadOnlyList<string>? LabTestBatchNames { get; init; }
    public string? ProcessingJobCategoryName { get; init; }
    public string? ProcessingJobTypeName { get; init; }
    public string? ProductBrandName { get; init; }
}

/// <summary>A picture or document that is kept by Metrc, by its id.</summary>
public sealed record MetrcFileReference
{
    public required long FileSystemId { get; init; }
}
