using System.Text.Json.Serialization;

namespace Tendril.Metrc.Wire;

/// <summary>
/// A product category and what an item of it must state. May be an empty list at some kinds of facility.
/// Source: GET /items/v2/categories (paged).
/// </summary>
public sealed record MetrcItemCategory
{
    public required string Name { get; init; }
    [JsonConverter(typeof(OpenText))] public string? ProductCategoryType { get; init; }
    [JsonConverter(typeof(OpenText))] public string? QuantityType { get; init; }
    public bool RequiresStrain { get; init; }
    public bool RequiresItemBrand { get; init; }
    public bool RequiresAdministrationMethod { get; init; }
    public bool RequiresUnitCbdPercent { get; init; }
    public bool RequiresUnitCbdContent { get; init; }
    public bool RequiresUnitCbdContentDose { get; init; }
    public bool RequiresUnitCbdAPercent { get; init; }
    public bool RequiresUnitCbdAContent { get; init; }
    public bool RequiresUnitCbdAContentDose { get; init; }
    public bool RequiresUnitThcPercent { get; init; }
    public bool RequiresUnitThcContent { get; init; }
    public bool RequiresUnitThcContentDose { get; init; }
    public bool RequiresUnitThcAPercent { get; init; }
    public bool RequiresUnitThcAContent { get; init; }
    public bool RequiresUnitThcAContentDose { get; init; }
    public bool RequiresUnitVolume { get; init; }
    public bool RequiresUnitWeight { get; init; }
    public bool RequiresServingSize { get; init; }
    public bool RequiresSupplyDurationDays { get; init; }
    public bool RequiresNumberOfDoses { get; init; }
    public bool RequiresPublicIngredients { get; init; }
    public bool RequiresDescription { get; init; }
    public bool RequiresAllergens { get; init; }
    public int? RequiresProductPhotos { get; init; }
    public bool RequiresProductPhotoDescription { get; init; }
    public int? RequiresLabelPhotos { get; init; }
    public bool RequiresLabelPhotoDescription { get; init; }
    public int? RequiresPackagingPhotos { get; init; }
    public bool RequiresPackagingPhotoDescription { get; init; }
    public bool CanContainSeeds { get; init; }
    public bool CanBeRemediated { get; init; }
    public bool CanBeDecontaminated { get; init; }
    public bool CanBeDestroyed { get; init; }
    public int? MinConsecutiveSourcesForRTA { get; init; }
    public int? MinDaysForRTA { get; init; }
    public int? MaxDaysForRecoveryAfterFailure { get; init; }
    public int? MaxDaystoReachMinSources { get; init; }
    public int? MinNewPassesInRecoveryWindow { get; init; }
    public int? MaxDaysToMaintainRTA { get; init; }
    public int? MaxRepackageDistanceFromSource { get; init; }
    public int? MaxDaysWithoutTestedSource { get; init; }
    public int? RequiresProductPDFDocuments { get; init; }
    public IReadOnlyList<string>? LabTestBatchNames { get; init; }
}

/// <summary>A product brand of a facility. Source: GET /items/v2/brands (paged).</summary>
public sealed record MetrcItemBrand
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    [JsonConverter(typeof(OpenText))] public string? Status { get; init; }
}
