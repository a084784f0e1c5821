using System.Text.Json.Nodes;
using Tendril.Domain.Organisation;
using Tendril.Server.Modules.Inventory;
using Tendril.Server.Sync;
using Tendril.Sync.Postgres;
using Tendril.Tests.Sync;

namespace Tendril.Tests.Harvests;

/// <summary>The books of one organisation with a plant and the harvests of it, pushed to as devices do.</summary>
internal sealed class HarvestBooks(SyncBooks books)
{
    private static readonly JsonObject Checklist =
        new() { ["aroma"] = true, ["stem_snap"] = true, ["jar_humidity"] = true };

    public SyncBooks Books => books;

    public Guid Batch { get; } = Guid.CreateVersion7();

    public Guid Plant { get; } = Guid.CreateVersion7();

    public static async Task<HarvestBooks> OpenAsync(SyncDatabase database)
    {
        var books = new HarvestBooks(await SyncBooks.OpenAsync(database, new PushEngine(SyncedTables.All,
            TimeProvider.System, () => Guid.CreateVersion7(), SyncedSteps.All, new StockHarvests())));
        await books.Books.ExecuteAsync("""
            INSERT INTO batches (organization_id, id, site_id, batch_number, domain_type, source_type, plant_count,
              stage, status, start_date, version, created_at, updated_at)
            VALUES ($1, $2, $3, 'B-1', 'cannabis', 'clone', 10, 'flowering', 'active', '2026-10-01', 1, now(), now())
            """, books.Books.OrganizationId, books.Batch, books.Books.Veg);
        await books.Books.ExecuteAsync("""
            INSERT INTO plants (organization_id, id, site_id, batch_id, label, status, created_at, updated_at)
            VALUES ($1, $2, $3, $4, '1A4FF0300000022000000001', 'growing', now(), now())
            """, books.Books.OrganizationId, books.Plant, books.Books.Veg, books.Batch);
        return books;
    }

    /// <summary>The operation that begins a harvest, of the batch unless the plant is asked for.</summary>
    public JsonObject New(SyncCaller caller, Guid harvest, DateTimeOffset startedAt, bool ofPlant = false)
    {
        var set = new JsonObject
        {
            ["site_id"] = books.Veg.ToString(),
            ["user_id"] = caller.UserId.ToString(),
            ["stage_started_at"] = startedAt.ToString("O"),
            [ofPlant ? "plant_id" : "batch_id"] = (ofPlant ? Plant : Batch).ToString(),
        };
        return books.Create("harvests", harvest, set);
    }

    public JsonObject Weight(SyncCaller caller, Guid harvest, string kind, string grams) =>
        books.Create("harvest_weights", Guid.CreateVersion7(), new JsonObject
        {
            ["site_id"] = books.Veg.ToString(),
            ["harvest_id"] = harvest.ToString(),
            ["user_id"] = caller.UserId.ToString(),
            ["kind"] = kind,
            ["grams"] = grams,
            ["measured_at"] = DateTimeOffset.UtcNow.AddMinutes(-1).ToString("O"),
        });

    public JsonObject Advance(Guid harvest, string to, DateTimeOffset? at = null) =>
        books.Step("harvest.advance_stage", harvest, new JsonObject { ["to"] = to }, null, at);

    public JsonObject Finalize(Guid harvest) =>
        books.Step("harvest.finalize", harvest, Checklist.DeepClone().AsObject());

    public JsonObject Revert(Guid harvest, string to, string reason) =>
        books.Step("harvest.revert", harvest, new JsonObject { ["to"] = to, ["reason"] = reason });

    /// <summary>A harvest of 40 days, in curing, with its weights.</summary>
    public async Task<Guid> CuringAsync()
    {
        var (caller, harvest) = (books.Caller(), Guid.CreateVersion7());
        var results = await books.PushAsync(caller, New(caller, harvest, DateTimeOffset.UtcNow.AddDays(-40)),
            Weight(caller, harvest, "wet", "1200.5"), Weight(caller, harvest, "dry", "300.2"),
            Advance(harvest, "drying"), Advance(harvest, "curing"));
        results.ShouldAllBe(one => one.Refusal == null);
        return harvest;
    }

    public SyncCaller Manager() => books.Caller(Role.SiteManager);

    /// <summary>The attempts, in their order: what, whether, from and to where.</summary>
    public Task<string?> AttemptsAsync() => books.ReadAsync<string>("""
        SELECT string_agg(concat_ws(' ', operation_type, status, from_stage, to_stage, code), ', '
          ORDER BY performed_at, id) FROM harvest_audits
        """);

    public Task<string?> StockAsync() => books.ReadAsync<string>("""
        SELECT string_agg(concat_ws(' ', lot.lot_number, lot.product_name, lot.quantity, lot.unit_of_measure,
          (SELECT string_agg(kind || ' ' || quantity, ' ' ORDER BY at, id) FROM stock_movements AS moved
            WHERE moved.lot_id = lot.id)), ', ') FROM lots AS lot
        """);
}
