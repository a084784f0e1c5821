using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Notes that the caller has read one alert, or all of them. Doing it twice is once.</summary>
public static class ReadAlert
{
    public static readonly ProblemCode Unknown = new(
        "alert.unknown", "There is no such alert, or it is about a site that is not yours.", "Load the list again.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Unknown];

    public static void Map(RouteGroupBuilder alerts)
    {
        alerts.MapPost("/{id:guid}/read", OneAsync).NeedsSignIn().WithSummary("Mark an alert as read").Produces(204);
        alerts.MapPost("/read-all", AllAsync).NeedsSignIn().WithSummary("Mark all alerts as read").Produces(204);
    }

    private static async Task<IResult> OneAsync(
        Guid id, TendrilDb db, Caller caller, TimeProvider time, CancellationToken cancel)
    {
        if (!await db.Alerts.AnyAsync(row => row.Id == id, cancel))
            return ProblemResults.From(Unknown.Refuse("Alert not found", kind: ProblemKind.Unknown));
        await NoteAsync(db, caller, [id], time.GetUtcNow(), cancel);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> AllAsync(
        TendrilDb db, Caller caller, TimeProvider time, CancellationToken cancel)
    {
        var open = await db.Alerts.Unread(db, caller.UserId).Select(row => row.Id).ToArrayAsync(cancel);
        await NoteAsync(db, caller, open, time.GetUtcNow(), cancel);
        return TypedResults.NoContent();
    }

    private static Task<int> NoteAsync(TendrilDb db, Caller caller, Guid[] alerts, DateTimeOffset now,
        CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO alert_reads (organization_id, alert_id, user_id, read_at)
            SELECT {caller.OrganizationId}, alert, {caller.UserId}, {now} FROM unnest({alerts}) AS alert
            ON CONFLICT DO NOTHING
            """,
            cancel);
}
