using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>A licensed premises: one Metrc licence, one state, one time zone.</summary>
public sealed class Site : IAuditedRow, IDatedRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public required string Name { get; set; }

    public required string License { get; set; }

    public required string State { get; set; }

    public required string TimeZone { get; set; }

    public required string Kind { get; set; }

    public bool Sandbox { get; set; }

    public long? DefaultMetrcLocationId { get; set; }

    public string? DefaultMetrcLocationName { get; set; }

    public bool Active { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A room of a site, perhaps mapped to a Metrc location.</summary>
public sealed class Room : IAuditedRow, ISiteRow, IDatedRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public Guid SiteId { get; set; }

    public required string Name { get; set; }

    public long? MetrcLocationId { get; set; }

    public string? MetrcLocationName { get; set; }

    public bool Active { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A grow container or bench in a room; its Metrc location wins over the room's.</summary>
public sealed class Pod : IAuditedRow, ISiteRow, IDatedRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public Guid SiteId { get; set; }

    public Guid RoomId { get; set; }

    public required string Name { get; set; }

    public int? Capacity { get; set; }

    public long? MetrcLocationId { get; set; }

    public string? MetrcLocationName { get; set; }

    public bool Active { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
