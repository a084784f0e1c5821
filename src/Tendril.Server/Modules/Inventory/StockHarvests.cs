using Npgsql;
using Tendril.Server.Storage;
using Tendril.Sync.Postgres;
using Tendril.Sync.Steps;

namespace Tendril.Server.Modules.Inventory;

/// <summary>A harvest went into stock, or was taken back out of it.</summary>
/// <param name="LotId">Follows from the harvest's id: each has one lot, however often it comes and goes.</param>
/// <param name="MovementId">Follows from the operation's id.</param>
/// <param name="Grams">Signed.</param>
public sealed record HarvestStocked(
    Guid HarvestId, Guid LotId, Guid MovementId, Guid SiteId, decimal Grams, DateTimeOffset At, Guid UserId);

/// <summary>Writes the lot and the movement of a harvest, in the transaction that writes the harvest.</summary>
internal sealed class StockHarvests : IStepEffects
{
    private const string Lot = """
        INSERT INTO lots (organization_id, id, site_id, lot_number, product_name, unit_of_measure, status, received_at,
          created_at, updated_at)
        SELECT harvest.organization_id, $2, harvest.site_id,
          coalesce(plant.label, batch.batch_number, 'Harvest') || ' ' || to_char($3 AT TIME ZONE site.time_zone,
            'YYYY-MM-DD'), coalesce(cultivar.name, batch.batch_number, 'Harvest'), 'Grams', 'available', $3, $3, $3
        FROM harvests AS harvest
        JOIN sites AS site ON site.organization_id = harvest.organization_id AND site.id = harvest.site_id
        LEFT JOIN plants AS plant ON plant.organization_id = harvest.organization_id AND plant.id = harvest.plant_id
        LEFT JOIN batches AS batch ON batch.organization_id = harvest.organization_id
          AND batch.id = coalesce(harvest.batch_id, plant.batch_id)
        LEFT JOIN cultivars AS cultivar ON cultivar.organization_id = harvest.organization_id
          AND cultivar.id = batch.cultivar_id
        WHERE harvest.id = $1
        ON CONFLICT (organization_id, id) DO NOTHING
        """;

    private const string Movement = """
        INSERT INTO stock_movements (organization_id, id, site_id, lot_id, kind, quantity, unit_of_measure, reason,
          reference, at, actor_id, actor)
        SELECT organization_id, $2, site_id, id, $3, $4, unit_of_measure, $5, $6, $7, $8, 'harvest'
        FROM lots WHERE id = $1
        """;

    public async Task RunAsync(
        NpgsqlConnection connection, SyncCaller caller, IReadOnlyList<object> effects, CancellationToken cancel)
    {
        foreach (var stocked in effects.OfType<HarvestStocked>())
        {
            await connection.Sql(Lot, stocked.HarvestId, stocked.LotId, stocked.At).RunAsync(cancel);
            var (kind, reason) = stocked.Grams > 0 ? ("receive", "harvest_finalized") : ("adjust", "harvest_reverted");
            await connection.Sql(Movement, stocked.LotId, stocked.MovementId, kind, stocked.Grams, reason,
                stocked.HarvestId.ToString(), stocked.At, stocked.UserId).RunAsync(cancel);
            // Some of it may have gone already: that is flagged, not hidden.
            await connection.Sql("UPDATE lots SET conflict = true WHERE id = $1 AND quantity < 0", stocked.LotId)
                .RunAsync(cancel);
        }
    }
}
