namespace Tendril.Metrc.Simulator.State;

/// <summary>What a package is made of when a person at the state creates it.</summary>
public sealed record NewPackage
{
    public required string Item { get; init; }
    public required decimal Quantity { get; init; }
    public string Unit { get; init; } = "Grams";
    /// <summary>Null takes the next unused package tag, making one when there is none.</summary>
    public string? Label { get; init; }
    public string? Location { get; init; }
    public string PackageType { get; init; } = "Product";
    public string LabTestingState { get; init; } = "NotSubmitted";
    public DateOnly? PackagedOn { get; init; }
    public string? Note { get; init; }
}

/// <summary>What people do in Metrc's own screens; a wrong call throws with what was wrong.</summary>
public sealed partial class SimulatorState
{
    /// <summary>Opens a licence; its flags come from the state's profile unless given.</summary>
    public Facility AddFacility(Facility facility) => Change(() =>
    {
        if (FindFacility(facility.Licence) is not null) throw Wrong($"Licence {facility.Licence} exists already.");
        var added = facility with { Id = NextId() };
        FacilityList.Add(added);
        CatalogueRevision++;
        return added;
    });

    /// <summary>Replaces the true flags of a licence, as when the state changes what it may do.</summary>
    public Facility SetFlags(string licence, IReadOnlyList<string> trueFlags) => Change(() =>
    {
        var changed = Facility(licence) with { TrueFlags = trueFlags };
        FacilityList[FacilityList.FindIndex(f => f.Id == changed.Id)] = changed;
        return changed;
    });

    public void AddVendorKey(string key) => Change(() =>
    {
        VendorKeys.RemoveAll(k => k.Hash == HashOf(key));
        VendorKeys.Add(new VendorKey(HashOf(key)));
        return true;
    });

    /// <summary>
    /// Adds an employee's key; licences or permissions left out mean all of them. Two keys of one name are one person.
    /// </summary>
    public UserKey AddUserKey(
        string key, IReadOnlyList<string>? licences = null, IReadOnlyList<string>? permissions = null,
        string? employee = null) => Change(() =>
    {
        var hash = HashOf(key);
        UserKeys.RemoveAll(k => k.Hash == hash);
        var added = new UserKey
        {
            Id = "user-" + hash[..8],
            Hash = hash,
            Licences = licences,
            Permissions = permissions
        };
        if (employee is not null)
            added = added with { EmployeeName = employee, EmployeeLicence = "EMP-" + hash[..8].ToUpperInvariant() };
        UserKeys.Add(added);
        return added;
    });

    /// <summary>Takes an employee off every licence, with all keys.</summary>
    public void RemoveEmployee(string name) => Change(() => UserKeys.RemoveAll(k => k.EmployeeName == name));

    public void RevokeUserKey(string keyOrId) => SetRevoked(keyOrId, revoked: true);

    public void RestoreUserKey(string keyOrId) => SetRevoked(keyOrId, revoked: false);

    private void SetRevoked(string keyOrId, bool revoked) => Change(() =>
    {
        var hash = HashOf(keyOrId);
        var at = UserKeys.FindIndex(k => k.Id == keyOrId || k.Hash == hash);
        if (at < 0) throw Wrong("No such user key; name it by its id (user-…) or by the key itself.");
        return UserKeys[at] = UserKeys[at] with { IsRevoked = revoked };
    });

    public Strain AddStrain(string licence, string name) => Change(() =>
        Stored(Strains, new Strain
        {
            Name = name,
            Id = NextId(),
            FacilityId = Facility(licence)
            .Id,
            LastModified = Now
        }));

    public Location AddLocation(string licence, string name, string typeName) => Change(() =>
    {
        var facility = Facility(licence);
        var type = facility.FindType(typeName)
            ?? throw Wrong($"{licence} has no location type {typeName}; it has: "
                + string.Join(", ", facility.LocationTypes.Select(t => t.Name)) + ".");
        return Stored(Locations, new Location
        {
            Name = name,
            TypeName = type.Name,
            Id = NextId(),
            FacilityId = facility.Id,
            LastModified = Now,
        });
    });

    public Item AddItem(string licence, string name, string category, string unit, string? strain = null) =>
        Change(() =>
        {
            var facility = Facility(licence);
            var kind = Catalogue.FindCategory(category) ?? throw Wrong($"No item category {category}.");
            return Stored(Items, new Item
            {
                Name = name,
                CategoryName = kind.Name,
                UnitName = UnitNamed(unit).Name,
                Id = NextId(),
                StrainId = strain is null ? null : Strains.Find(facility.Id, strain)?.Id,
                FacilityId = facility.Id,
                LastModified = Now,
            });
        });

