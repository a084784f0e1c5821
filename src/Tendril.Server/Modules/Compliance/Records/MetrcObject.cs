using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance;

/// <summary>One object as Metrc last told it. Gone means that a complete sweep no longer found it.</summary>
public sealed class MetrcObject : ISiteRow
{
    public Guid OrganizationId { get; set; }

    public Guid SiteId { get; set; }

    /// <summary>One of <see cref="MirrorKind"/>.</summary>
    public required string Kind { get; set; }

    public long MetrcId { get; set; }

    /// <summary>Its name, or the label of a package or tag.</summary>
    public required string Name { get; set; }

    /// <summary>The name in lower case, for looking things up; the database computes it.</summary>
    public string FindText { get; private set; } = "";

    /// <summary>The list of Metrc in which it stood last: active, inactive, onhold, …</summary>
    public required string List { get; set; }

    public string? TypeName { get; set; }

    public bool Active { get; set; }

    public DateTimeOffset? LastModified { get; set; }

    /// <summary>The row as Metrc sent it (JSON).</summary>
    public required string Payload { get; set; }

    public Guid PayloadHash { get; set; }

    public DateTimeOffset FirstSeenAt { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public DateTimeOffset? GoneAt { get; set; }
}

/// <summary>The kinds of mirrored objects.</summary>
public static class MirrorKind
{
    public const string Facilities = "facilities";
    public const string Employees = "employees";
    public const string Locations = "locations";
    public const string LocationTypes = "location_types";
    public const string Strains = "strains";
    public const string Items = "items";
    public const string Units = "units";
    public const string PlantTags = "plant_tags";
    public const string PackageTags = "package_tags";
    public const string Packages = "packages";
    public const string PlantBatches = "plant_batches";

    /// <summary>Packages that left by transfer: rows of a shape of their own, one per shipment.</summary>
    public const string TransferredPackages = "transferred_packages";
}

/// <summary>How far one list of a facility was read.</summary>
public sealed class MetrcWatermark : ISiteRow
{
    public Guid OrganizationId { get; set; }

    public Guid SiteId { get; set; }

    /// <summary>Such as packages.active.</summary>
    public required string List { get; set; }

    /// <summary>A site that moved from sandbox to production starts anew.</summary>
    public required string Environment { get; set; }

    public DateTimeOffset? ModifiedThrough { get; set; }

    public DateTimeOffset? SweptAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
