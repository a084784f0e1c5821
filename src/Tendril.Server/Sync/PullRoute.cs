using System.Data;
using Npgsql;
using Tendril.Server.Platform.Access;
using Tendril.Sync.Postgres;

namespace Tendril.Server.Sync;

/// <summary>Streams to a device what it lacks, out of one snapshot.</summary>
internal static class PullRoute
{
    public const string ContentType = "application/x-ndjson";

    public static void Map(RouteGroupBuilder sync) => sync.MapPost("/pull", HandleAsync).NeedsSignIn()
        .Accepts<PullRequest>("application/json")
        .WithSummary("Get what changed since a cursor, or everything; one JSON object a line")
        .Produces<string>(200, ContentType);

    private static async Task<IResult> HandleAsync(
        HttpContext http, Caller caller, DeviceDoor devices, PullEngine engine,
        [FromKeyedServices("app")] NpgsqlDataSource source, CancellationToken cancel)
    {
        var (json, refusal) = await SyncBody.ReadAsync(http.Request, cancel);
        using (json)
        {
            if (json is null) return SyncProblems.Answer(refusal!);
            (var envelope, refusal) = SyncEnvelope.OfPull(json.RootElement);
            if (envelope is null) return SyncProblems.Answer(refusal!);
            if (await devices.FindAsync(caller, envelope.Device, cancel) is not { } device)
                return SyncProblems.Answer(DeviceDoor.Unknown);
            if (device.RevokedAt is not null) return SyncProblems.Answer(DeviceDoor.Revoked);
            await using var unit = await SyncUnit.BeginAsync(
                source, caller.OrganizationId, IsolationLevel.RepeatableRead, cancel);
            var answer = new PackedAnswer(http, ContentType);
            refusal = await engine.PullAsync(unit.Connection, device.Caller, envelope.Cursor, answer, cancel);
            if (refusal is not null) return SyncProblems.Answer(refusal);
            await answer.EndAsync();
            return TypedResults.Empty;
        }
    }
}
