using Tendril.Metrc.Wire;

namespace Tendril.Metrc;

/// <summary>The calls that this client can make, as one table.</summary>
public static class MetrcApi
{
    private static readonly string[] Nothing = [];
    private static readonly string[] Locations = ["Manage Locations"];
    private static readonly string[] Strains = ["Manage Strains"];
    private static readonly string[] Items = ["Manage Items"];
    private static readonly string[] Tags = ["Manage Tags"];
    private static readonly string[] SeePackages = ["View Packages"];
    private static readonly string[] SeeBatches = ["View Immature Plants"];

    public static readonly MetrcListOf<MetrcFacility> Facilities =
        new("GetFacilities", "/facilities/v2", Nothing, row => row.FacilityId) { NeedsLicense = false, Paged = false };

    public static readonly MetrcListOf<MetrcEmployee> Employees =
        new("GetEmployees", "/employees/v2", ["Manage Employees", "View Employees"],
            row => (row.FullName, row.License?.EmployeeLicenseNumber, row.License?.Number));

    /// <summary>The names of the permissions of one employee, by the employee's own licence number.</summary>
    public static readonly MetrcOneOf<List<string>> EmployeePermissions =
        new("GetPermissions", "/employees/v2/permissions", ["Manage Employees"])
        {
            KeyInQuery = "employeeLicenseNumber",
        };

    public static readonly MetrcListOf<MetrcLocation> ActiveLocations =
        new("GetActiveLocations", "/locations/v2/active", Locations, row => row.Id) { ByModified = true };

    public static readonly MetrcListOf<MetrcLocation> InactiveLocations =
        new("GetInactiveLocations", "/locations/v2/inactive", Locations, row => row.Id);

    public static readonly MetrcListOf<MetrcLocationType> LocationTypes =
        new("GetLocationsTypes", "/locations/v2/types", Locations, row => row.Id);

    public static readonly MetrcOneOf<MetrcLocation> LocationById =
        new("GetLocationsById", "/locations/v2/{id}", Locations);

    public static readonly MetrcCreateOf<MetrcLocationCreate> CreateLocations =
        new("CreateLocations", "/locations/v2", Locations);

    public static readonly MetrcListOf<MetrcStrain> ActiveStrains =
        new("GetActiveStrains", "/strains/v2/active", Strains, row => row.Id) { ByModified = true };

    public static readonly MetrcListOf<MetrcStrain> InactiveStrains =
        new("GetInactiveStrains", "/strains/v2/inactive", Strains, row => row.Id);

    public static readonly MetrcOneOf<MetrcStrain> StrainById =
        new("GetStrainsById", "/strains/v2/{id}", Strains);

    public static readonly MetrcCreateOf<MetrcStrainCreate> CreateStrains =
        new("CreateStrains", "/strains/v2", Strains);

    public static readonly MetrcListOf<MetrcItem> ActiveItems =
        new("GetActiveItems", "/items/v2/active", Items, row => row.Id) { ByModified = true };

    public static readonly MetrcListOf<MetrcItem> InactiveItems =
        new("GetInactiveItems", "/items/v2/inactive", Items, row => row.Id);

    public static readonly MetrcOneOf<MetrcItem> ItemById =
        new("GetItemsById", "/items/v2/{id}", Items);

    public static readonly MetrcCreateOf<MetrcItemCreate> CreateItems =
        new("CreateItems", "/items/v2", Items);

    public static readonly MetrcListOf<MetrcItemCategory> ItemCategories =
        new("GetCategories", "/items/v2/categories", Nothing, row => row.Name);

    public static readonly MetrcListOf<MetrcItemBrand> ItemBrands =
        new("GetBrands", "/items/v2/brands", Items, row => row.Id);

    public static readonly MetrcListOf<MetrcUnitOfMeasure> ActiveUnits =
        new("GetActiveUnitsOfMeasure", "/unitsofmeasure/v2/active", Nothing, row => row.Name)
        {
            NeedsLicense = false,
            Paged = false,
        };

    public static readonly MetrcListOf<MetrcUnitOfMeasure> InactiveUnits =
        new("GetInactiveUnitsOfMeasure", "/unitsofmeasure/v2/inactive", Nothing, row => row.Name)
        {
            NeedsLicense = false,
            Paged = false,
        };

    public static readonly MetrcListOf<MetrcTag> AvailablePlantTags =
        new("GetAvailablePlant", "/tags/v2/plant/available", Tags, row => row.Label) { Paged = false };

