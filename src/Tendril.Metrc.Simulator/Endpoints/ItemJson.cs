using System.Text.Json;
using Tendril.Metrc.Simulator.Http;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Endpoints;

/// <summary>An item as Metrc prints it, alone and inside a package.</summary>
internal static class ItemJson
{
    internal static int QuantityTypeNumber(string quantityType) => quantityType switch
    {
        "WeightBased" => 1,
        "VolumeBased" => 2,
        _ => 0,
    };

    internal static void Write(Utf8JsonWriter w, Item item, Call call)
    {
        var category = Catalogue.FindCategory(item.CategoryName)!;
        w.WriteStartObject();
        w.WriteNumber("Id", item.Id);
        w.WriteString("Name", item.Name);
        w.Nulls("GlobalProductName", "GlobalProductNumber");
        w.WriteString("ProductCategoryName", category.Name);
        w.Word("ProductCategoryType", category.Type, call);
        w.Falses("IsExpirationDateRequired", "HasExpirationDate", "IsSellByDateRequired", "HasSellByDate",
            "IsUseByDateRequired", "HasUseByDate");
        w.Word("QuantityType", category.QuantityType, call, QuantityTypeNumber(category.QuantityType));
        w.Word("DefaultLabTestingState", "NotSubmitted", call);
        w.WriteString("UnitOfMeasureName", item.UnitName);
        w.Word("ApprovalStatus", item.ApprovalStatus, call);
        w.WriteString("ApprovalStatusDateTime", "0001-01-01T00:00:00+00:00");
        w.Whole("StrainId", item.StrainId);
        w.WriteString("StrainName", item.StrainId is { } id ? call.State.Strains.Find(id)?.Name : null);
        w.WriteNumber("ItemBrandId", 0);
        w.WriteString("ItemBrandName", item.BrandName);
        WriteContents(w);
        w.WriteString("Description", item.Description);
        w.WriteNull("Allergens");
        WritePictures(w);
        w.WriteBoolean("IsUsed", false);
        w.EmptyArrays("LabTestBatchNames");
        w.Nulls("ProcessingJobCategoryName", "ProcessingJobTypeName", "ProductBrandName");
        w.WriteEndObject();
    }

    private static void WriteContents(Utf8JsonWriter w)
    {
        w.Nulls("AdministrationMethod", "UnitCbdPercent", "UnitCbdContent", "UnitCbdContentUnitOfMeasureName",
            "UnitCbdContentDose", "UnitCbdContentDoseUnitOfMeasureName", "UnitCbdAPercent", "UnitCbdAContent",
            "UnitCbdAContentUnitOfMeasureName", "UnitCbdAContentDose", "UnitCbdAContentDoseUnitOfMeasureName",
            "UnitThcAPercent", "UnitThcAContent", "UnitThcAContentUnitOfMeasureName", "UnitThcAContentDose",
            "UnitThcAContentDoseUnitOfMeasureId", "UnitThcAContentDoseUnitOfMeasureName", "UnitThcPercent",
            "UnitThcContent", "UnitThcContentUnitOfMeasureName", "UnitThcContentDose",
            "UnitThcContentDoseUnitOfMeasureId", "UnitThcContentDoseUnitOfMeasureName", "UnitVolume",
            "UnitVolumeUnitOfMeasureName", "UnitWeight", "UnitWeightUnitOfMeasureName", "ServingSize",
            "NumberOfDoses", "UnitQuantity", "UnitQuantityUnitOfMeasureName", "PublicIngredients");
    }

    private static void WritePictures(Utf8JsonWriter w)
    {
        w.EmptyArrays("ProductImages", "LabelImages", "PackagingImages", "ProductPDFDocuments");
        w.Nulls("ProductPhotoDescription", "LabelPhotoDescription", "PackagingPhotoDescription");
    }

    internal static void WriteCategory(Utf8JsonWriter w, ItemCategory category, Call call)
    {
        w.WriteStartObject();
        w.WriteString("Name", category.Name);
        w.Word("ProductCategoryType", category.Type, call);
        w.Word("QuantityType", category.QuantityType, call, QuantityTypeNumber(category.QuantityType));
        w.WriteBoolean("RequiresStrain", category.RequiresStrain);
        w.Falses("RequiresItemBrand", "RequiresAdministrationMethod", "RequiresUnitCbdPercent",
            "RequiresUnitCbdContent", "RequiresUnitCbdContentDose", "RequiresUnitCbdAPercent",
            "RequiresUnitCbdAContent", "RequiresUnitCbdAContentDose", "RequiresUnitThcPercent",
            "RequiresUnitThcContent", "RequiresUnitThcContentDose", "RequiresUnitThcAPercent",
            "RequiresUnitThcAContent", "RequiresUnitThcAContentDose", "RequiresUnitVolume", "RequiresUnitWeight",
            "RequiresServingSize", "RequiresSupplyDurationDays", "RequiresNumberOfDoses",
            "RequiresPublicIngredients", "RequiresDescription", "RequiresAllergens",
            "RequiresProductPhotoDescription", "RequiresLabelPhotoDescription", "RequiresPackagingPhotoDescription",
            "CanBeRemediated", "CanBeDecontaminated", "CanBeDestroyed");
        w.WriteNumber("RequiresProductPhotos", 0);
        w.WriteNumber("RequiresLabelPhotos", 0);
        w.WriteNumber("RequiresPackagingPhotos", 0);
        w.WriteNumber("RequiresProductPDFDocuments", 0);
        w.WriteBoolean("CanContainSeeds", category.CanContainSeeds);
        w.Nulls("MinConsecutiveSourcesForRTA", "MinDaysForRTA", "MaxDaysForRecoveryAfterFailure",
            "MaxDaystoReachMinSources", "MinNewPassesInRecoveryWindow", "MaxDaysToMaintainRTA",
            "MaxRepackageDistanceFromSource", "MaxDaysWithoutTestedSource");
        w.EmptyArrays("LabTestBatchNames");
        w.WriteEndObject();
    }
}
