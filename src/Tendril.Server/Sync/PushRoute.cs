using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Tendril.Server.Platform.Access;
using Tendril.Sync;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;
using OperationStatus = Tendril.Sync.Protocol.OperationStatus;

namespace Tendril.Server.Sync;

/// <summary>Takes the operations of a device, with one result for each.</summary>
internal static class PushRoute
{
    /// <summary>What became of one operation.</summary>
    /// <param name="Id">The operation's; left out when it had none that could be read.</param>
    /// <param name="Status">applied, merged, conflict, rejected, duplicate or quarantined.</param>
    /// <param name="Revision">At which it was applied.</param>
    /// <param name="First">For a duplicate: what became of it the first time.</param>
    /// <param name="Retryable">Whether a rejected operation stays in the outbox and is sent again later.</param>
    public sealed record PushedOperation(
        Guid? Id, string Status, long? Revision, string? First, string? Code, string? Message, string? Help,
        string? Field, bool? Retryable);

    /// <param name="Revision">The highest revision among the results; 0 when nothing was written.</param>
    public sealed record PushAnswer(int Protocol, long Revision, IReadOnlyList<PushedOperation> Results);

    public static void Map(RouteGroupBuilder sync) => sync.MapPost("/push", HandleAsync).NeedsSignIn()
        .WithMetadata(new RequestSizeLimitAttribute(SyncBody.DoorBytes))
        .Accepts<PushRequest>("application/json")
        .WithSummary("Send what was done on a device; each operation has its own result").Produces<PushAnswer>();

    private static async Task<IResult> HandleAsync(
        HttpContext http, Caller caller, DeviceDoor devices, OperationDoor door, PushDoor push,
        QuarantineDoor quarantine, CancellationToken cancel)
    {
        var (json, refusal) = await SyncBody.ReadAsync(http.Request, cancel);
        using (json)
        {
            if (json is null) return SyncProblems.Answer(refusal!);
            (var envelope, refusal) = SyncEnvelope.OfPush(json.RootElement);
            if (envelope is null) return SyncProblems.Answer(refusal!);
            if (await devices.FindAsync(caller, envelope.Device, cancel) is not { } device)
                return SyncProblems.Answer(DeviceDoor.Unknown);
            if (device.RevokedAt is not null)
                return await quarantine.KeepAsync(device, envelope, cancel) is { } kept
                    ? await AnswerAsync(http, kept, [], cancel)
                    : SyncProblems.Answer(DeviceDoor.Revoked);
            var operations = envelope.Operations.Select(one => door.Read(one, device.Caller)).ToList();
            if (await push.PushAsync(device.Caller, operations, envelope.SentAt, cancel) is { } results)
                return await AnswerAsync(http, results, Waiting(operations, results), cancel);
            http.Response.Headers.RetryAfter = "1";
            return SyncProblems.Answer(SyncCodes.Busy.Refuse("Others write the same rows; nothing was lost"));
        }
    }

    /// <summary>The operations that come again: a group of which one part has to wait waits as a whole.</summary>
    private static HashSet<Guid> Waiting(
        IReadOnlyList<ReadOperation> operations, IReadOnlyList<OperationResult> results)
    {
        var groups = operations.Where((_, place) => SyncCodes.IsRetryable(results[place].Refusal?.Code))
            .Select(Group).ToHashSet();
        return [.. operations.Where(one => groups.Contains(Group(one))).Select(one => one.Id)];
    }

    private static Guid Group(ReadOperation one) => one.Operation?.Group ?? one.Group ?? one.Id;

    private static async Task<IResult> AnswerAsync(
        HttpContext http, IReadOnlyList<OperationResult> results, HashSet<Guid> waiting, CancellationToken cancel)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("protocol", SyncEnvelope.Protocol);
            json.WriteNumber("revision", results.Count == 0 ? 0 : results.Max(one => one.Revision));
            json.WriteStartArray("results");
            foreach (var one in results) Write(json, one, waiting.Contains(one.Id));
            json.WriteEndArray();
            json.WriteEndObject();
        }
        await using var answer = new PackedAnswer(http, "application/json; charset=utf-8");
        await answer.WriteAsync(bytes.WrittenMemory, cancel);
        await answer.EndAsync();
        return TypedResults.Empty;
    }

    private static void Write(Utf8JsonWriter json, OperationResult one, bool waits)
    {
        json.WriteStartObject();
        if (one.Id != Guid.Empty) json.WriteString("id", one.Id);
        json.WriteString("status", Word(one.Status));
        if (one.Revision > 0) json.WriteNumber("revision", one.Revision);
        if (one.First is { } first) json.WriteString("first", Word(first));
        if (one.Refusal is { } refusal)
        {
            json.WriteString("code", refusal.Code);
            json.WriteString("message", refusal.Message);
            json.WriteString("help", refusal.Help);
            if (refusal.Field is not null) json.WriteString("field", refusal.Field);
            json.WriteBoolean("retryable", waits);
        }
        json.WriteEndObject();
    }

    private static string Word(OperationStatus status) => status.ToString().ToLowerInvariant();
}
