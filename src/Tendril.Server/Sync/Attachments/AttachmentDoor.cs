using System.Data;
using Npgsql;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Sync;

namespace Tendril.Server.Sync.Attachments;

/// <summary>How far an upload is.</summary>
/// <param name="Hash">The photo's name: its SHA-256.</param>
/// <param name="State"><c>open</c>: send from <paramref name="Received"/> on, or finish; <c>stored</c>: the server has
/// the photo, and the device may let go of its own copy.</param>
/// <param name="Received">How many bytes have come.</param>
/// <param name="MostPartBytes">The largest part that is taken.</param>
public sealed record AttachmentView(string Hash, string State, long Received, int MostPartBytes);

/// <summary>
/// Takes photos in parts, each in a transaction of its own, so that what has come stays when the connection goes. A
/// photo counts only when it is whole, has the hash that it is named by and is what it is called.
/// </summary>
internal sealed class AttachmentDoor(
    [FromKeyedServices("app")] NpgsqlDataSource source, DeviceDoor devices, IdSource ids, TimeProvider time)
{
    /// <summary>The most bytes in one part.</summary>
    public const int MostPart = 1_000_000;

    private const int MostOpen = 100;

    public async Task<Result<AttachmentView>> StartAsync(
        Caller caller, Guid deviceId, string hash, string mediaType, long size, CancellationToken cancel)
    {
        if (!IsHash(hash)) return AttachmentProblems.HashInvalid.Refuse("The hash cannot be read", "hash");
        if (!ImageType.Endings.ContainsKey(mediaType))
            return AttachmentProblems.TypeRefused.Refuse($"{mediaType} is not kept", "mediaType");
        if (size is < 1 or > AttachmentUpload.MostBytes)
            return AttachmentProblems.SizeRefused.Refuse("The photo has a size that is not kept", "size");
        var (unit, device) = await devices.BeginAsync(caller, deviceId, IsolationLevel.ReadCommitted, cancel);
        await using var begun = unit;
        if (device is not { RevokedAt: null }) return device is null ? DeviceUnknown : DeviceRevoked;
        if (await AttachmentUpload.SizeOfAsync(unit.Connection, hash, cancel) is { } there) return Stored(hash, there);
        var known = await AttachmentUpload.FindAsync(unit.Connection, caller, hash, cancel);
        if (known is not null && known.Size == size && known.MediaType == mediaType) return Open(hash, known.Received);
        // Told otherwise than the first time, one of both was wrong: it begins anew.
        if (known is not null) await known.DropAsync(unit.Connection, caller, hash, cancel);
        else if (await AttachmentUpload.CountAsync(unit.Connection, caller, cancel) >= MostOpen)
            return AttachmentProblems.TooMany.Refuse("Too many uploads are open", kind: ProblemKind.SlowDown);
        await new AttachmentUpload(ids.Next(), mediaType, size, 0)
            .OpenAsync(unit.Connection, caller, hash, time.GetUtcNow(), cancel);
        await unit.CommitAsync(cancel);
        return Open(hash, 0);
    }

    public async Task<Result<AttachmentView>> ReadAsync(Caller caller, string hash, CancellationToken cancel)
    {
        await using var unit = await BeginAsync(caller, cancel);
        if (await AttachmentUpload.SizeOfAsync(unit.Connection, hash, cancel) is { } size) return Stored(hash, size);
        return await AttachmentUpload.FindAsync(unit.Connection, caller, hash, cancel) is { } known
            ? Open(hash, known.Received) : Unknown;
    }

    /// <summary>Keeps one part; one that came before is not kept twice.</summary>
    public async Task<Result<AttachmentView>> AddAsync(
        Caller caller, string hash, long offset, byte[] part, CancellationToken cancel)
    {
        await using var unit = await BeginAsync(caller, cancel);
        if (await AttachmentUpload.FindAsync(unit.Connection, caller, hash, cancel) is not { } upload) return Unknown;
        if (part.Length is 0 or > MostPart || offset < 0 || offset > upload.Size - part.Length)
            return AttachmentProblems.PartRefused.Refuse("The part does not fit", "offset");
        if (offset + part.Length <= upload.Received) return Open(hash, upload.Received);
        if (offset != upload.Received)
            return AttachmentProblems.OffsetWrong.Refuse(
                $"The part begins at {offset}, the last one ended at {upload.Received}", "offset",
                kind: ProblemKind.Conflict);
        await upload.AddAsync(unit.Connection, caller, hash, part, time.GetUtcNow(), cancel);
        await unit.CommitAsync(cancel);
        return Open(hash, upload.Received + part.Length);
    }

    /// <summary>Judges the whole; what is not as it was told is thrown away.</summary>
    public async Task<Result<AttachmentView>> FinishAsync(Caller caller, string hash, CancellationToken cancel)
    {
        await using var unit = await BeginAsync(caller, cancel);
        if (await AttachmentUpload.FindAsync(unit.Connection, caller, hash, cancel) is not { } upload)
            return await AttachmentUpload.SizeOfAsync(unit.Connection, hash, cancel) is { } size
                ? Stored(hash, size) : Unknown;
        if (upload.Received < upload.Size)
            return AttachmentProblems.Incomplete.Refuse(
                $"{upload.Received} of {upload.Size} bytes have come", "received", kind: ProblemKind.Conflict);
        var (came, head) = await upload.ReadAsync(unit.Connection, cancel);
        var problem = came != hash ? AttachmentProblems.HashWrong.Refuse("The photo came damaged", "hash")
            : ImageType.Of(head) != upload.MediaType
                ? AttachmentProblems.NotAnImage.Refuse($"This is no {upload.MediaType}", "mediaType") : null;
        if (problem is null) await upload.StoreAsync(unit.Connection, caller, hash, time.GetUtcNow(), cancel);
        else await upload.DropAsync(unit.Connection, caller, hash, cancel);
        await unit.CommitAsync(cancel);
        return problem is null ? Stored(hash, upload.Size) : problem;
    }

    public Task<SyncUnit> BeginAsync(Caller caller, CancellationToken cancel) =>
        SyncUnit.BeginAsync(source, caller.OrganizationId, IsolationLevel.ReadCommitted, cancel);

    public static Problem Unknown { get; } =
        AttachmentProblems.Unknown.Refuse("The server has no such photo", kind: ProblemKind.Unknown);

    private static Problem DeviceUnknown { get; } = Of(DeviceDoor.Unknown, ProblemKind.Unknown);

    private static Problem DeviceRevoked { get; } = Of(DeviceDoor.Revoked, ProblemKind.Denied);

    private static Problem Of(SyncRefusal refusal, ProblemKind kind) =>
        new(refusal.Code, refusal.Message, refusal.Field, refusal.Help, kind);

    private static bool IsHash(string hash) =>
        hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower);

    private static AttachmentView Open(string hash, long received) => new(hash, "open", received, MostPart);

    private static AttachmentView Stored(string hash, long size) => new(hash, "stored", size, MostPart);
}
