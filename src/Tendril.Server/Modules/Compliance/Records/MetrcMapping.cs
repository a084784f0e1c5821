using Tendril.Domain.Compliance;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance;

/// <summary>
/// Ours ↔ Metrc's. A mapping is closed, never deleted: what once belonged together stays readable, and only open ones
/// must be unique.
/// </summary>
public abstract class MetrcMapping : ISiteRow, IAuditedRow, IDatedRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public Guid SiteId { get; set; }

    [NotAudited]
    public DateTimeOffset LastSyncedAt { get; set; }

    public MappingStatus SyncStatus { get; set; }

    public string? SyncErrorMessage { get; set; }

    /// <summary>The report operation that made the pair, when it came by a push.</summary>
    public Guid? OperationId { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public string? ClosedReason { get; set; }

    public string? ClosedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>Our batch of plants ↔ Metrc's plant batch.</summary>
public sealed class MetrcBatchMapping : MetrcMapping
{
    public Guid BatchId { get; set; }

    public long MetrcBatchId { get; set; }

    public required string MetrcBatchName { get; set; }

    /// <summary>Seed or Clone, as Metrc writes it.</summary>
    public string? MetrcBatchType { get; set; }
}

/// <summary>Our lot ↔ Metrc's package.</summary>
public sealed class MetrcPackageMapping : MetrcMapping
{
    public Guid InventoryLotId { get; set; }

    public long MetrcPackageId { get; set; }

    public required string MetrcPackageLabel { get; set; }

    /// <summary>JSON {field: [ours, theirs]} while the status is conflict.</summary>
    public string? Conflict { get; set; }
}

/// <summary>Our cultivar ↔ Metrc's strain at one site.</summary>
public sealed class MetrcStrainMapping : MetrcMapping
{
    public Guid CultivarId { get; set; }

    public long MetrcStrainId { get; set; }

    public required string MetrcStrainName { get; set; }
}
