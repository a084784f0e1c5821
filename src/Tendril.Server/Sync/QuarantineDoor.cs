using System.Data;
using Npgsql;
using Tendril.Server.Storage;
using Tendril.Sync;
using Tendril.Sync.Protocol;

namespace Tendril.Server.Sync;

/// <summary>
/// Keeps what a revoked device had unsent, word by word and without any effect, until a person takes or refuses it. It
/// may deliver once: within an hour of its first request, as an outbox may need several.
/// </summary>
internal sealed class QuarantineDoor([FromKeyedServices("app")] NpgsqlDataSource source, TimeProvider time)
{
    private const int MostEntries = 20_000;

    /// <summary>Of one device: 64 MB, more than an outbox of weeks.</summary>
    private const long MostBytes = 64_000_000;

    private static readonly TimeSpan Open = TimeSpan.FromHours(1);

    private const string Insert = """
        INSERT INTO sync_quarantine (organization_id, id, device_id, user_id, group_id, place, operation, sent_at,
          received_at, permissions, site_ids, status)
        SELECT $1, one.id, $2, $3, one.group_id, $4 + one.place, one.operation, to_timestamp($5 / 1000.0), $6, $7,
          $8::uuid[], 'waiting'
        FROM unnest($9::uuid[], $10::uuid[], $11::text[]) WITH ORDINALITY AS one (id, group_id, operation, place)
        ON CONFLICT DO NOTHING
        """;

    private const string Different = """
        SELECT one.id FROM unnest($1::uuid[], $2::text[]) AS one (id, operation)
        JOIN sync_quarantine AS kept ON kept.id = one.id
        WHERE kept.operation <> one.operation OR kept.device_id <> $3
        """;

    /// <summary>One result per operation; null when the device has had its turn.</summary>
    public async Task<IReadOnlyList<OperationResult>?> KeepAsync(
        KnownDevice device, SyncEnvelope envelope, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (device.DeliveredAt is { } began && now - began > Open) return null;
        var caller = device.Caller;
        await using var unit = await SyncUnit.BeginAsync(
            source, caller.OrganizationId, IsolationLevel.ReadCommitted, cancel);
        await unit.Connection.Sql(
            "UPDATE devices SET delivered_at = coalesce(delivered_at, $2) WHERE id = $1", caller.DeviceId, now)
            .RunAsync(cancel);
        var (before, bytes) = (await unit.Connection
            .Sql("SELECT count(*), coalesce(sum(octet_length(operation)), 0) FROM sync_quarantine WHERE device_id = $1",
                caller.DeviceId)
            .ReadAsync(row => (row.GetInt64(0), row.GetInt64(1)), cancel))[0];
        var named = envelope.Operations.Where(one => OperationDoor.IdIn(one, "id") is not null)
            .DistinctBy(one => OperationDoor.IdIn(one, "id")).ToList();
        if (before + named.Count > MostEntries || bytes > MostBytes) return null;
        Guid[] ids = [.. named.Select(one => OperationDoor.IdIn(one, "id")!.Value)];
        string[] texts = [.. named.Select(one => one.GetRawText())];
        await unit.Connection.Sql(
            Insert, caller.OrganizationId, caller.DeviceId, caller.UserId, before, envelope.SentAt, now,
            caller.Permissions.ToArray(), caller.Sites?.ToArray(), ids,
            named.Select(one => OperationDoor.IdIn(one, "group")).ToArray(), texts).RunAsync(cancel);
        var different = (await unit.Connection.Sql(Different, ids, texts, caller.DeviceId)
            .ReadAsync(row => row.GetGuid(0), cancel)).ToHashSet();
        await unit.CommitAsync(cancel);
        return [.. envelope.Operations.Select(one => Result(OperationDoor.IdIn(one, "id"), different))];
    }

    private static OperationResult Result(Guid? id, HashSet<Guid> different) => id switch
    {
        null => new OperationResult(Guid.Empty, OperationStatus.Rejected)
        {
            Refusal = SyncCodes.OperationUnreadable.Refuse("The operation has no id", "id"),
        },
        { } known when different.Contains(known) => new OperationResult(known, OperationStatus.Rejected)
        {
            Refusal = SyncCodes.OperationReused.Refuse("This id was used before for something else", "id"),
        },
        { } known => new OperationResult(known, OperationStatus.Quarantined),
    };
}
