using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Rules;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Adds a pod to a room.</summary>
public static class CreatePod
{
    private const int LargestPod = 100_000;

    /// <param name="SiteId">The room's site; may be left out, as the room knows it.</param>
    public sealed record Command(
        Guid RoomId, string Name, Guid? SiteId = null, int? Capacity = null, MetrcPlace? MetrcLocation = null);

    public static void Map(RouteGroupBuilder pods) => pods.MapPost("/", HandleAsync).Needs("pod:edit")
        .WithSummary("Add a pod to a room").Produces<PodView>(201);

    private static async Task<IResult> HandleAsync(
        Command command, TendrilDb db, IdSource ids, CancellationToken cancel)
    {
        if (await db.Rooms.FirstOrDefaultAsync(row => row.Id == command.RoomId, cancel) is not { } room
            || (command.SiteId is { } site && site != room.SiteId))
            return ProblemResults.From(PlaceProblems.NoRoom("roomId"));
        if (!room.Active) return ProblemResults.From(
            PlaceProblems.RoomClosed.Refuse("This room is not active", "roomId"));
        var pod = new Pod { Id = ids.Next(), SiteId = room.SiteId, RoomId = room.Id, Name = "" };
        if (Apply(pod, command.Name, command.Capacity, command.MetrcLocation) is { } problem)
            return ProblemResults.From(problem);
        db.Pods.Add(pod);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/pods/{pod.Id}", PodView.Of(pod, room.Name));
    }

    /// <summary>Writes the checked fields into the pod, or says which one is wrong.</summary>
    internal static Problem? Apply(Pod pod, string name, int? capacity, MetrcPlace? location)
    {
        if (FieldRules.Current.Text("pod_name", name, "name").Refused(out var problem, out var title)) return problem;
        if (capacity is <= 0 or > LargestPod)
            return PlaceProblems.BadCapacity.Refuse($"A pod holds 1 to {LargestPod} plants, not {capacity}",
                "capacity");
        if (MetrcPlace.Check(location, "metrcLocation").Refused(out problem, out var place)) return problem;
        pod.Name = title;
        pod.Capacity = capacity;
        pod.MetrcLocationId = place?.Id;
        pod.MetrcLocationName = place?.Name;
        return null;
    }
}
