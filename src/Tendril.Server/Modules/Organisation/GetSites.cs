using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>A site with everything an administrator sees of it.</summary>
public sealed record SiteView(
    Guid Id, string Name, string License, string State, string TimeZone, bool Sandbox, SiteKind Kind,
    MetrcPlace? DefaultMetrcLocation, bool Active, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static SiteView Of(Site row) => new(
        row.Id, row.Name, row.License, row.State, row.TimeZone, row.Sandbox,
        WireName.TryParse<SiteKind>(row.Kind, out var kind) ? kind : SiteKind.Other,
        MetrcPlace.Of(row.DefaultMetrcLocationId, row.DefaultMetrcLocationName), row.Active, row.CreatedAt,
        row.UpdatedAt);
}

/// <summary>Lists the caller's sites, or shows one.</summary>
public static class GetSites
{
    private static readonly SortTable<Site> Sorts = new("name")
    {
        ["name"] = row => row.Name,
        ["license"] = row => row.License,
        ["state"] = row => row.State,
        ["createdAt"] = row => row.CreatedAt,
        ["updatedAt"] = row => row.UpdatedAt,
    };

    public static void Map(RouteGroupBuilder sites)
    {
        sites.MapGet("/", ListAsync).Needs("site:view").WithSummary("Your sites").Produces<ListPage<SiteView>>();
        sites.MapGet("/{id:guid}", ReadAsync).Needs("site:view").WithSummary("One site").Produces<SiteView>();
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery list, bool? active, TendrilDb db, CancellationToken cancel)
    {
        var rows = db.Sites.AsNoTracking();
        if (active is { } wanted) rows = rows.Where(row => row.Active == wanted);
        if (list.Pattern is { } like)
            rows = rows.Where(row => EF.Functions.ILike(row.Name, like, ListQuery.Escape)
                || EF.Functions.ILike(row.License, like, ListQuery.Escape));
        if (Sorts.Order(rows, list.Sort).Refused(out var problem, out var sorted)) return ProblemResults.From(problem);
        return TypedResults.Ok(await sorted.ThenBy(row => row.Id).PageAsync(list, row => SiteView.Of(row), cancel));
    }

    private static async Task<IResult> ReadAsync(Guid id, TendrilDb db, CancellationToken cancel) =>
        await db.Sites.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancel) is { } site
            ? TypedResults.Ok(SiteView.Of(site))
            : ProblemResults.From(SiteProblems.NotFound());
}
