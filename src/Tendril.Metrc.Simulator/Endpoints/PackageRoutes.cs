using Tendril.Metrc.Simulator.Http;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Endpoints;

/// <summary>Packages: five lists, single ones, and the writes that change a quantity, a place or an end.</summary>
internal static class PackageRoutes
{
    private static readonly string[] Types =
        ["Product", "ImmaturePlant", "VegetativePlant", "PlantWaste", "HarvestWaste", "MotherPlant"];
    private static readonly string[] AdjustFields =
        ["Label", "Quantity", "UnitOfMeasure", "AdjustmentReason", "AdjustmentDate", "ReasonNote"];
    private static readonly string[] View = [Permissions.ViewPackages];
    private static readonly string[] Manage = [Permissions.ViewPackages, Permissions.ManagePackagesInventory];
    private static readonly string[] Place = [Permissions.ViewPackages, Permissions.CreatePackages];

    private static readonly Listing<Package> Active = Listed("active", p => p.Status == PackageStatus.Active);
    private static readonly Listing<Package> ActiveNotOnHold =
        Listed("active-not-on-hold", p => p is { Status: PackageStatus.Active, IsOnHold: false });
    private static readonly Listing<Package> OnHold =
        Listed("onhold", p => p is { Status: PackageStatus.Active, IsOnHold: true });
    private static readonly Listing<Package> Inactive =
        Listed("inactive", p => p.Status is PackageStatus.Finished or PackageStatus.Discontinued);
    private static readonly Listing<Package> InTransit = Listed("intransit", p => p.Status == PackageStatus.InTransit);
    private static readonly Listing<Departure> Transferred =
        new("transferred", static _ => true, PackageJson.WriteDeparture);

    internal static readonly IReadOnlyList<Route> All =
    [
        Get("/packages/v2/active", call => Page(call, call.Options.OnHoldStaysActive ? Active : ActiveNotOnHold)),
        Get("/packages/v2/inactive", call => Page(call, Inactive)),
        Get("/packages/v2/onhold", call => Page(call, OnHold)),
        Get("/packages/v2/intransit", call => Page(call, InTransit)),
        Get("/packages/v2/transferred", call => Paging.Of(call, call.State.Departures, Transferred)),
        new("GET", "/packages/v2/types", TypeNames) { Licence = LicenceNeed.None },
        new("GET", "/packages/v2/adjust/reasons", Reasons),
        Get("/packages/v2/{id}", call => Found.ById(call, call.State.Packages, PackageJson.Write)) with
        {
            Licence = LicenceNeed.Optional,
        },
        Get("/packages/v2/{label}", call => Found.ByLabel(call, call.State.Packages, PackageJson.Write)) with
        {
            Licence = LicenceNeed.Optional,
        },
        new("POST", "/packages/v2/adjust", call => Writes.Create(call, AdjustBy))
        {
            Needs = Manage, Reads = AdjustFields,
        },
        new("PUT", "/packages/v2/adjust", call => Writes.Update(call, AdjustTo))
        {
            Needs = Manage, Reads = AdjustFields,
        },
        new("PUT", "/packages/v2/finish", call => Writes.Update(call, Finish))
        {
            Needs = Manage, Reads = ["Label", "ActualDate"],
        },
        new("PUT", "/packages/v2/unfinish", call => Writes.Update(call, Unfinish))
        {
            Needs = Manage, Reads = ["Label"],
        },
        new("PUT", "/packages/v2/location", call => Writes.Update(call, Move))
        {
            Needs = Place, Reads = ["Label", "Location", "MoveDate"],
        },
        new("DELETE", "/packages/v2/{id}", Discontinue) { Needs = Place },
    ];

    private static Listing<Package> Listed(string name, Func<Package, bool> belongs) =>
        new(name, belongs, PackageJson.Write);

    private static Route Get(string path, Func<Call, Reply> handle) => new("GET", path, handle) { Needs = View };

    private static Reply Page(Call call, Listing<Package> listing) => Paging.Of(call, call.State.Packages, listing);

    private static Reply TypeNames(Call call) => Reply.Json(static w =>
    {
        w.WriteStartArray();
        foreach (var type in Types) w.WriteStringValue(type);
        w.WriteEndArray();
    });

