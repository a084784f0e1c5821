namespace Tendril.Metrc.Wire;

/// <summary>
/// An item to create. Sent to POST /items/v2. Category, unit, strain and brand are names, not ids; which of the
/// others must be given follows from the category's Requires flags.
/// </summary>
public sealed record MetrcItemCreate
{
    public string? ItemCategory { get; init; }
    public string? Name { get; init; }
    public string? GlobalProductName { get; init; }
    public string? UnitOfMeasure { get; init; }
    public string? Strain { get; init; }
    public string? ItemBrand { get; init; }
    public string? AdministrationMethod { get; init; }
    public decimal? UnitCbdPercent { get; init; }
    public decimal? UnitCbdContent { get; init; }
    public string? UnitCbdContentUnitOfMeasure { get; init; }
    public decimal? UnitCbdContentDose { get; init; }
    public string? UnitCbdContentDoseUnitOfMeasure { get; init; }
    public decimal? UnitThcPercent { get; init; }
    public decimal? UnitThcContent { get; init; }
    public string? UnitThcContentUnitOfMeasure { get; init; }
    public decimal? UnitThcContentDose { get; init; }
    public string? UnitThcContentDoseUnitOfMeasure { get; init; }
    public decimal? UnitCbdAPercent { get; init; }
    public decimal? UnitCbdAContent { get; init; }
    public string? UnitCbdAContentUnitOfMeasure { get; init; }
    public decimal? UnitCbdAContentDose { get; init; }
    public string? UnitCbdAContentDoseUnitOfMeasure { get; init; }
    public decimal? UnitThcAPercent { get; init; }
    public decimal? UnitThcAContent { get; init; }
    public string? UnitThcAContentUnitOfMeasure { get; init; }
    public decimal? UnitThcAContentDose { get; init; }
    public string? UnitThcAContentDoseUnitOfMeasure { get; init; }
    public decimal? UnitVolume { get; init; }
    public string? UnitVolumeUnitOfMeasure { get; init; }
    public decimal? UnitWeight { get; init; }
    public string? UnitWeightUnitOfMeasure { get; init; }
    public string? ServingSize { get; init; }
    public int? SupplyDurationDays { get; init; }
    public decimal? NumberOfDoses { get; init; }
    public string? PublicIngredients { get; init; }
    public string? ItemIngredients { get; init; }
    public string? Description { get; init; }
    public string? Allergens { get; init; }
    public IReadOnlyList<long>? ProductImageFileSystemIds { get; init; }
    public string? ProductPhotoDescription { get; init; }
    public IReadOnlyList<long>? LabelImageFileSystemIds { get; init; }
    public string? LabelPhotoDescription { get; init; }
    public IReadOnlyList<long>? PackagingImageFileSystemIds { get; init; }
    public string? PackagingPhotoDescription { get; init; }
    public IReadOnlyList<long>? ProductPDFFileSystemIds { get; init; }
    public string? ProcessingJobCategoryName { get; init; }
    public string? ProcessingJobTypeName { get; init; }
}
