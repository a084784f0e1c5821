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

    // Days ago, plants, stage, cultivar, pod; told: pushed to Metrc while the demo is made.
    private static readonly (string Number, int Cultivar, string Source, int Plants, int DaysAgo, string Stage,
        string? Pod, bool Told)[] Batches =
    [
        ("HL-0412", 0, "clone", 96, 4, "clone", "Dome 1", true),
            ("JH-0413", 1, "seed", 60, 6, "germination", "Dome 2", true),
        ("CK-0414", 2, "clone", 48, 9, "clone", "Dome 1", true),
        ("SK-0415", 3, "clone", 80, 3, "clone", "Shelf A", false),
        ("NF-0416", 4, "clone", 72, 2, "clone", "Dome 2", false),
        ("LA-0417", 5, "seed", 40, 5, "germination", "Shelf A", false),
        ("VQ-0398", 6, "clone", 50, 38, "vegetative", "Bench N1", false),
        ("MS-0399", 7, "clone", 55, 41, "vegetative", "Bench N2", false),
        ("PD-0385", 8, "clone", 48, 66, "flowering", "Bench S1", false),
        ("BS-0386", 9, "clone", 52, 70, "flowering", "Bench S2", false),
        ("OO-0418", 10, "tissue_culture", 24, 1, "clone", null, false),
        ("TR-0419", 11, "seed", 30, 0, "planning", null, false),
        ("TR-0420", 11, "clone", 120, 7, "clone", "Dome 1", false),
        ("HL-0421", 0, "clone", 36, 420, "vegetative", "Bed 1", false),
    ];

    public async Task SowAsync(CancellationToken cancel)
    {
        var pods = await AddRoomsAsync(cancel);
        var cultivars = await AddCultivarsAsync(cancel);
        foreach (var batch in Batches) await AddBatchAsync(batch, pods, cultivars, cancel);
        await AddProduceAsync(cancel);
    }

    private async Task<Dictionary<string, Guid>> AddRoomsAsync(CancellationToken cancel)
    {
        Dictionary<string, Guid> pods = [];
        foreach (var room in Rooms)
        {
            var roomId = IdOf(await api.PostAsync(
                "/api/rooms", new { siteId, name = room.Room, metrcLocation = Place(room.Location) }, cancel));
            foreach (var pod in room.Pods)
            {
                pods[pod.Pod] = IdOf(await api.PostAsync(
                    "/api/pods",
                    new { siteId, roomId, name = pod.Pod, capacity = pod.Capacity,
                        metrcLocation = Place(pod.Location) },
                    cancel));
            }
        }
        return pods;
    }

    // Most are linked to their strain; two are left, so that a visitor sees what a missing link looks like.
    private async Task<List<Guid>> AddCultivarsAsync(CancellationToken cancel)
    {
        List<Guid> ids = [];
        foreach (var cultivar in Cultivars)
        {
            var id = IdOf(await api.PostAsync("/api/cultivars", new
            {
                name = cultivar.Name, genetics = cultivar.Genetics, thcPercent = cultivar.Thc,
                    indicaPercent = cultivar.Indica,
                sativaPercent = 100 - cultivar.Indica,
            }, cancel));
            ids.Add(id);
            if (ids.Count > Cultivars.Length - 2) continue;
            var found = await api.GetAsync($"/api/cultivars/{id}/strain-suggestions?siteId={siteId}", cancel);
            var strain = found.GetProperty("items").EnumerateArray().First();
            await api.PutAsync(
                $"/api/cultivars/{id}/strain-link",
                new { siteId, metrcStrainId = strain.GetProperty("metrcStrainId").GetInt64() }, cancel);
        }
        return ids;
    }

    private async Task AddBatchAsync(
        (string Number, int Cultivar, string Source, int Plants, int DaysAgo, string Stage, string? Pod,
            bool Told) batch,
        Dictionary<string, Guid> pods, List<Guid> cultivars, CancellationToken cancel)
    {
        var started = DayAgo(batch.DaysAgo);
        var id = IdOf(await api.PostAsync("/api/batches", new
        {
            siteId, batchNumber = batch.Number, domainType = "cannabis", cultivarId = cultivars[batch.Cultivar],
            sourceType = batch.Source, plantCount = batch.Plants, startDate = started, stage = batch.Stage,
        }, cancel));
        if (batch.Pod is { } pod)
        {
            await api.PostAsync(
                $"/api/batches/{id}/pods",
                new { podId = pods[pod], plantCount = Math.Min(batch.Plants, 60), from = started }, cancel);
        }
        if (batch.Told) await api.PostAsync("/api/compliance/push-batch", new { batchId = id }, cancel);
    }

    private Task<JsonElement> AddProduceAsync(CancellationToken cancel) => api.PostAsync("/api/batches", new
    {
        siteId, batchNumber = "BASIL-07", domainType = "produce", sourceType = "seed", plantCount = 200,
        startDate = DayAgo(12), stage = "growing",
    }, cancel);

    private string DayAgo(int days) => api.Today.AddDays(-days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static object? Place(string? name) => name is null ? null : new { id = (long?)null, name };

    private static Guid IdOf(JsonElement answer) =>
        (answer.TryGetProperty("item", out var item) ? item : answer).GetProperty("id").GetGuid();
}
