using Tendril.Server.Platform.Web;

namespace Tendril.Server.Modules.Inventory;

/// <summary>Lots and their ledger.</summary>
public static class InventoryModule
{
    public static void Add(IServiceCollection services) =>
        SaveProblems.Name("lots_label", "packageLabel", "This site has a lot with this package label already.");

    public static void Map(IEndpointRouteBuilder app)
    {
        var lots = app.MapTenantGroup("/api/lots").WithTags("Inventory");
        ListLots.Map(lots);
        GetLot.Map(lots);
    }
}
