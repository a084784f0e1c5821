using Microsoft.EntityFrameworkCore;
using Tendril.Server.Storage;

namespace Tendril.Server.Sync;

/// <summary>A device that syncs for one person. Its id is made by the device.</summary>
public sealed class Device : IAuditedRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset RegisteredAt { get; set; }

    /// <summary>To the minute.</summary>
    [NotAudited]
    public DateTimeOffset LastSeenAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>When it began, after it was revoked, to deliver what it had unsent.</summary>
    [NotAudited]
    public DateTimeOffset? DeliveredAt { get; set; }
}

/// <summary>The tables of syncing that are no engine's business.</summary>
public static class SyncModel
{
    public static void Configure(ModelBuilder builder) =>
        builder.Entity<Device>().ToTable("devices").HasKey(row => new { row.OrganizationId, row.Id });
}