    /// <summary>Hands out the next run of consecutive tags of a kind.</summary>
    public IReadOnlyList<Tag> AddTags(string licence, TagKind kind, int count) =>
        Change(() => MakeTags(Facility(licence), kind, count));

    internal IReadOnlyList<Tag> MakeTags(Facility facility, TagKind kind, int count)
    {
        var first = Tags.Of(facility.Id).Count(t => t.Kind == kind) + 1;
        return Enumerable.Range(first, count).Select(n => AddTag(facility, kind, TagLabels.Make(facility, kind, n)))
            .ToList();
    }

    private Tag AddTag(Facility facility, TagKind kind, string label) =>
        Stored(Tags, new Tag
        {
            Id = NextId(),
            FacilityId = facility.Id,
            Label = label,
            Kind = kind,
            LastModified = Now,
        });

    /// <summary>Puts a package on the books as an opening balance.</summary>
    public Package AddPackage(string licence, NewPackage package) => Change(() =>
    {
        var facility = Facility(licence);
        var item = Items.Find(facility.Id, package.Item) ?? throw Wrong($"{licence} has no item {package.Item}.");
        var label = TakeTag(facility, package.Label);
        var location = package.Location is null ? null
            : Locations.Find(facility.Id, package.Location) ?? throw Wrong($"No location {package.Location}.");
        return Stored(Packages, new Package
        {
            Id = NextId(),
            FacilityId = facility.Id,
            LastModified = Now,
            Label = label,
            ItemId = item.Id,
            LocationId = location?.Id,
            Quantity = package.Quantity,
            OriginalQuantity = package.Quantity,
            UnitName = UnitNamed(package.Unit).Name,
            PackageType = package.PackageType,
            Note = package.Note,
            PackagedDate = package.PackagedOn ?? facility.Today(Now),
            LabTestingState = package.LabTestingState,
        });
    });

    private string TakeTag(Facility facility, string? label)
    {
        var tag = label is null
            ? Tags.Of(facility.Id).FirstOrDefault(t => t.Kind == TagKind.Package && !t.IsUsed)
                ?? AddTags(facility.Licence, TagKind.Package, 1)[0]
            : Tags.Find(0, label) ?? AddTag(facility, TagKind.Package, TagLabels.Checked(label));
        if (tag.IsUsed) throw Wrong($"Tag {tag.Label} is used already.");
        Stored(Tags, tag with { IsUsed = true, LastModified = Now });
        return tag.Label;
    }

    /// <summary>A state officer changes a package's quantity.</summary>
    public Package AdjustPackage(string label, decimal delta) =>
        Edit(label, p => p with { Quantity = p.Quantity + delta });

    public Package HoldPackage(string label, bool onHold = true) => Edit(label, p => p with { IsOnHold = onHold });

    public Package MovePackage(string label, string location) => Edit(label, p => p with
    {
        LocationId = (Locations.Find(p.FacilityId, location) ?? throw Wrong($"No location {location}.")).Id,
    });

    public Package FinishPackage(string label) => Edit(label, p => p with
    {
        Status = PackageStatus.Finished,
        Quantity = 0m,
        FinishedDate = DateOnly.FromDateTime(Now.UtcDateTime),
        ArchivedDate = DateOnly.FromDateTime(Now.UtcDateTime),
    });

    public Package UnfinishPackage(string label, decimal quantity) => Edit(label, p => p with
    {
        Status = PackageStatus.Active,
        Quantity = quantity,
        FinishedDate = null,
        ArchivedDate = null,
    });

    /// <summary>The package is on the road: it leaves <c>active</c> for <c>intransit</c>.</summary>
    public Package ShipPackage(string label) => Edit(label, p => p with { Status = PackageStatus.InTransit });

