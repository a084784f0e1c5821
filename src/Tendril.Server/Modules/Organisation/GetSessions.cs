using Microsoft.EntityFrameworkCore;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;

namespace Tendril.Server.Modules.Organisation;

/// <summary>One of the caller's own sessions.</summary>
/// <param name="Browser">Such as Firefox; absent when it is none that is known.</param>
/// <param name="System">Such as Android; absent when it is none that is known.</param>
/// <param name="LastSeenAt">To the minute.</param>
/// <param name="Current">Whether it is the session that asks.</param>
public sealed record UserSessionView(
    Guid Id, string? Browser, string? System, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, bool Current);

/// <summary>Lists where the caller is signed in, this session first, then the last seen.</summary>
public static class GetSessions
{
    public sealed record Answer(IReadOnlyList<UserSessionView> Items);

    public static void Map(RouteGroupBuilder sessions) => sessions.MapGet("/", ListAsync).NeedsSession()
        .WithSummary("Where you are signed in").Produces<Answer>();

    private static async Task<IResult> ListAsync(
        Caller caller, SessionBook book, HttpContext http, CancellationToken cancel)
    {
        var current = SessionCookie.IdOf(http.User);
        var rows = await book.Of(caller.UserId).AsNoTracking()
            .OrderByDescending(row => row.Id == current).ThenByDescending(row => row.LastSeenAt).ThenBy(row => row.Id)
            .ToListAsync(cancel);
        return TypedResults.Ok(new Answer([.. rows.Select(row => View(row, current))]));
    }

    private static UserSessionView View(UserSession row, Guid? current)
    {
        var (browser, system) = SessionDevice.Of(row.UserAgent);
        return new(row.Id, browser, system, row.StartedAt, row.LastSeenAt, row.Id == current);
    }
}
