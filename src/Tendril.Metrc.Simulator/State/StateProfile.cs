namespace Tendril.Metrc.Simulator.State;

/// <summary>What a state lets each kind of facility do; read from our own data files under Profiles.</summary>
public sealed record StateProfile
{
    public required string Code { get; init; }
    public required string ZoneId { get; init; }
    public bool BatchNameIsPlantTag { get; init; }
    public required IReadOnlyList<LocationType> LocationTypes { get; init; }
    public required IReadOnlyDictionary<string, KindOfFacility> Kinds { get; init; }

    public sealed record KindOfFacility(string LicenseType, IReadOnlyList<string> TrueFlags);

    private sealed record MatrixRow(
        string Code, string ZoneId, bool OpenLoop, bool Vegetative, bool MotherPlants, bool Deliveries,
        bool ExternalIncoming, bool BatchNameIsPlantTag);

    private sealed record Matrix(IReadOnlyList<MatrixRow> States);

    private static readonly Lazy<Matrix> ReadMatrix = new(() => ProfileFiles.Read<Matrix>("matrix"));

    /// <summary>The states this simulator can pretend to be.</summary>
    public static IReadOnlyList<string> Codes => ReadMatrix.Value.States.Select(s => s.Code)
        .Order(StringComparer.Ordinal).ToList();

    /// <summary>
    /// Reads a state's own file where there is one, else the generic kinds with the matrix laid over.
    /// </summary>
    public static StateProfile Load(string code)
    {
        var row = ReadMatrix.Value.States.FirstOrDefault(s => s.Code.Equals(code, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"No profile for state {code}; there are: {string.Join(", ", Codes)}.",
                nameof(code));
        var own = ProfileFiles.TryRead<StateProfile>(row.Code.ToLowerInvariant());
        var profile = own ?? ProfileFiles.Read<StateProfile>("generic") with
        {
            Code = row.Code,
            ZoneId = row.ZoneId,
            BatchNameIsPlantTag = row.BatchNameIsPlantTag,
        };
        return own is not null ? profile : profile with
        {
            Kinds = profile.Kinds.ToDictionary(k => k.Key, k =>
                WithMatrix(k.Key, k.Value, row), StringComparer.Ordinal),
        };
    }

    /// <summary>A licence of this state with the flags of its kind, more or fewer as asked.</summary>
    public Facility NewFacility(string licence, string name, string kind, params IEnumerable<string> moreFlags)
    {
        if (!Kinds.TryGetValue(kind, out var found))
            throw new ArgumentException($"{Code} has no kind of facility {kind}; there are: "
                + string.Join(", ", Kinds.Keys) + ".", nameof(kind));
        return new Facility
        {
            Licence = licence,
            Name = name,
            Kind = kind,
            StateCode = Code,
            ZoneId = ZoneId,
            LicenseType = found.LicenseType,
            TrueFlags = found.TrueFlags.Concat(moreFlags).Distinct(StringComparer.Ordinal).ToList(),
            LocationTypes = LocationTypes.Select((type, at) => type with { Id = at + 1 }).ToList(),
            BatchNameIsPlantTag = BatchNameIsPlantTag,
        };
    }

    private static KindOfFacility WithMatrix(string kind, KindOfFacility generic, MatrixRow row)
    {
        IEnumerable<(string Flag, bool On)> extra = kind switch
        {
            "Cultivator" =>
            [
                ("CanCreateOpeningBalancePlantBatches", row.OpenLoop), ("CanTrackVegetativePlants", row.Vegetative),
                ("CanTrackMotherPlantsAsGrowthPhase", row.MotherPlants),
            ],
            "Dispensary" => [("CanDeliverSalesToConsumers", row.Deliveries)],
            _ => [("CanTransferFromExternalFacilities", row.ExternalIncoming)],
        };
        return generic with
        {
            TrueFlags = generic.TrueFlags.Concat(extra.Where(e => e.On).Select(e => e.Flag)).ToList(),
        };
    }
}
