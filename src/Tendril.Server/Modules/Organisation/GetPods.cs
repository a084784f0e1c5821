using Microsoft.EntityFrameworkCore;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

public sealed record PodView(
    Guid Id, Guid SiteId, Guid RoomId, string RoomName, string Name, int? Capacity, MetrcPlace? MetrcLocation,
    bool Active)
{
    public static PodView Of(Pod row, string room) => new(
        row.Id, row.SiteId, row.RoomId, room, row.Name, row.Capacity,
        MetrcPlace.Of(row.MetrcLocationId, row.MetrcLocationName), row.Active);
}

/// <summary>Lists pods with their rooms.</summary>
public static class GetPods
{
    // Set by name, not by position: only so can the query sort by the parts.
    private sealed record Row
    {
        public required Pod Pod { get; init; }

        public required string Room { get; init; }
    }

    private static readonly SortTable<Row> Sorts = new("name")
    {
        ["name"] = row => row.Pod.Name,
        ["roomName"] = row => row.Room,
        ["capacity"] = row => row.Pod.Capacity,
        ["metrcLocation"] = row => row.Pod.MetrcLocationName,
        ["createdAt"] = row => row.Pod.CreatedAt,
    };

    public static void Map(RouteGroupBuilder pods) => pods.MapGet("/", ListAsync).Needs("pod:view")
        .WithSummary("Pods, of one site or room or of all yours").Produces<ListPage<PodView>>();

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery list, Guid? siteId, Guid? roomId, bool? active, TendrilDb db, CancellationToken cancel)
    {
        var pods = db.Pods.AsNoTracking();
        if (siteId is { } site) pods = pods.Where(pod => pod.SiteId == site);
        if (roomId is { } room) pods = pods.Where(pod => pod.RoomId == room);
        if (active is { } wanted) pods = pods.Where(pod => pod.Active == wanted);
        var rows = pods.Join(
            db.Rooms, pod => pod.RoomId, place => place.Id, (pod, place) => new Row { Pod = pod, Room = place.Name });
        if (list.Pattern is { } like)
            rows = rows.Where(row => EF.Functions.ILike(row.Pod.Name, like, ListQuery.Escape)
                || EF.Functions.ILike(row.Room, like, ListQuery.Escape));
        if (Sorts.Order(rows, list.Sort).Refused(out var problem, out var sorted)) return ProblemResults.From(problem);
        return TypedResults.Ok(
            await sorted.ThenBy(row => row.Pod.Id).PageAsync(list, row => PodView.Of(row.Pod, row.Room), cancel));
    }
}
