using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tendril.Metrc;
using Tendril.Metrc.Wire;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>What the mirror keeps of a row beside the row itself.</summary>
/// <param name="Source">The row as read, for those who do more with it.</param>
public sealed record MirrorRow(long Id, string Name, object Source)
{
    public string? TypeName { get; init; }

    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The list it belongs to, where the row itself knows better than the list it came in.</summary>
    public string? List { get; init; }
}

/// <summary>One list of Metrc and how its rows are read.</summary>
/// <param name="Name">The list's word: active, inactive, onhold, …</param>
public sealed record PullList(string Kind, string Name, MetrcListOf<MetrcRawRow> Call,
    Func<MetrcRawRow, MirrorRow> Read)
{
    /// <summary>Such as packages.active; the watermark's name.</summary>
    public string Key => $"{Kind}.{Name}";

    public bool Active => Name is not ("inactive" or "transferred");

    /// <summary>
    /// Grows for ever, and some states give it without a filter for one day only. Its rows are never gone.
    /// </summary>
    public bool Archive { get; init; }

    /// <summary>Makes an id of a row's key, where Metrc's rows have none.</summary>
    public Func<string, long>? IdOfKey { get; init; }

    /// <summary>Takes out of a row what we may not keep, before anything of it is looked at or stored.</summary>
    public Func<MetrcRawRow, MetrcRawRow>? Trim { get; init; }

    /// <summary>The permission that the key's owner needs in Metrc.</summary>
    public string Permission => string.Join(", ", Call.Permissions);
}

/// <summary>What can be pulled under one name.</summary>
public sealed record PullType(string Name, IReadOnlyList<PullList> Lists)
{
    /// <summary>The facility flag without which Metrc refuses these lists.</summary>
    public string? Flag { get; init; }

    /// <summary>Asks for one object by its id: null when it is there; none where Metrc has no such call.</summary>
    public Func<SiteMetrc, long, CancellationToken, Task<MetrcFailure?>>? Find { get; init; }
}

/// <summary>Everything that is pulled, in the order in which one thing refers to another.</summary>
public static class PullTypes
{
    public const string AllTypes = "all";
    public const string Packages = "packages";

    public static IReadOnlyList<PullType> All { get; } =
    [
        new("facilities", [new(MirrorKind.Facilities, "active", MetrcApi.Facilities.Raw("FacilityId"), Facility)]),
        new("employees",
        [
            new(MirrorKind.Employees, "active", MetrcApi.Employees.Raw(), EmployeeRow.Read)
                { IdOfKey = IdOf, Trim = EmployeeRow.Trim },
        ]),
        new("units",
        [
            new(MirrorKind.Units, "active", MetrcApi.ActiveUnits.Raw("Name"), Unit) { IdOfKey = IdOf },
            new(MirrorKind.Units, "inactive", MetrcApi.InactiveUnits.Raw("Name"), Unit) { IdOfKey = IdOf },
        ]),
        new("locations",
        [
            new(MirrorKind.LocationTypes, "active", MetrcApi.LocationTypes.Raw(), LocationType),
            new(MirrorKind.Locations, "active", MetrcApi.ActiveLocations.Raw(), Location),
            new(MirrorKind.Locations, "inactive", MetrcApi.InactiveLocations.Raw(), Location),
        ]) { Find = (metrc, id, cancel) => LookAsync(metrc, MetrcApi.LocationById, id, cancel) },
        new("strains",
        [
            new(MirrorKind.Strains, "active", MetrcApi.ActiveStrains.Raw(), Strain),
            new(MirrorKind.Strains, "inactive", MetrcApi.InactiveStrains.Raw(), Strain),
        ]) { Find = (metrc, id, cancel) => LookAsync(metrc, MetrcApi.StrainById, id, cancel) },
        new("items",
        [
            new(MirrorKind.Items, "active", MetrcApi.ActiveItems.Raw(), Item),
            new(MirrorKind.Items, "inactive", MetrcApi.InactiveItems.Raw(), Item),
        ]) { Find = (metrc, id, cancel) => LookAsync(metrc, MetrcApi.ItemById, id, cancel) },
        new("tags",
        [
            new(MirrorKind.PlantTags, "active", MetrcApi.AvailablePlantTags.Raw(), Tag),
            new(MirrorKind.PackageTags, "active", MetrcApi.AvailablePackageTags.Raw(), Tag),
        ]),
        // Things move down this list far more often than up, so that what moves meanwhile is met once more, not missed.
        new(Packages,
        [
            new(MirrorKind.Packages, "active", MetrcApi.ActivePackages.Raw(), Package),
            new(MirrorKind.Packages, "onhold", MetrcApi.OnHoldPackages.Raw(), Package),
            new(MirrorKind.Packages, "intransit", MetrcApi.InTransitPackages.Raw(), Package),
            new(MirrorKind.Packages, "inactive", MetrcApi.InactivePackages.Raw(), Package) { Archive = true },
            new(MirrorKind.TransferredPackages, "transferred", MetrcApi.TransferredPackages.Raw(),
                Transferred) { Archive = true },
        ]) { Find = (metrc, id, cancel) => LookAsync(metrc, MetrcApi.PackageById, id, cancel) },
        new("plant_batches",
        [
            new(MirrorKind.PlantBatches, "active", MetrcApi.ActivePlantBatches.Raw(), PlantBatch),
            new(MirrorKind.PlantBatches, "inactive", MetrcApi.InactivePlantBatches.Raw(), PlantBatch) { Archive =
                true },
        ]) {
            Find = (metrc, id, cancel) => LookAsync(metrc, MetrcApi.PlantBatchById, id, cancel),
            Flag = "CanGrowPlants",
        },
    ];

