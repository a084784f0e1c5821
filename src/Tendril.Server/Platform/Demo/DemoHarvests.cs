using Tendril.Sync.Steps;

namespace Tendril.Server.Platform.Demo;

/// <summary>
/// A harvest in each stage, done as a tablet would have done it over the last weeks: its operations have ids that are
/// always the same, so that a start which was interrupted does nothing twice.
/// </summary>
/// <param name="userId">Whose tablet it is.</param>
public sealed class DemoHarvests(DemoApi api, Guid siteId, Guid userId, DateTimeOffset now)
{
    private readonly List<object> _operations = [];

    public async Task HangAsync(CancellationToken cancel)
    {
        var batches = (await api.ItemsAsync($"/api/batches?siteId={siteId}", cancel)).ToDictionary(
            batch => batch.GetProperty("batchNumber").GetString()!, batch => batch.GetProperty("id").GetGuid(),
            StringComparer.Ordinal);
        // Cut this morning, drying in time, curing longer than it should, and one that is in stock.
        Cut("cut", batches["BS-0386"], 0.2, "First half of the bench", "14210.5");
        Cut("dry", batches["PD-0385"], 8.3, "Bench S1, colas only", "18230");
        Step("dry", "advance_stage", 8, new { to = "drying" });
        foreach (var (days, grams) in new[] { (6.0, "9120.4"), (4.0, "6033.2"), (2.0, "4480.9"), (0.3, "4102.6") })
            Weigh("dry", "weigh_in", days, grams);
        Cut("cure", batches["HL-0421"], 78, "Bed 1, north row", "9400");
        Step("cure", "advance_stage", 77.5, new { to = "drying", notes = "Hung in the north room" });
        Weigh("cure", "dry", 65, "1986.3");
        Step("cure", "advance_stage", 65, new { to = "curing" });
        Cut("stock", batches["HL-0421"], 60, "Bed 1, south row", "8800.5");
        Step("stock", "advance_stage", 59.5, new { to = "drying" });
        Weigh("stock", "dry", 48, "1854.2");
        Weigh("stock", "trimmings", 48, "611");
        Step("stock", "advance_stage", 48, new { to = "curing" });
        Step("stock", "finalize", 12, new { aroma = true, stem_snap = true, jar_humidity = true });
        await SendAsync(cancel);
    }

    private async Task SendAsync(CancellationToken cancel)
    {
        var device = Id("tablet");
        await api.PostAsync("/api/devices", new { id = device, name = "Drying room tablet" }, cancel);
        var answer = await api.PostAsync(
            "/api/sync/push", new { protocol = 1, device, sentAt = now, operations = _operations }, cancel);
        foreach (var result in answer.GetProperty("results").EnumerateArray())
            // One that is known with another day was done by a start before midnight.
            if (result.TryGetProperty("code", out var code) && code.GetString() != "sync.operation_reused")
                throw new InvalidOperationException($"A harvest of the demo was refused: {code}");
    }

    private void Cut(string harvest, Guid batch, double daysAgo, string notes, string wet)
    {
        _operations.Add(new
        {
            id = Id($"{harvest} {_operations.Count}"),
            kind = "create",
            table = "harvests",
            row = Id(harvest),
            @base = 0,
            at = Ago(daysAgo),
            set = new
            {
                site_id = siteId,
                batch_id = batch,
                user_id = userId,
                stage_started_at = Ago(daysAgo),
                notes,
            },
        });
        Weigh(harvest, "wet", daysAgo, wet);
    }

    private void Weigh(string harvest, string kind, double daysAgo, string grams) => _operations.Add(new
    {
        id = Id($"{harvest} {_operations.Count}"),
        kind = "create",
        table = "harvest_weights",
        row = Id($"{harvest} weight {_operations.Count}"),
        @base = 0,
        at = Ago(daysAgo),
        set = new
        {
            site_id = siteId,
            harvest_id = Id(harvest),
            user_id = userId,
            kind,
            grams,
            measured_at = Ago(daysAgo),
        },
    });

    private void Step(string harvest, string step, double daysAgo, object args) => _operations.Add(new
    {
        id = Id($"{harvest} {_operations.Count}"),
        kind = "intent",
        name = $"harvest.{step}",
        row = Id(harvest),
        @base = 0,
        at = Ago(daysAgo),
        args,
    });

    // The same in every start on the same day; what is sent again with another moment would be another operation.
    private string Ago(double days) =>
        new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-days).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'",
            System.Globalization.CultureInfo.InvariantCulture);

    private Guid Id(string name) => NamedId.Of(siteId, $"demo harvest {name}");
}
