using Tendril.Domain;
using Tendril.Domain.Rules;

namespace Tendril.Server.Modules.Organisation;

/// <summary>A Metrc location that a place of ours stands for. Without an id it is known by name only.</summary>
public sealed record MetrcPlace(long? Id, string Name)
{
    /// <summary>The place with its name checked; null stays null.</summary>
    public static Result<MetrcPlace?> Check(MetrcPlace? place, string field)
    {
        if (place is null) return Result<MetrcPlace?>.Of(null);
        if (FieldRules.Current.Text("location_name", place.Name, field + ".name")
            .Refused(out var problem, out var name))
            return problem;
        return place.Id is <= 0
            ? PlaceProblems.BadLocation.Refuse("Metrc's location ids are positive numbers", field + ".id")
            : place with { Name = name };
    }

    public static MetrcPlace? Of(long? id, string? name) => name is null ? null : new MetrcPlace(id, name);
}

/// <summary>Refusals about rooms and pods.</summary>
public static class PlaceProblems
{
    public static readonly ProblemCode RoomUnknown = new(
        "room.unknown", "There is no such room, or it is at a site that is not yours.", "Choose a room from the list.");

    public static readonly ProblemCode RoomClosed = new(
        "room.closed", "Nothing new is put into a room that is no longer active.", "Make the room active again first.");

    public static readonly ProblemCode PodUnknown = new(
        "pod.unknown", "There is no such pod, or it is at a site that is not yours.", "Choose a pod from the list.");

    public static readonly ProblemCode PodOtherSite = new(
        "pod.other_site", "A pod moves between the rooms of one site only; another site is another licence.",
        "Choose a room of the pod's own site.");

    public static readonly ProblemCode BadCapacity = new(
        "pod.capacity_invalid", "A pod's capacity is a whole number of plants, 1 to 100000.",
        "Leave it empty when it is not known.");

    public static readonly ProblemCode BadLocation = new(
        "place.location_invalid", "The Metrc location does not look like one of Metrc's.",
        "Choose the location from the list that was pulled from Metrc.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
        [RoomUnknown, RoomClosed, PodUnknown, PodOtherSite, BadCapacity, BadLocation];

    public static Problem NoRoom(string? field = null) =>
        RoomUnknown.Refuse("Room not found", field, kind: ProblemKind.Unknown);

    public static Problem NoPod() => PodUnknown.Refuse("Pod not found", kind: ProblemKind.Unknown);
}