    /// <summary>The kinds of the specification that this version does not pull yet.</summary>
    public static IReadOnlyList<string> Later { get; } = ["plants", "harvests", "transfers", "sales", "lab_tests"];

    public static PullType? Find(string name) => All.FirstOrDefault(type => type.Name == name);

    private static async Task<MetrcFailure?> LookAsync<T>(
        SiteMetrc metrc, MetrcOneOf<T> call, long id, CancellationToken cancel)
        where T : class =>
        (await metrc.Client.OneAsync(call, metrc.License, id, cancel)).Failed(out var failure, out _) ? failure : null;

    private static MirrorRow Facility(MetrcRawRow row)
    {
        var read = row.Read<MetrcFacility>();
        return new(read.FacilityId, read.License.Number, read) { TypeName = read.License.LicenseType };
    }

    private static MirrorRow Unit(MetrcRawRow row)
    {
        var read = row.Read<MetrcUnitOfMeasure>();
        return new(IdOf(read.Name), read.Name, read) { TypeName = read.QuantityType };
    }

    private static MirrorRow LocationType(MetrcRawRow row)
    {
        var read = row.Read<MetrcLocationType>();
        return new(read.Id, read.Name, read);
    }

    private static MirrorRow Location(MetrcRawRow row)
    {
        var read = row.Read<MetrcLocation>();
        return new(read.Id, read.Name, read) { TypeName = read.LocationTypeName };
    }

    private static MirrorRow Strain(MetrcRawRow row)
    {
        var read = row.Read<MetrcStrain>();
        return new(read.Id, read.Name, read) { TypeName = read.TestingStatus };
    }

    private static MirrorRow Item(MetrcRawRow row)
    {
        var read = row.Read<MetrcItem>();
        return new(read.Id, read.Name, read) { TypeName = read.ProductCategoryName };
    }

    private static MirrorRow Tag(MetrcRawRow row)
    {
        var read = row.Read<MetrcTag>();
        return new(read.Id, read.Label, read) { TypeName = read.TagTypeName };
    }

    private static MirrorRow Package(MetrcRawRow row)
    {
        var read = row.Read<MetrcPackage>();
        // Metrc shows a package on hold among the active ones too; without this it would change lists on every pull.
        return new(read.Id, read.Label, read)
        {
            TypeName = read.Item?.ProductCategoryName,
            LastModified = read.LastModified,
            List = read is { IsOnHold: true, IsFinished: false } ? "onhold" : null,
        };
    }

    private static MirrorRow Transferred(MetrcRawRow row)
    {
        var read = row.Read<MetrcTransferredPackage>();
        return new(read.Id, read.PackageLabel, read)
        {
            TypeName = read.ProductCategoryName,
            LastModified = read.ReceivedDateTime ?? read.ActualDepartureDateTime,
        };
    }

    private static MirrorRow PlantBatch(MetrcRawRow row)
    {
        var read = row.Read<MetrcPlantBatch>();
        return new(read.Id, read.Name, read) { TypeName = read.PlantBatchTypeName, LastModified = read.LastModified };
    }

    /// <summary>Units and employees have no id in Metrc; their name makes one.</summary>
    internal static long IdOf(string name) =>
        BinaryPrimitives.ReadInt64BigEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes(name.ToUpperInvariant()))) & long.MaxValue;
}
