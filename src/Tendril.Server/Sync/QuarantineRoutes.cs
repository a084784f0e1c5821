using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tendril.Domain;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;

namespace Tendril.Server.Sync;

/// <summary>What a revoked device delivered: a person looks at each entry and takes it or refuses it.</summary>
/// <param name="Id">The operation's.</param>
/// <param name="UserId">Whose rights it was made with.</param>
/// <param name="GroupId">Entries of one group are taken or refused together.</param>
/// <param name="Operation">As the device sent it.</param>
public sealed record QuarantinedView(
    Guid Id, Guid DeviceId, Guid UserId, Guid? GroupId, DateTimeOffset ReceivedAt, JsonElement Operation);

/// <summary>
/// Decides about quarantined work. It asks for the permission to manage people, which managers and administrators
/// have: the question behind it is what a person did. Who sees only some of the sites decides nothing here, as an entry
/// may be about any.
/// </summary>
internal static class QuarantineRoutes
{
    private static readonly ProblemCode Unknown = new(
        "quarantine.unknown", "There is no such entry waiting, or it was decided already.", "Load the list again.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Unknown];

    public sealed record QuarantineList(IReadOnlyList<QuarantinedView> Items);

    /// <param name="Taken">How many entries this decided: the whole group.</param>
    public sealed record Decided(int Taken);

    private const string Waiting = """
        SELECT id, device_id, user_id, group_id, received_at, operation, sent_at, permissions, site_ids
        FROM sync_quarantine WHERE status = 'waiting'
        """;

    /// <summary>The first 200, but no more than 4 MB and one entry.</summary>
    private const string List = """
        SELECT id, device_id, user_id, group_id, received_at, operation, sent_at, permissions, site_ids
        FROM (SELECT *, sum(octet_length(operation)) OVER (ORDER BY received_at, place, id) - octet_length(operation)
            AS before
          FROM (SELECT * FROM sync_quarantine WHERE status = 'waiting' ORDER BY received_at, place, id LIMIT 200)
            AS first) AS listed
        WHERE before < 4000000 ORDER BY received_at, place, id
        """;

    public static void Map(RouteGroupBuilder quarantine)
    {
        quarantine.MapGet("/", ListAsync).Needs("user:edit")
            .WithSummary("What revoked devices delivered and nobody decided, the first 200 or 4 MB")
            .Produces<QuarantineList>();
        quarantine.MapPost("/{id:guid}/accept", AcceptAsync).Needs("user:edit")
            .WithSummary("Take an entry and its group, with the rights of the person who made it").Produces<Decided>();
        quarantine.MapPost("/{id:guid}/reject", RejectAsync).Needs("user:edit")
            .WithSummary("Refuse an entry and its group; it is kept and never takes effect").Produces<Decided>();
    }

    private static async Task<IResult> ListAsync(Caller caller, TendrilDb db, CancellationToken cancel)
    {
        if (caller.SiteIds is not null) return TypedResults.Ok(new QuarantineList([]));
        var rows = await Connection(db).Sql(List).ReadAsync(Row, cancel);
        return TypedResults.Ok(new QuarantineList([.. rows.Select(row => row.View)]));
    }

    private static async Task<IResult> AcceptAsync(
        Guid id, Caller caller, TendrilDb db, PushEngine engine, OperationDoor door, IdSource ids, TimeProvider time,
        CancellationToken cancel)
    {
        if (await DecideAsync(id, "accepted", caller, db, ids, time, cancel) is not { Count: > 0 } rows)
            return NotFound();
        var first = rows[0];
        // As if it came when it came: the error of the device's clock is measured against that moment.
        var sentAt = (first.SentAt + (time.GetUtcNow() - first.View.ReceivedAt)).ToUnixTimeMilliseconds();
        var original = new SyncCaller(
            caller.OrganizationId, first.View.UserId, first.View.DeviceId, first.Sites, first.Permissions);
        try
        {
            var results = await engine.PushAsync(
                Connection(db), original, [.. rows.Select(row => door.Read(row.View.Operation, original))], sentAt,
                cancel);
            // Refused now, or refused before it was delivered here: either way it did not take effect.
            if (results.FirstOrDefault(one => (one.First ?? one.Status) == OperationStatus.Rejected)
                is { Refusal: { } refusal }) return SyncProblems.Answer(refusal);
        }
        catch (Exception collided) when (collided is PushCollisionException
            || (collided is PostgresException inner && RefusedValues.IsCollision(inner)))
        {
            return ProblemResults.From(SaveProblems.ChangedMeanwhile);
        }
        catch (PostgresException refused) when (RefusedValues.IsAbout(refused))
        {
            return SyncProblems.Answer(RefusedValues.Of(refused));
        }
        return TypedResults.Ok(new Decided(rows.Count));
    }

    private static async Task<IResult> RejectAsync(
        Guid id, Caller caller, TendrilDb db, IdSource ids, TimeProvider time, CancellationToken cancel) =>
        await DecideAsync(id, "rejected", caller, db, ids, time, cancel) is { Count: > 0 } rows
            ? TypedResults.Ok(new Decided(rows.Count))
            : NotFound();

    /// <summary>Notes the decision about an entry and its group; whoever comes second finds nothing waiting.</summary>
    private static async Task<IReadOnlyList<Entry>> DecideAsync(
        Guid id, string decision, Caller caller, TendrilDb db, IdSource ids, TimeProvider time,
        CancellationToken cancel)
    {
        if (caller.SiteIds is not null) return [];
        var connection = Connection(db);
        var rows = await connection.Sql($"""
            {Waiting} AND (id = $1 OR (device_id, group_id) = (
              SELECT device_id, group_id FROM sync_quarantine WHERE id = $1 AND status = 'waiting'))
            ORDER BY place FOR UPDATE
            """, id).ReadAsync(Row, cancel);
        var now = time.GetUtcNow();
        await connection.Sql(
            "UPDATE sync_quarantine SET status = $2, decided_by = $3, decided_at = $4 WHERE id = ANY($1)",
            rows.Select(row => row.View.Id).ToArray(), decision, caller.UserId, now).RunAsync(cancel);
        foreach (var row in rows)
            new AuditLine(decision, "quarantined_operation", row.View.Id, null, new Dictionary<string, object?[]>
            {
                ["status"] = ["waiting", decision],
                ["device_id"] = [null, row.View.DeviceId],
            }).Stage(db, ids.Next(), now);
        return rows;
    }

    private static NpgsqlConnection Connection(TendrilDb db) => (NpgsqlConnection)db.Database.GetDbConnection();

    private static Entry Row(NpgsqlDataReader row) => new(
        new QuarantinedView(
            row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.IsDBNull(3) ? null : row.GetGuid(3),
            row.GetFieldValue<DateTimeOffset>(4), JsonSerializer.Deserialize<JsonElement>(row.GetString(5))),
        row.GetFieldValue<DateTimeOffset>(6),
        row.GetFieldValue<string[]>(7).ToHashSet(StringComparer.Ordinal),
        row.IsDBNull(8) ? null : row.GetFieldValue<Guid[]>(8).ToHashSet());

    private static ProblemHttpResult NotFound() =>
        ProblemResults.From(Unknown.Refuse("Nothing like this is waiting", kind: ProblemKind.Unknown));

    private sealed record Entry(
        QuarantinedView View, DateTimeOffset SentAt, IReadOnlySet<string> Permissions, IReadOnlySet<Guid>? Sites);
}
