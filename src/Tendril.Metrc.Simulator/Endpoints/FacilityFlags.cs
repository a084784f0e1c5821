namespace Tendril.Metrc.Simulator.Endpoints;

/// <summary>The yes-or-no fields of a facility's type, in the order of the alphabet.</summary>
public static class FacilityFlags
{
    public const string GrowsPlants = "CanGrowPlants";
    public const string OpensPlantBatches = "CanCreateOpeningBalancePlantBatches";
    public const string PlacesPlantBatches = "CanAssignLocationsToPlantBatches";
    public const string TracksMotherPlants = "CanTrackMotherPlantsAsGrowthPhase";

    public static readonly IReadOnlyList<string> All =
    [
        "AdvancedSales", "CanAccessCatalog", "CanAdjustSourcePackagesWithPartials", "CanAssignLocationsToPackages",
        "CanAssignLocationsToPlantBatches", "CanClonePlantBatches", "CanCreateDerivedPackages",
        "CanCreateImmaturePlantPackagesFromPlants", "CanCreateOpeningBalancePackages",
        "CanCreateOpeningBalancePlantBatches", "CanCreatePartialPackages", "CanCreateProcessValidationPackages",
        "CanCreateTradeSamplePackages", "CanDecontaminatePackagesWithFailedLabResults", "CanDeliverSalesToConsumers",
        "CanDeliverSalesToPatients", "CanDestroyProduct", "CanDonatePackages", "CanDownloadProductLabel",
        "CanGrowPlants", "CanHaveMemberPatients", "CanInfuseProducts", "CanManageItemBrands",
        "CanOnlyReceiveFinishedGoods", "CanPackageVegetativePlants", "CanPackageWaste",
        "CanReceiveAssociateProductLabel", "CanRecordProcessingJobs", "CanRecordProductForDestruction",
        "CanRemediatePackagesWithFailedLabResults", "CanReportAdulteration", "CanReportHarvestSchedules",
        "CanReportOperationalExceptions", "CanReportPatientCheckIns", "CanReportPatientsAdverseResponses",
        "CanReportStrainProperties", "CanRequestProductDecontamination", "CanRequestProductRemediation",
        "CanRequireHarvestSampleLabTestBatches", "CanRequirePackageSampleLabTestBatches", "CanReturnPackageQuantity",
        "CanSellToCaregivers", "CanSellToConsumers", "CanSellToExternalPatients", "CanSellToPatients",
        "CanSpecifyPatientSalesLimitExemption", "CanSubmitHarvestsForTesting", "CanSubmitPackagesForTesting",
        "CanTagPlantBatches", "CanTestPackages", "CanTrackFinishedGoods", "CanTrackMotherPlantsAsGrowthPhase",
        "CanTrackVegetativePlants", "CanTransferFromExternalFacilities", "CanUpdateLocationsOnPackages",
        "CanUpdatePlantStrains", "CanUseComplianceLabel", "CanViewSourcePackages",
        "DeliverySalesToNonResidentConsumer", "EnableExternalIdentifier", "EnableSublocations", "IsHemp", "IsMedical",
        "IsRetail", "IsSalesDeliveryHub", "PackagesRequirePatientAffiliation", "PlantBatchesCanContainMotherPlants",
        "PlantsRequirePatientAffiliation", "RetailSalesToNonResidentConsumer", "RetailerDelivery",
        "RetailerDeliveryAllowDonations", "RetailerDeliveryAllowPartialPackages", "RetailerDeliveryAllowTradeSamples",
        "RetailerDeliveryRequirePrice", "SalesDeliveryAllowAddress", "SalesDeliveryAllowCity",
        "SalesDeliveryAllowCounty", "SalesDeliveryAllowPlannedRoute", "SalesDeliveryAllowState",
        "SalesDeliveryAllowZip", "SalesDeliveryRequireConsumerId", "SalesDeliveryRequirePatientNumber",
        "SalesDeliveryRequireRecipientName", "SalesDeliveryRequireZone", "SalesRequireCaregiverNumber",
        "SalesRequireCaregiverPatientNumber", "SalesRequireExternalPatientIdentificationMethod",
        "SalesRequireExternalPatientNumber", "SalesRequirePatientNumber", "TaxExemptReportingFeesFacilityType",
        "TaxExemptTagOrdersFacilityType", "TestsRequireLabSample",
    ];
}