    public static readonly MetrcListOf<MetrcTag> AvailablePackageTags =
        new("GetAvailablePackage", "/tags/v2/package/available", Tags, row => row.Label) { Paged = false };

    public static readonly MetrcListOf<MetrcStagedTag> StagedTags =
        new("GetStagedTags", "/tags/v2/staged",
            ["Manage Tags", "RetailId.AllowPackageStaging Key Value enabled"], row => row.Label)
        { Paged = false };

    public static readonly MetrcListOf<MetrcPackage> ActivePackages =
        new("GetActivePackages", "/packages/v2/active", SeePackages, row => row.Id) { ByModified = true };

    public static readonly MetrcListOf<MetrcPackage> InactivePackages =
        new("GetInactivePackages", "/packages/v2/inactive", SeePackages, row => row.Id) { ByModified = true };

    public static readonly MetrcListOf<MetrcPackage> OnHoldPackages =
        new("GetOnHoldPackages", "/packages/v2/onhold", SeePackages, row => row.Id) { ByModified = true };

    public static readonly MetrcListOf<MetrcPackage> InTransitPackages =
        new("GetInTransitPackages", "/packages/v2/intransit", SeePackages, row => row.Id) { ByModified = true };

    public static readonly MetrcListOf<MetrcTransferredPackage> TransferredPackages =
        new("GetTransferred", "/packages/v2/transferred", SeePackages, row => row.Id) { ByModified = true };

    public static readonly MetrcOneOf<MetrcPackage> PackageById =
        new("GetPackagesById", "/packages/v2/{id}", SeePackages);

    public static readonly MetrcOneOf<MetrcPackage> PackageByLabel =
        new("GetPackagesByLabel", "/packages/v2/{label}", SeePackages);

    /// <summary>A plant batch out of a package.</summary>
    public static readonly MetrcCreateOf<MetrcPackagePlanting> CreatePackagePlantings =
        new("CreatePackagesPlantings", "/packages/v2/plantings",
            ["View Immature Plants", "Manage Immature Plants", "View Packages", "Manage Packages Inventory"]);

    public static readonly MetrcListOf<MetrcPlantBatch> ActivePlantBatches =
        new("GetActivePlantBatches", "/plantbatches/v2/active", SeeBatches, row => row.Id) { ByModified = true };

    public static readonly MetrcListOf<MetrcPlantBatch> InactivePlantBatches =
        new("GetInactivePlantBatches", "/plantbatches/v2/inactive", SeeBatches, row => row.Id) { ByModified = true };

    public static readonly MetrcListOf<MetrcPlantBatchType> PlantBatchTypes =
        new("GetPlantBatchesTypes", "/plantbatches/v2/types", Nothing, row => row.Id) { NeedsLicense = false };

    public static readonly MetrcOneOf<MetrcPlantBatch> PlantBatchById =
        new("GetPlantBatchesById", "/plantbatches/v2/{id}", SeeBatches);

    /// <summary>An opening plant batch; only where the facility has CanCreateOpeningBalancePlantBatches.</summary>
    public static readonly MetrcCreateOf<MetrcPlanting> CreatePlantings =
        new("CreatePlantBatchesPlantings", "/plantbatches/v2/plantings",
            ["View Immature Plants", "Manage Immature Plants Inventory"]);

    /// <summary>A plant batch from a mother plant.</summary>
    public static readonly MetrcCreateOf<MetrcMotherPlanting> CreateMotherPlantings =
        new("CreatePlantsPlantings", "/plants/v2/plantings",
            [
                "View Immature Plants", "Manage Immature Plants Inventory",
                "View Veg/Flower Plants", "Manage Veg/Flower Plants Inventory",
            ]);

    /// <summary>Every call above.</summary>
    public static IReadOnlyList<MetrcEndpoint> All { get; } =
    [
        Facilities, Employees, EmployeePermissions,
        ActiveLocations, InactiveLocations, LocationTypes, LocationById, CreateLocations,
        ActiveStrains, InactiveStrains, StrainById, CreateStrains,
        ActiveItems, InactiveItems, ItemById, CreateItems, ItemCategories, ItemBrands,
        ActiveUnits, InactiveUnits, AvailablePlantTags, AvailablePackageTags, StagedTags,
        ActivePackages, InactivePackages, OnHoldPackages, InTransitPackages, TransferredPackages,
        PackageById, PackageByLabel, CreatePackagePlantings,
        ActivePlantBatches, InactivePlantBatches, PlantBatchTypes, PlantBatchById,
        CreatePlantings, CreateMotherPlantings,
    ];
}
