using System.Text.Json;
using Tendril.Metrc.Simulator.Http;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Endpoints;

/// <summary>A package as Metrc prints it, with its item inside; and what the sender keeps of one that left.</summary>
internal static class PackageJson
{
    internal static void Write(Utf8JsonWriter w, Package package, Call call)
    {
        w.WriteStartObject();
        w.WriteNumber("Id", package.Id);
        w.WriteString("Label", package.Label);
        w.WriteNull("ExternalId");
        w.WriteString("PackageType", package.PackageType);
        WriteSources(w, package);
        WritePlace(w, package, call);
        WriteQuantity(w, package, call);
        WriteDates(w, package);
        WriteTesting(w, package);
        WriteFlags(w, package);
        WriteOrigin(w, package, call);
        WriteStatus(w, package);
        w.Moment("LastModified", package.LastModified);
        w.WritePropertyName("Item");
        var item = call.State.Items.SeenAt(package.ItemId, DateTimeOffset.MaxValue)!;
        w.WriteRawValue(Paging.Rendered(call, item, ItemJson.Write), skipInputValidation: true);
        WriteProductLabel(w);
        w.WriteEndObject();
    }

    private static void WriteSources(Utf8JsonWriter w, Package package)
    {
        w.WriteNumber("SourceHarvestCount", package.SourceHarvestNames is null ? 0 : 1);
        w.WriteNumber("SourcePackageCount", package.SourcePackageLabels?.Split(',').Length ?? 0);
        w.WriteNumber("SourceProcessingJobCount", 0);
        w.WriteString("SourceHarvestNames", package.SourceHarvestNames);
        w.WriteString("SourcePackageLabels", package.SourcePackageLabels);
    }

    private static void WritePlace(Utf8JsonWriter w, Package package, Call call)
    {
        var location = package.LocationId is { } id ? call.State.Locations.Find(id) : null;
        w.Whole("LocationId", location?.Id);
        w.WriteString("LocationName", location?.Name);
        w.Nulls("SublocationId", "SublocationName");
        w.WriteString("LocationTypeName", location?.TypeName);
    }

    private static void WriteQuantity(Utf8JsonWriter w, Package package, Call call)
    {
        w.WriteNumber("Quantity", package.Quantity);
        w.WriteNumber("OriginalPackageQuantity", package.OriginalQuantity);
        w.WriteString("UnitOfMeasureName", package.UnitName);
        w.WriteString("UnitOfMeasureAbbreviation", Units.Find(package.UnitName)!.Abbreviation);
        w.WriteNull("PatientLicenseNumber");
        var from = package.ItemFromFacilityId is { } id ? call.State.FacilityOf(id) : null;
        w.WriteString("ItemFromFacilityLicenseNumber", from?.Licence);
        w.WriteString("ItemFromFacilityName", from?.Name);
        w.WriteString("Note", package.Note);
    }

    private static void WriteDates(Utf8JsonWriter w, Package package)
    {
        w.Day("PackagedDate", package.PackagedDate);
        w.Day("ExpirationDate", package.ExpirationDate);
        w.Nulls("SellByDate", "UseByDate");
    }

    private static void WriteTesting(Utf8JsonWriter w, Package package)
    {
        w.WriteString("InitialLabTestingState", "NotSubmitted");
        w.WriteString("LabTestingState", package.LabTestingState);
        w.Day("LabTestingStateDate", package.PackagedDate);
        w.Nulls("LabTestingPerformedDate", "LabTestResultExpirationDateTime", "LabTestingRecordedDate",
            "LabTestStageId", "LabTestStage");
    }

    private static void WriteFlags(Utf8JsonWriter w, Package package)
    {
        w.WriteBoolean("IsProductionBatch", package.ProductionBatchNumber is not null);
        w.WriteString("ProductionBatchNumber", package.ProductionBatchNumber);
        w.WriteNull("SourceProductionBatchNumbers");
        w.Falses("IsTradeSample", "IsTradeSamplePersistent", "SourcePackageIsTradeSample", "IsDonation",
            "IsDonationPersistent", "SourcePackageIsDonation", "IsTestingSample", "IsProcessValidationTestingSample",
            "ProductRequiresRemediation", "ContainsRemediatedProduct");
        w.WriteNull("RemediationDate");
        w.Falses("ProductRequiresDecontamination", "ContainsDecontaminatedProduct");
        w.WriteNull("DecontaminationDate");
    }

