using Tendril.Domain.Compliance;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>
/// One thing to tell Metrc, from the moment it was decided until Metrc has it and we have seen it there.
/// </summary>
public sealed class ReportOperation : ISiteRow, IDatedRow
{
    /// <summary>The only kind so far: a plant batch that Metrc does not know yet.</summary>
    public const string CreatePlantBatch = "plant_batch_create";

    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public Guid SiteId { get; set; }

    public required string Kind { get; set; }

    public required string EntityType { get; set; }

    public Guid EntityId { get; set; }

    public required string EntityName { get; set; }

    public required string Payload { get; set; }

    public required string PayloadHash { get; set; }

    public required string MatchKey { get; set; }

    public ReportState State { get; set; }

    public int Attempts { get; set; }

    public int Checks { get; set; }

    public long Fence { get; set; }

    public string? LeaseOwner { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>True since the batch was unlinked: it no longer says how the batch stands.</summary>
    public bool Superseded { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public DateTimeOffset? Deadline { get; set; }

    public string? Error { get; set; }

    public long? MetrcId { get; set; }

    /// <summary>
    /// JSON, [{field, ours, metrc}]: what the last look found to be otherwise in Metrc than it was sent.
    /// </summary>
    public string Differences { get; set; } = KeptDifferences.None;

    /// <summary>The same, of what a person accepted as it is in Metrc.</summary>
    public string AcceptedDifferences { get; set; } = KeptDifferences.None;

    public string? AcceptedBy { get; set; }

    /// <summary>Who closed it without effect, when a person did.</summary>
    public string? GivenUpBy { get; set; }

    public Guid? SyncLogId { get; set; }

    public Guid? GroupId { get; set; }

    public required string ConfirmedWarnings { get; set; }

    public Guid? CreatedById { get; set; }

    public required string CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>One exchange with Metrc about an operation.</summary>
public sealed class ReportEvidence : ITenantRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public Guid OperationId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>send, look_up or read_back.</summary>
    public required string Step { get; set; }

    public required string Method { get; set; }

    public required string Url { get; set; }

    public required string KeyId { get; set; }

    public int? Status { get; set; }

    public string? RequestBody { get; set; }

    public string? ResponseBody { get; set; }

    public string? Failure { get; set; }

    public int ElapsedMs { get; set; }

    public required string Sha256 { get; set; }
}
