using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Rules;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Adds a room to a site.</summary>
public static class CreateRoom
{
    public sealed record Command(Guid SiteId, string Name, MetrcPlace? MetrcLocation = null);

    public static void Map(RouteGroupBuilder rooms) => rooms.MapPost("/", HandleAsync).Needs("room:edit")
        .WithSummary("Add a room to a site").Produces<RoomView>(201);

    private static async Task<IResult> HandleAsync(
        Command command, TendrilDb db, IdSource ids, CancellationToken cancel)
    {
        if (await db.Sites.FirstOrDefaultAsync(row => row.Id == command.SiteId, cancel) is not { } site)
            return ProblemResults.From(SiteProblems.NotFound("siteId"));
        if (!site.Active) return ProblemResults.From(SiteProblems.Closed.Refuse("This site is not active", "siteId"));
        var room = new Room { Id = ids.Next(), SiteId = site.Id, Name = "" };
        if (Apply(room, command.Name, command.MetrcLocation) is { } problem) return ProblemResults.From(problem);
        db.Rooms.Add(room);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/rooms/{room.Id}", RoomView.Of(room));
    }

    /// <summary>Writes the checked fields into the room, or says which one is wrong.</summary>
    internal static Problem? Apply(Room room, string name, MetrcPlace? location)
    {
        if (FieldRules.Current.Text("room_name", name, "name").Refused(out var problem, out var title)) return problem;
        if (MetrcPlace.Check(location, "metrcLocation").Refused(out problem, out var place)) return problem;
        room.Name = title;
        room.MetrcLocationId = place?.Id;
        room.MetrcLocationName = place?.Name;
        return null;
    }
}
