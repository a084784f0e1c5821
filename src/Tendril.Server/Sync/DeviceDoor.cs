using System.Data;
using Npgsql;
using Tendril.Server.Platform.Access;
using Tendril.Server.Storage;
using Tendril.Sync;
using Tendril.Sync.Postgres;

namespace Tendril.Server.Sync;

/// <summary>A device that is known for the caller.</summary>
internal sealed record KnownDevice(SyncCaller Caller, DateTimeOffset? RevokedAt, DateTimeOffset? DeliveredAt);

/// <summary>Lets only registered devices of the caller sync, and notes when they did.</summary>
internal sealed class DeviceDoor([FromKeyedServices("app")] NpgsqlDataSource source, TimeProvider time)
{
    private const string Find =
        "SELECT last_seen_at, revoked_at, delivered_at FROM devices WHERE id = $1 AND user_id = $2";

    /// <summary>The caller's device; null when it is not registered or another person's, which look the same.</summary>
    public async Task<KnownDevice?> FindAsync(Caller caller, Guid deviceId, CancellationToken cancel)
    {
        var (unit, device) = await BeginAsync(caller, deviceId, IsolationLevel.ReadCommitted, cancel);
        await unit.DisposeAsync();
        return device;
    }

    /// <summary>
    /// Begins a transaction of the caller's organisation, and asks for the caller's device on the same way.
    /// </summary>
    public async Task<(SyncUnit Unit, KnownDevice? Device)> BeginAsync(
        Caller caller, Guid deviceId, IsolationLevel level, CancellationToken cancel)
    {
        var (unit, found) = await SyncUnit.BeginAsync(source, caller.OrganizationId, level, Find,
            [deviceId, caller.UserId], row => (
                Seen: row.GetFieldValue<DateTimeOffset>(0),
                Device: new KnownDevice(Of(caller, deviceId), Moment(row, 1), Moment(row, 2))), cancel);
        if (found is not [var (seen, device)]) return (unit, null);
        if (device.RevokedAt is null && time.GetUtcNow() - seen >= TimeSpan.FromMinutes(1))
            await NoteAsync(caller, deviceId, cancel);
        return (unit, device);
    }

    // In a transaction of its own: the one that reads for the device must not wait for another that writes.
    private async Task NoteAsync(Caller caller, Guid deviceId, CancellationToken cancel)
    {
        await using var unit = await SyncUnit.BeginAsync(
            source, caller.OrganizationId, IsolationLevel.ReadCommitted, cancel);
        await unit.Connection.Sql(
            "UPDATE devices SET last_seen_at = $2 WHERE id = $1", deviceId, time.GetUtcNow()).RunAsync(cancel);
        await unit.CommitAsync(cancel);
    }

    public static SyncRefusal Unknown { get; } =
        SyncCodes.DeviceUnknown.Refuse("This device is not registered for you", "device");

    public static SyncRefusal Revoked { get; } = SyncCodes.DeviceRevoked.Refuse("This device was revoked", "device");

    // Sites and rights are those of this request's token or session; a body cannot say anything about them.
    private static SyncCaller Of(Caller caller, Guid deviceId) => new(
        caller.OrganizationId, caller.UserId, deviceId, caller.SiteIds?.ToHashSet(), caller.Permissions);

    private static DateTimeOffset? Moment(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
