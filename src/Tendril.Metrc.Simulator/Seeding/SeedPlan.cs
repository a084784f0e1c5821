using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Seeding;

/// <summary>A licence to open.</summary>
/// <param name="Kind">Cultivator, Manufacturer, Dispensary or Lab.</param>
public sealed record SeedFacility(string Licence, string Name, string Kind = "Cultivator")
{
    /// <summary>FacilityType flags beyond those of the state's profile.</summary>
    public IReadOnlyList<string> MoreFlags { get; init; } = [];
}

/// <summary>What to sow. The same plan on the same clock gives the same state to the byte.</summary>
public sealed record SeedPlan
{
    public required int Seed { get; init; }
    public string StateCode { get; init; } = "CO";
    public required IReadOnlyList<SeedFacility> Facilities { get; init; }
    public required string VendorKey { get; init; }

    /// <summary>Opens every licence of the plan with every permission.</summary>
    public required string UserKey { get; init; }

    /// <summary>Spread over the facilities in turn; blanks and repeats at one facility are left out.</summary>
    public IReadOnlyList<string> StrainNames { get; init; } = [];
    public IReadOnlyList<string> ItemNames { get; init; } = [];

    /// <summary>How many packages in all, spread over the facilities in turn.</summary>
    public int Packages { get; init; }

    /// <summary>False puts every package into the active list and none on hold.</summary>
    public bool AllLists { get; init; } = true;

    /// <summary>Unused tags per facility and kind.</summary>
    public int SpareTags { get; init; } = 50;

    /// <summary>How far back the rows' LastModified reach.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>What was sown, for a test to compare with.</summary>
/// <param name="Packages">Every package as first sown, also those in transit, finished and transferred.</param>
public sealed record SeededWorld(
    IReadOnlyList<Facility> Facilities, int Strains, int Items, IReadOnlyList<Package> Packages)
{
    /// <summary>Packages in one of Metrc's lists: those on hold count as active too.</summary>
    public int Count(PackageStatus status) => Packages.Count(p => p.Status == status);

    public int OnHold => Packages.Count(p => p.IsOnHold);
}