    private static void WriteOrigin(Utf8JsonWriter w, Package package, Call call)
    {
        var from = package.ReceivedFromFacilityId is { } id ? call.State.FacilityOf(id) : null;
        w.Moment("ReceivedDateTime", package.ReceivedAt);
        w.WriteString("ReceivedFromManifestNumber", package.ReceivedFromManifestNumber);
        w.WriteString("ReceivedFromFacilityLicenseNumber", from?.Licence);
        w.WriteString("ReceivedFromFacilityName", from?.Name);
    }

    private static void WriteStatus(Utf8JsonWriter w, Package package)
    {
        w.WriteBoolean("IsOnHold", package.IsOnHold);
        w.WriteBoolean("IsOnHoldCombined", package.IsOnHold);
        w.Falses("IsOnInvestigation", "IsOnInvestigationHold", "IsOnInvestigationRecall");
        w.WriteNull("IsOnRecall");
        w.Falses("IsOnRecallCombined");
        w.Day("ArchivedDate", package.ArchivedDate);
        w.WriteBoolean("IsFinished", package.Status == PackageStatus.Finished);
        w.Day("FinishedDate", package.FinishedDate);
        w.Falses("IsFinishedGood", "IsOnRetailerDelivery");
        w.Nulls("PackageForProductDestruction", "LabelsLastGeneratedDateTime");
    }

    private static void WriteProductLabel(Utf8JsonWriter w)
    {
        w.WriteStartObject("ProductLabel");
        w.WriteNumber("QrCount", 0);
        w.WriteBoolean("IsChildFromParentWithLabel", false);
        w.Nulls("OriginalSourcePackageId", "OriginalSourcePackageLabel", "LabelSource", "QrCodeRanges",
            "LastLabelGenerationDate");
        w.WriteBoolean("IsActive", false);
        w.WriteEndObject();
    }

    internal static void WriteDeparture(Utf8JsonWriter w, Departure left, Call call)
    {
        var unit = Units.Find(left.UnitName)!;
        w.WriteStartObject();
        w.WriteNumber("Id", left.Id);
        w.WriteNumber("PackageId", left.PackageId);
        w.WriteString("RecipientFacilityLicenseNumber", left.RecipientLicence);
        w.WriteString("RecipientFacilityName", left.RecipientName);
        w.WriteString("ManifestNumber", left.ManifestNumber);
        w.WriteString("PackageLabel", left.PackageLabel);
        w.Nulls("ExternalId", "SourceHarvestNames", "SourcePackageLabels");
        w.WriteString("ProductName", left.ProductName);
        w.WriteString("ProductCategoryName", left.CategoryName);
        w.WriteString("ItemStrainName", left.StrainName);
        w.WriteString("LabTestingStateName", left.LabTestingState);
        w.WriteNumber("ShippedQuantity", left.Quantity);
        w.WriteString("ShippedUnitOfMeasureAbbreviation", unit.Abbreviation);
        w.Nulls("GrossWeight", "GrossUnitOfWeightAbbreviation", "ShipperWholesalePrice");
        w.WriteNumber("ReceivedQuantity", left.Quantity);
        w.WriteString("ReceivedUnitOfMeasureAbbreviation", unit.Abbreviation);
        w.WriteNull("ReceiverWholesalePrice");
        w.WriteString("ShipmentPackageStateName", left.ShipmentState);
        w.Moment("ActualDepartureDateTime", left.DepartedAt);
        w.Moment("ReceivedDateTime", left.ReceivedAt);
        w.WriteNull("ProcessingJobTypeName");
        w.WriteEndObject();
    }
}
