namespace Tendril.Metrc.Simulator.State;

/// <summary>A kind of room a state knows, and what may stand in it.</summary>
public sealed record LocationType(
    long Id, string Name, bool ForPlantBatches, bool ForPlants, bool ForHarvests, bool ForPackages);

/// <summary>A licence in the pretend state: its flags decide which calls it may make.</summary>
public sealed record Facility
{
    public long Id { get; init; }
    public required string Licence { get; init; }
    public required string Name { get; init; }
    /// <summary>Cultivator, Manufacturer, Dispensary or Lab.</summary>
    public required string Kind { get; init; }
    public required string StateCode { get; init; }
    /// <summary>What the state prints as the licence's type.</summary>
    public required string LicenseType { get; init; }
    /// <summary>The FacilityType flags that are true; every other flag is false.</summary>
    public required IReadOnlyList<string> TrueFlags { get; init; }
    public required IReadOnlyList<LocationType> LocationTypes { get; init; }
    /// <summary>The IANA zone in which "not in the future" is judged.</summary>
    public required string ZoneId { get; init; }
    /// <summary>True where a plant batch's name must itself be an unused plant tag (California).</summary>
    public bool BatchNameIsPlantTag { get; init; }

    public bool Has(string flag) => TrueFlags.Contains(flag, StringComparer.Ordinal);

    public LocationType? TypeOf(Location location) => FindType(location.TypeName);

    public LocationType? FindType(string name) =>
        LocationTypes.FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The calendar day at the facility; UTC where this machine does not know the zone.</summary>
    public DateOnly Today(DateTimeOffset now) =>
        DateOnly.FromDateTime(TimeZoneInfo.TryFindSystemTimeZoneById(ZoneId, out var zone)
            ? TimeZoneInfo.ConvertTime(now, zone).DateTime
            : now.UtcDateTime);
}

/// <summary>An integrator's key. The simulator keeps only its SHA-256, so a saved state holds no key.</summary>
public sealed record VendorKey(string Hash, bool IsRevoked = false);

/// <summary>
/// An employee's key: whose it is, which licences it opens (null = all), what it may do (null = all).
/// </summary>
public sealed record UserKey
{
    /// <summary>A short public name for logs and the admin API; never the key.</summary>
    public required string Id { get; init; }
    public required string Hash { get; init; }
    public string EmployeeName { get; init; } = "Alex Rivera";
    public string EmployeeLicence { get; init; } = "EMP-0001";
    public IReadOnlyList<string>? Licences { get; init; }
    public IReadOnlyList<string>? Permissions { get; init; }
    public bool IsRevoked { get; init; }

    public bool Opens(Facility facility) =>
        Licences is null || Licences.Contains(facility.Licence, StringComparer.OrdinalIgnoreCase);

    public bool Allows(string permission) =>
        Permissions is null || Permissions.Contains(permission, StringComparer.OrdinalIgnoreCase);
}
