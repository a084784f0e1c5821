using Tendril.Domain.Inventory;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Inventory;

/// <summary>Our stock unit; mostly one Metrc package.</summary>
public sealed class Lot : IAuditedRow, ISiteRow, IVersionedRow, IDatedRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public Guid SiteId { get; set; }

    public Guid? RoomId { get; set; }

    public required string LotNumber { get; set; }

    /// <summary>Exactly as Metrc names the item.</summary>
    public required string ProductName { get; set; }

    /// <summary>The sum of the lot's movements. The database keeps it and lets nobody else write it.</summary>
    public decimal Quantity { get; private set; }

    /// <summary>Unit of the quantity and of every movement. Changes only while the quantity is zero.</summary>
    public required string UnitOfMeasure { get; set; }

    public LotStatus Status { get; set; }

    /// <summary>The package's label in Metrc.</summary>
    public string? CompliancePackageUid { get; set; }

    public string? LocationName { get; set; }

    public string? LabTestingState { get; set; }

    public DateOnly? PackagedDate { get; set; }

    public DateOnly? ExpirationDate { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>Since when a complete sweep no longer finds the package.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    /// <summary>Metrc and we say different things, and neither was overwritten.</summary>
    public bool Conflict { get; set; }

    /// <summary>Lower-case number, name, label and place, for looking things up; the database computes it.</summary>
    public string FindText { get; private set; } = "";

    public int Version { get; set; } = 1;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>Why a quantity moved.</summary>
public enum MovementKind
{
    Receive, Consume, Transfer, Adjust, Count, Dispose, Return, Reserve, Unreserve, Sale, ProductionIn, ProductionOut,
    Waste,
}

/// <summary>One signed change of a lot. Added, never changed: the database role may only insert.</summary>
public sealed class StockMovement : ISiteRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    /// <summary>The lot's site.</summary>
    public Guid SiteId { get; set; }

    public Guid LotId { get; set; }

    public MovementKind Kind { get; set; }

    /// <summary>Signed, at most 16 decimals.</summary>
    public decimal Quantity { get; set; }

    /// <summary>The lot's unit.</summary>
    public required string UnitOfMeasure { get; set; }

    /// <summary>Such as <c>metrc_pull</c>.</summary>
    public required string Reason { get; set; }

    /// <summary>What caused it, such as the id of a sync log.</summary>
    public string? Reference { get; set; }

    public DateTimeOffset At { get; set; }

    public Guid? ActorId { get; set; }

    public required string Actor { get; set; }
}
