using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Rules;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Sync;

/// <param name="UserId">Whose it is.</param>
/// <param name="LastSeenAt">To the minute.</param>
/// <param name="RevokedAt">Since when it gets no data any more.</param>
public sealed record DeviceView(
    Guid Id, Guid UserId, string Name, DateTimeOffset RegisteredAt, DateTimeOffset LastSeenAt,
    DateTimeOffset? RevokedAt)
{
    public static DeviceView Of(Device row) =>
        new(row.Id, row.UserId, row.Name, row.RegisteredAt, row.LastSeenAt, row.RevokedAt);
}

/// <summary>
/// Registers, lists, renames and revokes devices. With one's own everybody may; with others' those who have the
/// permission for devices.
/// </summary>
public static class DeviceRoutes
{
    private static readonly ProblemCode Unknown = new(
        "device.unknown", "There is no such device, or it is not one of yours.", "Load the list again.");

    private static readonly ProblemCode IdTaken = new(
        "device.id_taken", "The id that the device made for itself is in use by another person.",
        "Let the device make a new id and register with that.");

    private static readonly ProblemCode Revoked = new(
        "device.revoked", "The device was revoked, which cannot be taken back.",
        "Register it anew: reset the app on the device, so that it makes a new id.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Unknown, IdTaken, Revoked];

    /// <param name="Id">Made by the device, once, and kept there.</param>
    /// <param name="Name">What people call it.</param>
    public sealed record RegisterRequest(Guid Id, string Name);

    public sealed record RenameRequest(string Name);

    public sealed record DeviceList(IReadOnlyList<DeviceView> Items);

    public static void Map(RouteGroupBuilder devices)
    {
        devices.MapGet("/", ListAsync).NeedsSignIn()
            .WithSummary("Your devices; with device:view all of the organisation").Produces<DeviceList>();
        devices.MapPost("/", RegisterAsync).NeedsSignIn()
            .WithSummary("Register a device for yourself; the second time changes nothing").Produces<DeviceView>(201)
            .Produces<DeviceView>();
        devices.MapPut("/{id:guid}", RenameAsync).NeedsSignIn()
            .WithSummary("Rename a device; another person's needs device:edit").Produces<DeviceView>();
        devices.MapPost("/{id:guid}/revoke", RevokeAsync).NeedsSignIn()
            .WithSummary("Shut a device out for good; another person's needs device:edit").Produces<DeviceView>();
    }

    private static async Task<IResult> ListAsync(Caller caller, TendrilDb db, CancellationToken cancel)
    {
        var rows = db.Devices.AsNoTracking();
        if (!caller.May("device:view")) rows = rows.Where(row => row.UserId == caller.UserId);
        var items = await rows.OrderByDescending(row => row.LastSeenAt).ThenBy(row => row.Id).ToListAsync(cancel);
        return TypedResults.Ok(new DeviceList([.. items.Select(DeviceView.Of)]));
    }

    private static async Task<IResult> RegisterAsync(
        RegisterRequest command, Caller caller, TendrilDb db, TimeProvider time, CancellationToken cancel)
    {
        if (FieldRules.Current.Text("device_name", command.Name, "name").Refused(out var problem, out var name))
            return ProblemResults.From(problem);
        if (await db.Devices.FirstOrDefaultAsync(row => row.Id == command.Id, cancel) is { } known)
            return known.UserId != caller.UserId
                ? ProblemResults.From(IdTaken.Refuse("This id is taken", "id", kind: ProblemKind.Conflict))
                : known.RevokedAt is not null
                    ? ProblemResults.From(Revoked.Refuse("This device was revoked", "id", kind: ProblemKind.Denied))
                    : TypedResults.Ok(DeviceView.Of(known));
        var now = time.GetUtcNow();
        var row = new Device
        {
            Id = command.Id,
            UserId = caller.UserId,
            Name = name,
            RegisteredAt = now,
            LastSeenAt = now,
        };
        db.Devices.Add(row);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/devices/{row.Id}", DeviceView.Of(row));
    }

    private static async Task<IResult> RenameAsync(
        Guid id, RenameRequest command, Caller caller, TendrilDb db, CancellationToken cancel)
    {
        if (await FindAsync(id, caller, db, cancel) is not { } row) return NotFound();
        if (FieldRules.Current.Text("device_name", command.Name, "name").Refused(out var problem, out var name))
            return ProblemResults.From(problem);
        row.Name = name;
        return TypedResults.Ok(DeviceView.Of(row));
    }

    private static async Task<IResult> RevokeAsync(
        Guid id, Caller caller, TendrilDb db, TimeProvider time, CancellationToken cancel)
    {
        if (await FindAsync(id, caller, db, cancel) is not { } row) return NotFound();
        row.RevokedAt ??= time.GetUtcNow();
        // Told with the commit: every server ends the streams on which the device hears of new revisions.
        var told = $"{row.OrganizationId} {row.Id}";
        await db.Database.ExecuteSqlAsync($"SELECT pg_notify('tendril_revoked', {told})", cancel);
        return TypedResults.Ok(DeviceView.Of(row));
    }

    private static Task<Device?> FindAsync(Guid id, Caller caller, TendrilDb db, CancellationToken cancel)
    {
        var all = caller.May("device:edit");
        return db.Devices.FirstOrDefaultAsync(row => row.Id == id && (all || row.UserId == caller.UserId), cancel);
    }

    private static ProblemHttpResult NotFound() =>
        ProblemResults.From(Unknown.Refuse("Device not found", kind: ProblemKind.Unknown));
}