    /// <summary>
    /// A person accepts it: the sender keeps a transferred row; a recipient known here gets the package.
    /// </summary>
    public Departure ReceivePackage(string label, string recipientLicence) => Change(() =>
    {
        var package = Packages.Find(0, label) ?? throw Wrong($"No package {label}.");
        var recipient = FindFacility(recipientLicence);
        var item = Items.Find(package.ItemId)!;
        var left = Stored(Departures, new Departure
        {
            Id = NextId(),
            FacilityId = package.FacilityId,
            LastModified = Now,
            PackageId = package.Id,
            PackageLabel = package.Label,
            RecipientLicence = recipientLicence,
            RecipientName = recipient?.Name ?? recipientLicence,
            ManifestNumber = $"{_lastId:D10}",
            ProductName = item.Name,
            CategoryName = item.CategoryName,
            UnitName = package.UnitName,
            StrainName = item.StrainId is { } strain ? Strains.Find(strain)?.Name : null,
            LabTestingState = package.LabTestingState,
            Quantity = package.Quantity,
            DepartedAt = package.LastModified,
            ReceivedAt = Now,
        });
        Stored(Packages, recipient is null
            ? package with { Status = PackageStatus.Transferred, LastModified = Now }
            : package with
            {
                Status = PackageStatus.Active,
                FacilityId = recipient.Id,
                LocationId = null,
                LastModified = Now,
                ItemFromFacilityId = package.ItemFromFacilityId ?? package.FacilityId,
                ReceivedFromFacilityId = package.FacilityId,
                ReceivedFromManifestNumber = left.ManifestNumber,
                ReceivedAt = Now,
            });
        return left;
    });

    /// <summary>Adds a plant; a mother plant can be the source of POST /plants/v2/plantings.</summary>
    public Plant AddPlant(string licence, string strain, string? label = null, bool isMother = true) => Change(() =>
    {
        var facility = Facility(licence);
        var row = Strains.Find(facility.Id, strain) ?? throw Wrong($"{licence} has no strain {strain}.");
        var tag = label is null
            ? Tags.Of(facility.Id).FirstOrDefault(t => t.Kind == TagKind.Plant && !t.IsUsed)
                ?? AddTags(licence, TagKind.Plant, 1)[0]
            : Tags.Find(0, label) ?? AddTag(facility, TagKind.Plant, TagLabels.Checked(label));
        if (tag.IsUsed) throw Wrong($"Tag {tag.Label} is used already.");
        Stored(Tags, tag with { IsUsed = true, LastModified = Now });
        return Stored(Plants, new Plant
        {
            Id = NextId(),
            FacilityId = facility.Id,
            LastModified = Now,
            Label = tag.Label,
            StrainId = row.Id,
            IsMother = isMother,
        });
    });

    /// <summary>Every plant of the batch is gone: it leaves the active list.</summary>
    public PlantBatch EndPlantBatch(string licence, string name) => Change(() =>
    {
        var batch = PlantBatches.Find(Facility(licence).Id, name)
            ?? throw Wrong($"{licence} has no plant batch {name}.");
        return Stored(PlantBatches, batch with
        {
            IsActive = false,
            DestroyedCount = batch.DestroyedCount + batch.UntrackedCount,
            UntrackedCount = 0,
            LastModified = Now,
        });
    });

    /// <summary>
    /// Changes the quantity of the first <paramref name="count"/> active packages; returns their labels.
    /// </summary>
    public IReadOnlyList<string> Touch(string licence, int count, decimal delta = 0.25m) => Change(() =>
        Packages.Of(Facility(licence).Id).Where(p => p.Status == PackageStatus.Active).Take(count).ToList()
            .ConvertAll(p => AdjustPackage(p.Label, delta).Label));

    private Package Edit(string label, Func<Package, Package> edit) => Change(() =>
    {
        var package = Packages.Find(0, label) ?? throw Wrong($"No package {label}.");
        return Stored(Packages, edit(package) with { LastModified = Now });
    });

    internal Facility Facility(string licence) =>
        FindFacility(licence) ?? throw Wrong($"No licence {licence} in this simulator.");

    internal static Unit UnitNamed(string unit) => Units.Find(unit) ?? throw Wrong($"No unit {unit}.");

    /// <summary>Puts the row and counts a change of the catalogue where other rows mention it.</summary>
    internal T Stored<T>(Table<T> table, T row) where T : Row
    {
        if (row.HoldsKey && table.Find(row.KeyScope, row.Key) is { } other && other.Id != row.Id)
            throw Wrong($"{typeof(T).Name} {row.Key} exists already.");
        table.Put(row);
        if (row is Strain or Item or Location) CatalogueRevision++;
        return row;
    }

    private static InvalidOperationException Wrong(string what) => new(what);
}
