using Microsoft.EntityFrameworkCore;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Changes a room's name, Metrc location and whether it is in use. A room stays at its site.</summary>
public static class ChangeRoom
{
    public sealed record Command(string Name, MetrcPlace? MetrcLocation = null, bool? Active = null);

    public static void Map(RouteGroupBuilder rooms) => rooms.MapPut("/{id:guid}", HandleAsync).Needs("room:edit")
        .WithSummary("Change a room").Produces<RoomView>();

    private static async Task<IResult> HandleAsync(Guid id, Command command, TendrilDb db, CancellationToken cancel)
    {
        if (await db.Rooms.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } room)
            return ProblemResults.From(PlaceProblems.NoRoom());
        if (CreateRoom.Apply(room, command.Name, command.MetrcLocation) is { } problem)
            return ProblemResults.From(problem);
        room.Active = command.Active ?? room.Active;
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(RoomView.Of(room));
    }
}
