using Microsoft.EntityFrameworkCore;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

public sealed record RoomView(Guid Id, Guid SiteId, string Name, MetrcPlace? MetrcLocation, bool Active)
{
    public static RoomView Of(Room row) =>
        new(row.Id, row.SiteId, row.Name, MetrcPlace.Of(row.MetrcLocationId, row.MetrcLocationName), row.Active);
}

/// <summary>Lists rooms.</summary>
public static class GetRooms
{
    private static readonly SortTable<Room> Sorts = new("name")
    {
        ["name"] = row => row.Name,
        ["metrcLocation"] = row => row.MetrcLocationName,
        ["createdAt"] = row => row.CreatedAt,
    };

    public static void Map(RouteGroupBuilder rooms) => rooms.MapGet("/", ListAsync).Needs("room:view")
        .WithSummary("Rooms, of one site or of all yours").Produces<ListPage<RoomView>>();

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery list, Guid? siteId, bool? active, TendrilDb db, CancellationToken cancel)
    {
        var rows = db.Rooms.AsNoTracking();
        if (siteId is { } site) rows = rows.Where(row => row.SiteId == site);
        if (active is { } wanted) rows = rows.Where(row => row.Active == wanted);
        if (list.Pattern is { } like)
            rows = rows.Where(row => EF.Functions.ILike(row.Name, like, ListQuery.Escape)
                || EF.Functions.ILike(row.MetrcLocationName!, like, ListQuery.Escape));
        if (Sorts.Order(rows, list.Sort).Refused(out var problem, out var sorted)) return ProblemResults.From(problem);
        return TypedResults.Ok(await sorted.ThenBy(row => row.Id).PageAsync(list, row => RoomView.Of(row), cancel));
    }
}
