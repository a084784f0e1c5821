using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tendril.Domain;
using Tendril.Domain.Harvests;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Sync;
using Tendril.Sync;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;
using OperationStatus = Tendril.Sync.Protocol.OperationStatus;

namespace Tendril.Server.Modules.Harvests;

/// <summary>
/// The steps of a harvest for those who are online and do not sync. Each is an operation like a device's: the engine
/// decides it, and a request that comes again with the same Idempotency-Key gets the same answer.
/// </summary>
internal static class HarvestRoutes
{
    private static readonly ProblemCode NoHarvest = new(
        "harvest.unknown", "There is no such harvest, or it is not one of yours.", "Load the list again.");

    private static readonly ProblemCode BadKey = new(
        "harvest.key_unreadable", "The Idempotency-Key of a step must be an id.",
        "Send a UUID with hyphens, a new one for each step, or leave the header out.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [NoHarvest, BadKey];

    public static IResult Unknown =>
        ProblemResults.From(NoHarvest.Refuse("Harvest not found", kind: ProblemKind.Unknown));

    /// <param name="To">The next stage.</param>
    /// <param name="At">When it began, where that was before now.</param>
    /// <param name="Notes">About the stage that is left.</param>
    public sealed record AdvanceRequest(HarvestStage To, DateTimeOffset? At = null, string? Notes = null);

    public sealed record ReasonedRequest(HarvestStage To, string Reason);

    /// <param name="Undoes">The operation that moved the harvest, as its answer named it.</param>
    public sealed record UndoRequest(Guid Undoes);

    /// <summary>The checklist.</summary>
    public sealed record FinalizeRequest(bool Aroma, bool StemSnap, bool JarHumidity);

    /// <param name="Operation">What <c>undo</c> names.</param>
    /// <param name="Status">applied; or merged where it stood already.</param>
    public sealed record HarvestMoved(Guid Operation, string Status, HarvestView Harvest);

    public static void Map(RouteGroupBuilder harvests)
    {
        Step<AdvanceRequest>(harvests, "advance", HarvestSteps.Advance, "Move a harvest on to its next stage",
            ask => new JsonObject
            {
                ["to"] = WireName.Of(ask.To),
                ["at"] = ask.At?.ToString("O"),
                ["notes"] = ask.Notes,
            });
        Step<ReasonedRequest>(harvests, "skip", HarvestSteps.Skip, "Leave out a stage, or the checklist, with a reason",
            ask => new JsonObject { ["to"] = WireName.Of(ask.To), ["reason"] = ask.Reason });
        Step<UndoRequest>(harvests, "undo", HarvestSteps.Undo, "Take back your last step, within seconds",
            ask => new JsonObject { ["undoes"] = ask.Undoes.ToString(), ["after_ms"] = 0 });
        Step<ReasonedRequest>(harvests, "revert", HarvestSteps.Revert, "Bring a harvest back to an earlier stage, "
            + "with a reason; out of stock this needs harvest:approve",
            ask => new JsonObject { ["to"] = WireName.Of(ask.To), ["reason"] = ask.Reason });
        Step<FinalizeRequest>(harvests, "finalize", HarvestSteps.Finalize, "Put a cured harvest into stock, once",
            ask => new JsonObject
            {
                ["aroma"] = ask.Aroma,
                ["stem_snap"] = ask.StemSnap,
                ["jar_humidity"] = ask.JarHumidity,
            });
    }

    private static void Step<T>(
        RouteGroupBuilder harvests, string path, string name, string summary, Func<T, JsonObject> arguments) =>
        harvests.MapPost($"/{{id:guid}}/{path}", (
                Guid id, T ask, HttpContext http, Caller caller, HarvestDesk desk, CancellationToken cancel) =>
            desk.DoAsync(http, caller, new Intent(name, id, JsonSerializer.SerializeToElement(arguments(ask))), cancel))
            .Needs("harvest:edit").WithSummary(summary)
            .Produces<HarvestMoved>().ProducesProblem(404).ProducesProblem(422);

    /// <summary>Hands a step to the engine and answers with what came of it.</summary>
    internal sealed class HarvestDesk(PushDoor door, GetHarvest read, IdSource ids, TimeProvider time)
    {
        public async Task<IResult> DoAsync(
            HttpContext http, Caller caller, Intent intent, CancellationToken cancel)
        {
            var id = ids.Next();
            if (http.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key
                && !Guid.TryParseExact(key, "D", out id))
                return ProblemResults.From(BadKey.Refuse("The Idempotency-Key is no id", "Idempotency-Key"));
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            var operation = new Operation(id)
            {
                ClaimedAt = now,
                Intent = intent,
                // Without the moment: the same request later is the same operation.
                ContentHash = SHA256.HashData(Encoding.UTF8.GetBytes(
                    $"{intent.Name} {intent.RowId} {intent.Arguments.GetRawText()}")),
            };
            // Who is online has no device; steps of one person follow each other as on one.
            var person = new SyncCaller(caller.OrganizationId, caller.UserId, caller.UserId,
                caller.SiteIds?.ToHashSet(), caller.Permissions);
            if (await door.PushAsync(person, [new ReadOperation(id, operation, null)], now, cancel) is not [var result])
                return SyncProblems.Answer(SyncCodes.Busy.Refuse("Others write the same harvest; try again"));
            if (result.Refusal is { } refusal) return refusal.Code == SyncCodes.RowUnknown.Code
                ? Unknown : SyncProblems.Answer(refusal);
            var status = result.First ?? result.Status;
            return await read.FindAsync(caller, intent.RowId, cancel) is { } view
                ? TypedResults.Ok(new HarvestMoved(
                    id, status == OperationStatus.Merged ? "merged" : "applied", view))
                : Unknown;
        }
    }
}
