using Microsoft.EntityFrameworkCore;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Changes a pod, or moves it to another room of its site.</summary>
public static class ChangePod
{
    public sealed record Command(
        string Name, Guid? RoomId = null, int? Capacity = null, MetrcPlace? MetrcLocation = null, bool? Active = null);

    public static void Map(RouteGroupBuilder pods) => pods.MapPut("/{id:guid}", HandleAsync).Needs("pod:edit")
        .WithSummary("Change a pod").Produces<PodView>();

    private static async Task<IResult> HandleAsync(Guid id, Command command, TendrilDb db, CancellationToken cancel)
    {
        if (await db.Pods.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } pod)
            return ProblemResults.From(PlaceProblems.NoPod());
        var roomId = command.RoomId ?? pod.RoomId;
        if (await db.Rooms.FirstOrDefaultAsync(row => row.Id == roomId, cancel) is not { } room)
            return ProblemResults.From(PlaceProblems.NoRoom("roomId"));
        if (room.SiteId != pod.SiteId)
            return ProblemResults.From(PlaceProblems.PodOtherSite.Refuse("This room is at another site", "roomId"));
        if (CreatePod.Apply(pod, command.Name, command.Capacity, command.MetrcLocation) is { } problem)
            return ProblemResults.From(problem);
        pod.RoomId = room.Id;
        pod.Active = command.Active ?? pod.Active;
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(PodView.Of(pod, room.Name));
    }
}
