using Tendril.Metrc.Simulator.Http;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Endpoints;

internal static class ItemRoutes
{
    private static readonly string[] Fields =
        ["Name", "ItemCategory", "UnitOfMeasure", "Strain", "ItemBrand", "Description"];

    private static readonly Listing<Item> Active = new("active", i => i.IsActive, ItemJson.Write);
    private static readonly Listing<Item> Inactive = new("inactive", i => !i.IsActive, ItemJson.Write, Windowed: false);

    internal static readonly IReadOnlyList<Route> All =
    [
        Guarded("GET", "/items/v2/active", call => Paging.Of(call, call.State.Items, Active)),
        Guarded("GET", "/items/v2/inactive", call => Paging.Of(call, call.State.Items, Inactive)),
        new("GET", "/items/v2/categories", call => Paging.Of(call, Catalogue.Categories, ItemJson.WriteCategory)),
        Guarded("GET", "/items/v2/brands", Brands),
        Guarded("GET", "/items/v2/{id}", call => Found.ById(call, call.State.Items, ItemJson.Write)) with
        {
            Licence = LicenceNeed.Optional,
        },
        Guarded("POST", "/items/v2", call => Writes.Create(call, Create)) with { Reads = Fields },
        Guarded("PUT", "/items/v2", call => Writes.Update(call, Update)) with { Reads = ["Id", .. Fields] },
        Guarded("DELETE", "/items/v2/{id}", Discontinue),
    ];

    private static Route Guarded(string method, string path, Func<Call, Reply> handle) =>
        new(method, path, handle) { Needs = [Permissions.ManageItems] };

    private static Reply Brands(Call call)
    {
        var names = call.State.Items.Of(call.Here.Id).Select(i => i.BrandName).OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);
        return Paging.Of(call, names.Index().ToList(), static (w, brand, _) =>
        {
            w.WriteStartObject();
            w.WriteNumber("Id", brand.Index + 1);
            w.WriteString("Name", brand.Item);
            w.WriteString("Status", "Paid");
            w.WriteEndObject();
        });
    }

    private static RowResult Create(Call call, BodyRow row) => Read(call, row, new Item
    {
        Id = call.State.NextId(),
        FacilityId = call.Here.Id,
        Name = row.Text("Name") ?? "",
        CategoryName = "",
        UnitName = "",
    });

    private static RowResult Update(Call call, BodyRow row)
    {
        var id = row.Whole("Id");
        if (id is null) return "Item Id was not specified";
        if (Found.Here(call, call.State.Items, id) is not { IsActive: true } item) return "Item Id not found";
        return Read(call, row, item with { Name = row.Text("Name") ?? "" });
    }

    private static RowResult Read(Call call, BodyRow row, Item item)
    {
        if (item.Name.Length == 0) return "Item Name was not specified";
        if (call.State.Items.Find(call.Here.Id, item.Name) is { } other && other.Id != item.Id)
            return $"Item Name '{item.Name}' is already in use";
        var categoryName = row.Text("ItemCategory");
        if (categoryName is null) return "Item Category was not specified";
        if (Catalogue.FindCategory(categoryName) is not { } category)
            return $"Item Category '{categoryName}' was not found";
        var unitName = row.Text("UnitOfMeasure");
        if (unitName is null) return "Unit Of Measure was not specified";
        if (Units.Find(unitName) is not { } unit) return $"Unit Of Measure '{unitName}' was not found";
        if (unit.QuantityType != category.QuantityType)
            return $"Unit Of Measure '{unit.Name}' is not {category.QuantityType} as '{category.Name}' is";
        var strainName = row.Text("Strain");
        var strain = call.State.Strains.Find(call.Here.Id, strainName);
        if (strainName is not null && strain is null) return $"Strain '{strainName}' was not found";
        if (category.RequiresStrain && strain is null) return $"Strain is required for Item Category '{category.Name}'";
        return call.State.Stored(call.State.Items, item with
        {
            CategoryName = category.Name,
            UnitName = unit.Name,
            StrainId = strain?.Id,
            BrandName = row.Text("ItemBrand"),
            Description = row.Text("Description"),
            LastModified = call.Now,
        }).Id;
    }

    private static Reply Discontinue(Call call)
    {
        if (Found.Here(call, call.State.Items, call.PathId) is not { IsActive: true } item)
            return Reply.Message(404, "The requested resource was not found.");
        call.State.Stored(call.State.Items, item with { IsActive = false, LastModified = call.Now });
        return Reply.Empty();
    }
}
