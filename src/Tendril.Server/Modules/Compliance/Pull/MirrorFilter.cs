using System.ComponentModel;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>What narrows a list of the mirror, beside the text to look for.</summary>
public sealed record MirrorFilter(
    [property: Description(
        "Locations only: plant_batches, plants, harvests or packages keeps active locations that may hold them.")]
    [property: FromQuery(Name = "for")] string? For,
    [property: Description(
        "Strains, plant_batches and packages: true those linked to something of ours, false the rest.")]
    bool? Linked,
    [property: Description("False leaves out what is gone from Metrc; true leaves nothing else.")] bool? Gone)
{
    private static readonly Dictionary<string, string> Uses = new(StringComparer.Ordinal)
    {
        ["plant_batches"] = "ForPlantBatches",
        ["plants"] = "ForPlants",
        ["harvests"] = "ForHarvests",
        ["packages"] = "ForPackages",
    };

    /// <summary>The rows of a site and kind that fit, or why the kind knows no such filter.</summary>
    public Result<IQueryable<MetrcObject>> Narrow(
        IQueryable<MetrcObject> rows, string kind, Guid siteId, TendrilDb db)
    {
        if (Gone is { } gone) rows = rows.Where(row => row.GoneAt != null == gone);
        if (Linked is { } linked)
        {
            if (LinkOf(kind, siteId, db) is not { } isLinked)
                return PullProblems.NeverLinked.Refuse($"{kind} are not linked to anything of ours", "linked");
            rows = rows.Where(linked ? isLinked : Not(isLinked));
        }
        if (For is null) return Result<IQueryable<MetrcObject>>.Of(rows);
        if (kind != MirrorKind.Locations || !Uses.TryGetValue(For, out var flag))
            return PullProblems.KindUnknown.Refuse(
                $"\"{For}\" is not one of {string.Join(", ", Uses.Keys)} of locations", "for");
        var holds = $"{{\"{flag}\": true}}";
        return Result<IQueryable<MetrcObject>>.Of(
            rows.Where(row => row.Active && row.GoneAt == null && EF.Functions.JsonContains(row.Payload, holds)));
    }

    // Closed mappings are history. Each is found by its index over organisation, site and Metrc's id.
    private static Expression<Func<MetrcObject, bool>>? LinkOf(string kind, Guid siteId, TendrilDb db) => kind switch
    {
        MirrorKind.Strains => row => db.MetrcStrainMappings.Any(map =>
            map.SiteId == siteId && map.ClosedAt == null && map.MetrcStrainId == row.MetrcId),
        MirrorKind.PlantBatches => row => db.MetrcBatchMappings.Any(map =>
            map.SiteId == siteId && map.ClosedAt == null && map.MetrcBatchId == row.MetrcId),
        MirrorKind.Packages => row => db.MetrcPackageMappings.Any(map =>
            map.SiteId == siteId && map.ClosedAt == null && map.MetrcPackageId == row.MetrcId),
        _ => null,
    };

    private static Expression<Func<MetrcObject, bool>> Not(Expression<Func<MetrcObject, bool>> fits) =>
        Expression.Lambda<Func<MetrcObject, bool>>(Expression.Not(fits.Body), fits.Parameters);
}
