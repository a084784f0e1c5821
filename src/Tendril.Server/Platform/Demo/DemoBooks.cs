using System.Globalization;
using System.Text.Json;

namespace Tendril.Server.Platform.Demo;

/// <summary>
/// Rooms, pods, cultivars and batches of the demo's grower, hand-written, some of them already told to Metrc.
/// </summary>
public sealed class DemoBooks(DemoApi api, Guid siteId)
{
    private static readonly (string Room, string? Location,
        (string Pod, int Capacity, string? Location)[] Pods)[] Rooms =
    [
        ("Propagation", "Nursery",
            [("Dome 1", 200, "Clone Room"), ("Dome 2", 200, "Clone Room"), ("Shelf A", 150, null)]),
        ("Flower North", "Flower 1", [("Bench N1", 60, null), ("Bench N2", 60, null)]),
        ("Flower South", "Flower 2", [("Bench S1", 60, null), ("Bench S2", 60, null)]),
        ("Greenhouse", null, [("Bed 1", 80, null)]),
    ];

    private static readonly (string Name, string Genetics, decimal Thc, decimal Indica)[] Cultivars =
    [
        ("Harbor Light", "Coastal Skunk × Old Orchard", 19.5m, 60), ("Juniper Haze", "Haze × Juniper Creek", 21.2m, 25),
        ("Copper Kettle", "Kettle Kush × Amber", 23.8m, 70), ("Saltmarsh Kush", "Kush landrace", 20.1m, 85),
        ("Night Ferry", "Ferryman × Purple Tide", 24.6m, 75), ("Lemon Anvil", "Lemon Skunk × Iron Haze", 22.0m, 40),
        ("Velvet Quarry", "Velvet × Quarry Stone", 18.3m, 65), ("Meadow Static", "Meadow × Static Haze", 17.9m, 30),
        ("Piñon Diesel", "Diesel × Piñon", 25.4m, 45), ("Blue Sawtooth", "Blueberry × Sawtooth", 19.0m, 80),
        ("Old Orchard #4", "Orchard selection", 16.7m, 55), ("Tangerine Relay", "Tangie × Relay", 20.8m, 35),
    ];

    private const string Produce = "BASIL-07";

    private static readonly DemoBatch[] Batches =
    [
        new("HL-0412", 0, "clone", 96, 4, "clone", "Dome 1", Told: true),
        new("JH-0413", 1, "seed", 60, 6, "germination", "Dome 2", Told: true),
        new("CK-0414", 2, "clone", 48, 9, "clone", "Dome 1", Told: true),
        new("SK-0415", 3, "clone", 80, 3, "clone", "Shelf A"),
        new("NF-0416", 4, "clone", 72, 2, "clone", "Dome 2"),
        new("LA-0417", 5, "seed", 40, 5, "germination", "Shelf A"),
        new("VQ-0398", 6, "clone", 50, 38, "vegetative", "Bench N1"),
        new("MS-0399", 7, "clone", 55, 41, "vegetative", "Bench N2"),
        new("PD-0385", 8, "clone", 48, 66, "flowering", "Bench S1"),
        new("BS-0386", 9, "clone", 52, 70, "flowering", "Bench S2"),
        new("OO-0418", 10, "tissue_culture", 24, 1, "clone", null),
        new("TR-0419", 11, "seed", 30, 0, "planning", null),
        new("TR-0420", 11, "clone", 120, 7, "clone", "Dome 1"),
        new("HL-0421", 0, "clone", 36, 420, "vegetative", "Bed 1"),
    ];

    // Told: pushed to Metrc while the demo is made.
    private sealed record DemoBatch(
        string Number, int Cultivar, string Source, int Plants, int DaysAgo, string Stage, string? Pod,
        bool Told = false);

    /// <summary>Adds what is not there yet, so that it may be called again after an interruption.</summary>
    public async Task SowAsync(CancellationToken cancel)
    {
        var pods = await AddRoomsAsync(cancel);
        var cultivars = await AddCultivarsAsync(cancel);
        var known = await KnownAsync($"/api/batches?siteId={siteId}", "batchNumber", cancel);
        foreach (var batch in Batches) await AddBatchAsync(batch, known, pods, cultivars, cancel);
        if (!known.ContainsKey(Produce)) await AddProduceAsync(cancel);
    }

