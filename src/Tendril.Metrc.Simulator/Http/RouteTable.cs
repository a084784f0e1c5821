using Tendril.Metrc.Simulator.Endpoints;

namespace Tendril.Metrc.Simulator.Http;

/// <summary>
/// Every call the simulator answers; literal paths stand before those with <c>{id}</c> or <c>{label}</c>.
/// </summary>
internal static class RouteTable
{
    internal static readonly IReadOnlyList<Route> All =
    [
        .. FacilityRoutes.All,
        .. LocationRoutes.All,
        .. StrainRoutes.All,
        .. ItemRoutes.All,
        .. UnitRoutes.All,
        .. TagRoutes.All,
        .. PackageRoutes.All,
        .. PlantBatchRoutes.All,
        .. PlantingRoutes.All,
    ];
}