    private static Reply Reasons(Call call) => Paging.Of(call, Catalogue.AdjustReasons, static (w, reason, _) =>
    {
        w.WriteStartObject();
        w.WriteString("Name", reason.Name);
        w.WriteBoolean("RequiresNote", reason.RequiresNote);
        w.Falses("RequiresWasteWeight", "RequiresImmatureWasteWeight", "RequiresMatureWasteWeight");
        w.WriteEndObject();
    });

    /// <summary>POST: the quantity is a signed difference.</summary>
    private static RowResult AdjustBy(Call call, BodyRow row) =>
        Adjust(call, row, static (before, given) => before + given);

    /// <summary>PUT: the quantity is the final one.</summary>
    private static RowResult AdjustTo(Call call, BodyRow row) => Adjust(call, row, static (_, given) => given);

    private static RowResult Adjust(Call call, BodyRow row, Func<decimal, decimal, decimal> after)
    {
        if (Named(call, row, out var package) is { } refused) return refused;
        if (package.Status != PackageStatus.Active) return $"Package '{package.Label}' is not active";
        if (row.Number("Quantity") is not { } quantity) return "Quantity was not specified";
        if (Units.Find(row.Text("UnitOfMeasure")) is not { } unit) return "Unit Of Measure was not found";
        if (Units.Convert(quantity, unit, Units.Find(package.UnitName)!) is not { } given)
            return $"Unit Of Measure '{unit.Name}' does not fit Package '{package.Label}'";
        var reason = Catalogue.AdjustReasons.FirstOrDefault(r =>
            r.Name.Equals(row.Text("AdjustmentReason"), StringComparison.OrdinalIgnoreCase));
        if (reason is null) return "Adjustment Reason was not found";
        if (reason.RequiresNote && row.Text("ReasonNote") is null)
            return $"Reason Note is required for '{reason.Name}'";
        if (row.Date("AdjustmentDate") is not { } date) return "Adjustment Date was not specified";
        if (date > call.Today) return "Adjustment Date cannot be in the future";
        var left = after(package.Quantity, given);
        if (left < 0 && !call.Options.AllowOversell) return $"Package '{package.Label}' does not hold that much";
        return Put(call, package with { Quantity = left });
    }

    private static RowResult Finish(Call call, BodyRow row)
    {
        if (Named(call, row, out var package) is { } refused) return refused;
        if (package.Status != PackageStatus.Active) return $"Package '{package.Label}' is not active";
        if (row.Date("ActualDate") is not { } date) return "Actual Date was not specified";
        if (date > call.Today) return "Actual Date cannot be in the future";
        if (package.Quantity != 0) return $"Package '{package.Label}' must be empty before it is finished";
        return Put(call, package with { Status = PackageStatus.Finished, FinishedDate = date, ArchivedDate = date });
    }

    private static RowResult Unfinish(Call call, BodyRow row)
    {
        if (Named(call, row, out var package) is { } refused) return refused;
        if (package.Status != PackageStatus.Finished) return $"Package '{package.Label}' is not finished";
        return Put(call, package with { Status = PackageStatus.Active, FinishedDate = null, ArchivedDate = null });
    }

    private static RowResult Move(Call call, BodyRow row)
    {
        if (Named(call, row, out var package) is { } refused) return refused;
        if (row.Text("Location") is not { } name) return "Location was not specified";
        if (call.State.Locations.Find(call.Here.Id, name) is not { } location)
            return $"Location '{name}' was not found";
        if (call.Here.TypeOf(location)?.ForPackages != true) return $"Location '{name}' cannot hold packages";
        return Put(call, package with { LocationId = location.Id });
    }

    private static Reply Discontinue(Call call)
    {
        if (Found.Here(call, call.State.Packages, call.PathId) is not { Status: PackageStatus.Active } package)
            return Reply.Message(404, "The requested resource was not found.");
        Put(call, package with { Status = PackageStatus.Discontinued, ArchivedDate = call.Today });
        return Reply.Empty();
    }

    private static string? Named(Call call, BodyRow row, out Package package)
    {
        package = null!;
        if (row.Text("Label") is not { } label) return "Package Label was not specified";
        if (call.State.Packages.Find(0, label) is not { } found || found.FacilityId != call.Here.Id)
            return $"Package '{label}' was not found";
        package = found;
        return null;
    }

    internal static RowResult Put(Call call, Package package) =>
        call.State.Stored(call.State.Packages, package with { LastModified = call.Now }).Id;
}