    private async Task<Dictionary<string, Guid>> AddRoomsAsync(CancellationToken cancel)
    {
        var rooms = await KnownAsync($"/api/rooms?siteId={siteId}", "name", cancel);
        var known = await KnownAsync($"/api/pods?siteId={siteId}", "name", cancel);
        Dictionary<string, Guid> pods = [];
        foreach (var (name, location, places) in Rooms)
        {
            var roomId = rooms.TryGetValue(name, out var there)
                ? IdOf(there)
                : await AddAsync("/api/rooms", new { siteId, name, metrcLocation = Place(location) }, cancel);
            foreach (var (pod, capacity, place) in places)
            {
                pods[pod] = known.TryGetValue(pod, out var stands)
                    ? IdOf(stands)
                    : await AddAsync(
                        "/api/pods",
                        new { siteId, roomId, name = pod, capacity, metrcLocation = Place(place) }, cancel);
            }
        }
        return pods;
    }

    // Most are linked to their strain; two are left, so that a visitor sees what a missing link looks like.
    private async Task<List<Guid>> AddCultivarsAsync(CancellationToken cancel)
    {
        var known = await KnownAsync("/api/cultivars", "name", cancel);
        List<Guid> ids = [];
        foreach (var cultivar in Cultivars)
        {
            var isKnown = known.TryGetValue(cultivar.Name, out var there);
            ids.Add(isKnown ? IdOf(there) : await AddAsync("/api/cultivars", new
            {
                name = cultivar.Name,
                genetics = cultivar.Genetics,
                thcPercent = cultivar.Thc,
                indicaPercent = cultivar.Indica,
                sativaPercent = 100 - cultivar.Indica,
            }, cancel));
            var isLinked = isKnown && there.GetProperty("strainLinks").GetArrayLength() > 0;
            if (ids.Count <= Cultivars.Length - 2 && !isLinked) await LinkAsync(ids[^1], cancel);
        }
        return ids;
    }

    // Nothing to choose from when the strains could not be pulled; a person can link it later.
    private async Task LinkAsync(Guid cultivar, CancellationToken cancel)
    {
        var found = await api.GetAsync($"/api/cultivars/{cultivar}/strain-suggestions?siteId={siteId}", cancel);
        foreach (var strain in found.GetProperty("items").EnumerateArray().Take(1))
        {
            await api.PutAsync(
                $"/api/cultivars/{cultivar}/strain-link",
                new { siteId, metrcStrainId = strain.GetProperty("metrcStrainId").GetInt64() }, cancel);
        }
    }

    private async Task AddBatchAsync(
        DemoBatch batch, Dictionary<string, JsonElement> known, Dictionary<string, Guid> pods, List<Guid> cultivars,
        CancellationToken cancel)
    {
        var started = DayAgo(batch.DaysAgo);
        var isKnown = known.TryGetValue(batch.Number, out var there);
        var id = isKnown ? IdOf(there) : await AddAsync("/api/batches", new
        {
            siteId,
            batchNumber = batch.Number,
            domainType = "cannabis",
            cultivarId = cultivars[batch.Cultivar],
            sourceType = batch.Source,
            plantCount = batch.Plants,
            startDate = started,
            stage = batch.Stage,
        }, cancel);
        if (batch.Pod is { } pod && !(isKnown && there.GetProperty("pods").GetArrayLength() > 0))
        {
            await api.PostAsync(
                $"/api/batches/{id}/pods",
                new { podId = pods[pod], plantCount = Math.Min(batch.Plants, 60), from = started }, cancel);
        }
        // One that is on its way already arrives by itself.
        if (batch.Told && !(isKnown && there.GetProperty("metrcSyncStatus").GetString() != "not_synced"))
            await api.PostAsync("/api/compliance/push-batch", new { batchId = id }, cancel);
    }

    private Task<Guid> AddProduceAsync(CancellationToken cancel) => AddAsync("/api/batches", new
    {
        siteId,
        batchNumber = Produce,
        domainType = "produce",
        sourceType = "seed",
        plantCount = 200,
        startDate = DayAgo(12),
        stage = "growing",
    }, cancel);

    private async Task<Guid> AddAsync(string path, object body, CancellationToken cancel) =>
        IdOf(await api.PostAsync(path, body, cancel));

    private async Task<Dictionary<string, JsonElement>> KnownAsync(
        string path, string name, CancellationToken cancel) =>
        (await api.ItemsAsync(path, cancel))
            .ToDictionary(item => item.GetProperty(name).GetString()!, StringComparer.Ordinal);

    private string DayAgo(int days) => api.Today.AddDays(-days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static object? Place(string? name) => name is null ? null : new { id = (long?)null, name };

    private static Guid IdOf(JsonElement answer) =>
        (answer.TryGetProperty("item", out var item) ? item : answer).GetProperty("id").GetGuid();
}
