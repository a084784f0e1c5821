using Tendril.Metrc.Simulator.Http;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Endpoints;

/// <summary>
/// The three ways a plant batch comes into being: opened, planted from a package, taken from a mother plant.
/// </summary>
internal static class PlantingRoutes
{
    internal static readonly IReadOnlyList<Route> All =
    [
        new("POST", "/plantbatches/v2/plantings", call => Writes.Create(call, Open))
        {
            Needs = [Permissions.ViewImmaturePlants, Permissions.ManageImmaturePlantsInventory],
            Flag = FacilityFlags.OpensPlantBatches,
            Reads = ["Name", "Type", "Count", "Strain", "Location", "ActualDate", "SourcePlantBatches"],
        },
        new("POST", "/packages/v2/plantings", call => Writes.Create(call, FromPackage))
        {
            Needs =
            [
                Permissions.ViewImmaturePlants, Permissions.ManageImmaturePlants, Permissions.ViewPackages,
                Permissions.ManagePackagesInventory,
            ],
            Flag = FacilityFlags.GrowsPlants,
            Reads =
            [
                "PackageLabel", "PackageAdjustmentAmount", "PackageAdjustmentUnitOfMeasureName", "PlantBatchName",
                "PlantBatchType", "PlantCount", "LocationName", "StrainName", "PlantedDate", "UnpackagedDate",
            ],
        },
        new("POST", "/plants/v2/plantings", call => Writes.Create(call, FromPlant))
        {
            Needs =
            [
                Permissions.ViewImmaturePlants, Permissions.ManageImmaturePlantsInventory, Permissions.ViewPlants,
                Permissions.ManagePlantsInventory,
            ],
            Flag = FacilityFlags.GrowsPlants,
            Reads =
            [
                "PlantLabel", "PlantBatchName", "PlantBatchType", "PlantCount", "LocationName", "StrainName",
                "ActualDate",
            ],
        },
    ];

    private static RowResult Open(Call call, BodyRow row)
    {
        var sources = row.Rows("SourcePlantBatches", ["PlantBatchName"])
            .Select(source => call.State.PlantBatches.Find(call.Here.Id, source.Text("PlantBatchName"))).ToList();
        if (sources.Contains(null)) return "Source Plant Batch was not found";
        return Planting.Create(call, new Planting.Wish
        {
            Name = row.Text("Name"),
            Type = row.Text("Type"),
            Count = row.Whole("Count"),
            Strain = row.Text("Strain"),
            Location = row.Text("Location"),
            Date = row.Date("ActualDate"),
        }, batch => batch with { SourcePlantBatchIds = sources.ConvertAll(s => s!.Id) });
    }

    private static RowResult FromPackage(Call call, BodyRow row)
    {
        if (row.Text("PackageLabel") is not { } label) return "Package Label was not specified";
        if (call.State.Packages.Find(0, label) is not { } package || package.FacilityId != call.Here.Id)
            return $"Package '{label}' was not found";
        if (package is not { Status: PackageStatus.Active, IsOnHold: false })
            return $"Package '{label}' is not available";
        var category = Catalogue.FindCategory(call.State.Items.Find(package.ItemId)!.CategoryName)!;
        if (call.Options.OnlyPlantsCanBePlanted && !category.CanBePlanted)
            return $"Package '{label}' does not hold plants or seeds";
        if (row.Date("UnpackagedDate") is not { } unpacked) return "Unpackaged Date was not specified";
        if (unpacked > call.Today) return "Unpackaged Date cannot be in the future";
        if (Taken(row, package, out var taken) is { } refused) return refused;
        if (taken > package.Quantity && !call.Options.AllowOversell)
            return $"Package '{label}' does not hold that much";
        var made = Planting.Create(call, Wished(row, row.Date("PlantedDate")), batch => batch with
        {
            SourcePackageId = package.Id,
            SourcePackageLabel = package.Label,
        });
        if (made.Message is null) PackageRoutes.Put(call, package with { Quantity = package.Quantity - taken });
        return made;
    }

    /// <summary>What leaves the package: the amount given, or one unit per plant where it counts pieces.</summary>
    private static string? Taken(BodyRow row, Package package, out decimal taken)
    {
        var held = Units.Find(package.UnitName)!;
        taken = row.Whole("PlantCount") ?? 0;
        if (row.Number("PackageAdjustmentAmount") is not { } amount)
            return held.QuantityType == "CountBased" ? null : "Package Adjustment Amount was not specified";
        if (amount <= 0) return "Package Adjustment Amount must be greater than zero";
        var unitName = row.Text("PackageAdjustmentUnitOfMeasureName");
        if (Units.Find(unitName) is not { } unit || Units.Convert(amount, unit, held) is not { } converted)
            return $"Unit Of Measure '{unitName}' does not fit Package '{package.Label}'";
        taken = converted;
        return null;
    }

    private static RowResult FromPlant(Call call, BodyRow row)
    {
        if (row.Text("PlantLabel") is not { } label) return "Plant Label was not specified";
        if (call.State.Plants.Find(0, label) is not { IsActive: true } plant || plant.FacilityId != call.Here.Id)
            return $"Plant '{label}' was not found";
        if (call.Here.Has(FacilityFlags.TracksMotherPlants) && !plant.IsMother)
            return $"Plant '{label}' is not a mother plant";
        return Planting.Create(call, Wished(row, row.Date("ActualDate")), batch => batch with
        {
            SourcePlantId = plant.Id,
            SourcePlantLabel = plant.Label,
        });
    }

    private static Planting.Wish Wished(BodyRow row, DateOnly? date) => new()
    {
        Name = row.Text("PlantBatchName"),
        Type = row.Text("PlantBatchType"),
        Count = row.Whole("PlantCount"),
        Strain = row.Text("StrainName"),
        Location = row.Text("LocationName"),
        Date = date,
    };
}
