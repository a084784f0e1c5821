namespace Tendril.Server.Modules.Harvests;

/// <summary>Harvests on their way from the plant into stock.</summary>
public static class HarvestsModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<GetHarvest>();
        services.AddSingleton<HarvestRoutes.HarvestDesk>();
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        var harvests = app.MapGroup("/api/harvests").WithTags("Harvests");
        GetHarvest.Map(harvests);
        HarvestRoutes.Map(harvests);
        HarvestSettings.Map(harvests);
    }
}
