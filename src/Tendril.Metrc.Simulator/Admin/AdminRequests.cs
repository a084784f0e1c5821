using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Admin;

/// <summary>Bodies of the admin routes.</summary>
public sealed record TagsRequest(string Licence, TagKind Kind, int Count);

public sealed record PackageRequest(
    string Licence, string Item, decimal Quantity, string Unit = "Grams", string? Label = null,
    string? Location = null, string PackageType = "Product");

public sealed record PackageAction(decimal? Delta = null, string? Location = null, string? RecipientLicence = null);

public sealed record PlantRequest(string Licence, string Strain, string? Label = null, bool IsMother = true);

public sealed record NamedRequest(
    string Licence, string Name, string? Type = null, string? Category = null, string? Unit = null,
    string? Strain = null);

public sealed record KeyRequest(
    string UserKey, IReadOnlyList<string>? Licences = null, IReadOnlyList<string>? Permissions = null,
    string? Employee = null);

public sealed record TouchRequest(string Licence, int Count, decimal Delta = 0.25m);

public sealed record FlagsRequest(string Licence, IReadOnlyList<string> TrueFlags);

/// <summary>One plant batch as the admin sees it: <paramref name="Creations"/> above 1 is a double send.</summary>
public sealed record PlantBatchSummary(
    long Id, string Licence, string Name, string Type, int UntrackedCount, int Creations, string? SourcePackageLabel,
    string? SourcePlantLabel);

public sealed record PackageSummary(
    long Id, string Licence, string Label, string Item, decimal Quantity, string Unit, PackageStatus Status,
    bool IsOnHold, DateTimeOffset LastModified);

public sealed record FacilitySummary(string Licence, string Name, string Kind, string State);

public sealed record Summary(
    IReadOnlyList<FacilitySummary> Facilities, int Strains, int Items, int Locations, int Packages, int PlantBatches,
    long Requests, DateTimeOffset Now);
