namespace Tendril.Metrc.Simulator.Http;

/// <summary>The names of Metrc's permissions that guard the routes here.</summary>
public static class Permissions
{
    public const string ManageEmployees = "Manage Employees";
    public const string ViewEmployees = "View Employees";
    public const string ManageLocations = "Manage Locations";
    public const string ManageStrains = "Manage Strains";
    public const string ManageItems = "Manage Items";
    public const string ManageTags = "Manage Tags";
    public const string PackageStaging = "RetailId.AllowPackageStaging Key Value enabled";
    public const string ViewPackages = "View Packages";
    public const string ManagePackagesInventory = "Manage Packages Inventory";
    public const string CreatePackages = "Create/Submit/Discontinue Packages";
    public const string ViewImmaturePlants = "View Immature Plants";
    public const string ManageImmaturePlants = "Manage Immature Plants";
    public const string ManageImmaturePlantsInventory = "Manage Immature Plants Inventory";
    public const string ViewPlants = "View Veg/Flower Plants";
    public const string ManagePlantsInventory = "Manage Veg/Flower Plants Inventory";
}
