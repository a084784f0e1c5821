using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance;

/// <summary>Which way a sync goes.</summary>
public enum SyncDirection { Push, Pull, Bidirectional }

/// <summary>What a sync does on the other side; a pull only compares.</summary>
public enum SyncOperation { Create, Update, Delete, Sync }

/// <summary>How far a sync is. Partial: it ended, and some rows or lists did not make it.</summary>
public enum SyncStatus { Pending, InProgress, Completed, Partial, Failed }

/// <summary>One run of a push or pull, as people see it in the history.</summary>
public sealed class SyncLog : ISiteRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public Guid SiteId { get; set; }

    public string System { get; set; } = "metrc";

    public required string SyncType { get; set; }

    public SyncDirection Direction { get; set; }

    public SyncOperation Operation { get; set; }

    public SyncStatus Status { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? CompletedAt { get; set; }

    public long? DurationMs { get; set; }

    public int Processed { get; set; }

    public int Created { get; set; }

    public int Updated { get; set; }

    public int Failed { get; set; }

    /// <summary>How many rows are expected, once Metrc said so.</summary>
    public int? Total { get; set; }

    /// <summary>What is being done right now, in words.</summary>
    public string? Stage { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public string? ErrorHelp { get; set; }

    /// <summary>JSON: [{key, message}] of single rows and lists.</summary>
    public string Errors { get; set; } = "[]";

    /// <summary>JSON: counters per type, or what was said between us and Metrc.</summary>
    public string? ResponsePayload { get; set; }

    /// <summary>The run over several types that this one belongs to.</summary>
    public Guid? ParentId { get; set; }

    /// <summary>A person's name, or "schedule".</summary>
    public required string TriggeredBy { get; set; }

    public Guid? TriggeredById { get; set; }

    public Guid? EntityId { get; set; }

    public Guid? OperationId { get; set; }

    /// <summary>The epoch of the site's lease under which the run wrote.</summary>
    public long? LeaseEpoch { get; set; }
}
