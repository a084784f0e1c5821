using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>A stage that a batch entered. Added, never changed.</summary>
public sealed class BatchStageEvent : ISiteRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public Guid SiteId { get; set; }

    public Guid BatchId { get; set; }

    /// <summary>Null for the stage that the batch was made with.</summary>
    public string? FromStage { get; set; }

    public required string ToStage { get; set; }

    public string? Reason { get; set; }

    /// <summary>Codes of the warnings that the person saw and confirmed.</summary>
    public string[] ConfirmedWarnings { get; set; } = [];

    public DateTimeOffset At { get; set; }

    public Guid? ActorId { get; set; }

    public required string Actor { get; set; }
}

/// <summary>A number of plants that changed, with its reason. Added, never changed.</summary>
public sealed class BatchCountEvent : ISiteRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public Guid SiteId { get; set; }

    public Guid BatchId { get; set; }

    public int CountBefore { get; set; }

    public int CountAfter { get; set; }

    public required string Reason { get; set; }

    public string? Note { get; set; }

    public string[] ConfirmedWarnings { get; set; } = [];

    public DateTimeOffset At { get; set; }

    public Guid? ActorId { get; set; }

    public required string Actor { get; set; }
}
