using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance;

/// <summary>How often one type is pulled at one site, and how the last runs went.</summary>
public sealed class PullSchedule : ISiteRow, IAuditedRow, IDatedRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public Guid SiteId { get; set; }

    public required string SyncType { get; set; }

    public bool Enabled { get; set; } = true;

    public int IntervalMinutes { get; set; } = 60;

    [NotAudited]
    public DateTimeOffset NextRunAt { get; set; }

    [NotAudited]
    public DateTimeOffset? LastRunAt { get; set; }

    [NotAudited]
    public Guid? LastLogId { get; set; }

    [NotAudited]
    public DateTimeOffset? LastCompletedAt { get; set; }

    [NotAudited]
    public int ConsecutiveFailures { get; set; }

    /// <summary>When people were told about the failures; empty again after a success.</summary>
    [NotAudited]
    public DateTimeOffset? AlertedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
