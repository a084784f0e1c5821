using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tendril.Metrc.Simulator.State;

/// <summary>The whole pretend state as one JSON document; keys only as hashes.</summary>
internal sealed record SavedState
{
    public long LastId { get; init; }
    public required List<Facility> Facilities { get; init; }
    public required List<VendorKey> VendorKeys { get; init; }
    public required List<UserKey> UserKeys { get; init; }
    public required List<Strain> Strains { get; init; }
    public required List<Location> Locations { get; init; }
    public required List<Item> Items { get; init; }
    public required List<Tag> Tags { get; init; }
    public required List<Package> Packages { get; init; }
    public required List<Departure> Departures { get; init; }
    public required List<PlantBatch> PlantBatches { get; init; }
    public required List<Plant> Plants { get; init; }
    public required Dictionary<string, int> Creations { get; init; }
}

public sealed partial class SimulatorState
{
    private static readonly JsonSerializerOptions SavedAs = new(JsonSerializerDefaults.Web)
    {
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The whole state as JSON, the same bytes for the same state.</summary>
    public byte[] Save()
    {
        lock (Gate)
        {
            return JsonSerializer.SerializeToUtf8Bytes(new SavedState
            {
                LastId = _lastId,
                Facilities = FacilityList,
                VendorKeys = VendorKeys,
                UserKeys = UserKeys,
                Strains = ById(Strains),
                Locations = ById(Locations),
                Items = ById(Items),
                Tags = ById(Tags),
                Packages = ById(Packages),
                Departures = ById(Departures),
                PlantBatches = ById(PlantBatches),
                Plants = ById(Plants),
                Creations = _accepted.OrderBy(c => c.Key, StringComparer.Ordinal)
                    .ToDictionary(c => c.Key, c => c.Value, StringComparer.OrdinalIgnoreCase),
            }, SavedAs);
        }
    }

    /// <summary>Puts a saved state in the place of this one; JSON that is none throws and changes nothing.</summary>
    public void Load(ReadOnlySpan<byte> json)
    {
        var saved = JsonSerializer.Deserialize<SavedState>(json, SavedAs)
            ?? throw new JsonException("The saved state is empty.");
        lock (Gate)
        {
            Reset();
            (FacilityList, VendorKeys, UserKeys) = (saved.Facilities, saved.VendorKeys, saved.UserKeys);
            Fill(Strains, saved.Strains);
            Fill(Locations, saved.Locations);
            Fill(Items, saved.Items);
            Fill(Tags, saved.Tags);
            Fill(Packages, saved.Packages);
            Fill(Departures, saved.Departures);
            Fill(PlantBatches, saved.PlantBatches);
            Fill(Plants, saved.Plants);
            foreach (var (name, count) in saved.Creations) _accepted[name] = count;
            _lastId = saved.LastId;
            _journal.Commit();
        }
    }

    private static List<T> ById<T>(Table<T> table) where T : Row => [.. table.All.OrderBy(r => r.Id)];

    private static void Fill<T>(Table<T> table, List<T> rows) where T : Row
    {
        foreach (var row in rows) table.Put(row);
    }
}
