using Microsoft.AspNetCore.Authentication;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Ends one of the caller's own sessions, or all but the one that asks.</summary>
public static class EndSessions
{
    private static readonly ProblemCode Unknown = new(
        "session.unknown", "There is no such session of yours, or it has ended already.", "Load the list again.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Unknown];

    public static void Map(RouteGroupBuilder sessions)
    {
        sessions.MapDelete("/{id:guid}", EndAsync).NeedsSession()
            .WithSummary("End one of your sessions; its browser must sign in again").Produces(204);
        sessions.MapDelete("/", EndOthersAsync).NeedsSession()
            .WithSummary("End all your sessions but this one").Produces(204);
    }

    private static async Task<IResult> EndAsync(
        Guid id, Caller caller, SessionBook book, HttpContext http, CancellationToken cancel)
    {
        if (!await book.EndAsync(caller.UserId, id, cancel))
            return ProblemResults.From(Unknown.Refuse("Session not found", kind: ProblemKind.Unknown));
        if (id == SessionCookie.IdOf(http.User)) await http.SignOutAsync(SessionCookie.Scheme);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> EndOthersAsync(
        Caller caller, SessionBook book, HttpContext http, CancellationToken cancel)
    {
        await book.EndOthersAsync(caller.UserId, SessionCookie.IdOf(http.User), cancel);
        return TypedResults.NoContent();
    }
}
