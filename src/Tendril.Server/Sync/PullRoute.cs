using System.Data;
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
        HttpContext http, Caller caller, DeviceDoor devices, PullEngine engine, CancellationToken cancel)
    {
        var (json, refusal) = await SyncBody.ReadAsync(http.Request, cancel);
        using (json)
        {
            if (json is null) return SyncProblems.Answer(refusal!);
            (var envelope, refusal) = SyncEnvelope.OfPull(json.RootElement);
            if (envelope is null) return SyncProblems.Answer(refusal!);
            var (unit, device) = await devices.BeginAsync(
                caller, envelope.Device, IsolationLevel.RepeatableRead, cancel);
            await using (unit)
            {
                if (device is null) return SyncProblems.Answer(DeviceDoor.Unknown);
                if (device.RevokedAt is not null) return SyncProblems.Answer(DeviceDoor.Revoked);
                await using var answer = new PackedAnswer(http, ContentType);
                refusal = await engine.PullAsync(unit.Connection, device.Caller, envelope.Cursor,
                    envelope.Again, answer, cancel);
                if (refusal is not null) return SyncProblems.Answer(refusal);
                await answer.EndAsync();
                // The device has it all; what is left to do here need not keep it waiting.
                await http.Response.CompleteAsync();
                return TypedResults.Empty;
            }
        }
    }
}
