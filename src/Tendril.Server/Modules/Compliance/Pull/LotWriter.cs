using System.Text.Json;
using Tendril.Domain;
using Tendril.Domain.Inventory;
using Tendril.Domain.Values;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>One package with what is to be done about its lot.</summary>
internal sealed record LotChange(Guid LotId, FiledLot? Filed, PackageLot Package, PullDecision Decision,
    DateTimeOffset ReceivedAt)
{
    public bool IsNew => Filed is null;

    /// <summary>It is known only from the shipment that took it away.</summary>
    public bool IsTransfer { get; init; }
}

/// <summary>Writes lots, movements and mappings of a chunk: a handful of statements, however many packages.</summary>
internal sealed class LotWriter(PullRun run, TenantUnit unit, IdSource ids)
{
    private sealed record Movement(Guid LotId, Quantity Quantity, bool IsFirst);

    public async Task WriteAsync(IReadOnlyList<LotChange> changes, CancellationToken cancel)
    {
        var fresh = changes.Where(change => change.IsNew).ToList();
        var known = changes.Where(change => !change.IsNew && change.Decision.Outcome != PullOutcome.Unchanged).ToList();
        if (fresh.Count > 0) await InsertLotsAsync(fresh, cancel);
        // A lot is brought to zero in its old unit before the unit changes, and filled in the new one after.
        var moves = changes.SelectMany(MovementsOf).ToList();
        var old = known.Where(change => UnitBefore(change) != change.Decision.Lot.Quantity.Unit)
            .ToDictionary(change => change.LotId, UnitBefore);
        await InsertMovementsAsync(
            [.. moves.Where(move => !old.TryGetValue(move.LotId, out var before) || before == move.Quantity.Unit)],
            cancel);
        if (known.Count > 0) await UpdateLotsAsync(known, cancel);
        await InsertMovementsAsync(
            [.. moves.Where(move => old.TryGetValue(move.LotId, out var before) && before != move.Quantity.Unit)],
            cancel);
        await LinkAsync([.. changes.Where(change => change.Filed?.MappingId is null)], cancel);
        await MarkAsync([.. changes.Where(change => change.Filed?.MappingId is not null)], cancel);
    }

    private static UnitOfMeasure UnitBefore(LotChange change) => change.Filed!.OnFile.Lot.Quantity.Unit;

    private static IEnumerable<Movement> MovementsOf(LotChange change) =>
        change.Decision.Movements.Select((quantity, at) =>
            new Movement(change.LotId, quantity, change.IsNew && at == 0));

    private Task<int> InsertLotsAsync(List<LotChange> fresh, CancellationToken cancel) => unit.Connection.Sql(
        """
        INSERT INTO lots (organization_id, site_id, created_at, updated_at, id, lot_number, compliance_package_uid,
          product_name,
          unit_of_measure, status, location_name, lab_testing_state, packaged_date, expiration_date, received_at)
        SELECT $1, $2, $3, $3, came.id, came.label, came.label, came.product_name, came.unit, came.status,
          came.location,
          came.lab, came.packaged, came.expires, came.received
        FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::date[],
          $12::date[],
          $13::timestamptz[])
          AS came(id, label, product_name, unit, status, location, lab, packaged, expires, received)
        """, [run.OrganizationId, run.SiteId, run.At, .. Columns(fresh), fresh.Select(one => one.ReceivedAt).ToArray()])
        .RunAsync(cancel);

    private Task<int> UpdateLotsAsync(List<LotChange> known, CancellationToken cancel) => unit.Connection.Sql(
        """
        UPDATE lots SET compliance_package_uid = came.label, product_name = came.product_name,
          unit_of_measure = came.unit,
          status = came.status, location_name = came.location, lab_testing_state = came.lab,
          packaged_date = came.packaged,
          expiration_date = came.expires, conflict = came.conflict, gone_at = NULL,
          version = version + 1, updated_at = $3
        FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::date[],
          $12::date[],
          $13::boolean[])
          AS came(id, label, product_name, unit, status, location, lab, packaged, expires, conflict)
        WHERE lots.organization_id = $1 AND lots.site_id = $2 AND lots.id = came.id
        """,
        [
            run.OrganizationId, run.SiteId, run.At, .. Columns(known),
            known.Select(one => one.Decision.Outcome == PullOutcome.Conflict).ToArray(),
        ]).RunAsync(cancel);

    private static object[] Columns(List<LotChange> changes)
    {
        var lots = changes.ConvertAll(change => change.Decision.Lot);
        return
        [
            changes.Select(change => change.LotId).ToArray(),
            lots.Select(lot => lot.Label.ToString()).ToArray(),
            lots.Select(lot => lot.ProductName).ToArray(),
            lots.Select(lot => lot.Quantity.Unit.Name).ToArray(),
            lots.Select(lot => WireName.Of(lot.Status)).ToArray(),
            lots.Select(lot => lot.LocationName).ToArray(),
            lots.Select(lot => lot.LabTestingState).ToArray(),
            lots.Select(lot => lot.PackagedOn).ToArray(),
            lots.Select(lot => lot.ExpiresOn).ToArray(),
        ];
    }

    private async Task InsertMovementsAsync(List<Movement> moves, CancellationToken cancel)
    {
        if (moves.Count == 0) return;
        await unit.Connection.Sql(
            """
            INSERT INTO stock_movements (organization_id, site_id, at, actor_id, actor, reason, reference, id, lot_id,
              kind,
              quantity, unit_of_measure)
            SELECT $1, $2, $3, $4, $5, 'metrc_pull', $6, came.*
            FROM unnest($7::uuid[], $8::uuid[], $9::text[], $10::numeric[], $11::text[]) AS came(id, lot_id, kind,
              quantity, unit)
            """,
            run.OrganizationId, run.SiteId, run.At, run.Scope.UserId, run.Scope.Actor, run.LogId.ToString(),
            moves.Select(_ => ids.Next()).ToArray(),
            moves.Select(move => move.LotId).ToArray(),
            moves.Select(move => move.IsFirst ? "receive" : "adjust").ToArray(),
            moves.Select(move => move.Quantity.Amount).ToArray(),
            moves.Select(move => move.Quantity.Unit.Name).ToArray()).RunAsync(cancel);
    }

    private async Task LinkAsync(List<LotChange> changes, CancellationToken cancel)
    {
        if (changes.Count == 0) return;
        await unit.Connection.Sql(
            """
            INSERT INTO metrc_package_mappings (organization_id, site_id, last_synced_at, created_at, updated_at, id,
              inventory_lot_id, metrc_package_id, metrc_package_label, sync_status, conflict)
            SELECT $1, $2, $3, $3, $3, came.id, came.lot, came.package, came.label, came.status, came.conflict::jsonb
            FROM unnest($4::uuid[], $5::uuid[], $6::bigint[], $7::text[], $8::text[], $9::text[])
              AS came(id, lot, package, label, status, conflict)
            """,
            [
                run.OrganizationId, run.SiteId, run.At, changes.Select(_ => ids.Next()).ToArray(),
                .. LinkColumns(changes),
            ])
            .RunAsync(cancel);
    }

    private async Task MarkAsync(List<LotChange> changes, CancellationToken cancel)
    {
        if (changes.Count == 0) return;
        await unit.Connection.Sql(
            """
            UPDATE metrc_package_mappings AS mapping SET last_synced_at = $3, updated_at = $3,
              metrc_package_label = came.label,
              sync_status = came.status, conflict = came.conflict::jsonb, sync_error_message = NULL
            FROM unnest($4::uuid[], $5::bigint[], $6::text[], $7::text[], $8::text[])
              AS came(lot, package, label, status, conflict)
            WHERE mapping.organization_id = $1 AND mapping.site_id = $2 AND mapping.closed_at IS NULL
              AND mapping.inventory_lot_id = came.lot AND mapping.metrc_package_id = came.package
            """, [run.OrganizationId, run.SiteId, run.At, .. LinkColumns(changes)]).RunAsync(cancel);
    }

    private static object[] LinkColumns(List<LotChange> changes) =>
    [
        changes.Select(change => change.LotId).ToArray(),
        changes.Select(change => change.Package.MetrcId).ToArray(),
        changes.Select(change => change.Package.Label.ToString()).ToArray(),
        changes.Select(change => change.Decision.Outcome == PullOutcome.Conflict ? "conflict" : "synced").ToArray(),
        changes.Select(change => ConflictOf(change.Decision)).ToArray(),
    ];

    private static string? ConflictOf(PullDecision decision)
    {
        if (decision.Conflicts.Count == 0) return null;
        var both = decision.Conflicts.ToDictionary(
            one => JsonNamingPolicy.CamelCase.ConvertName(one.Field), one => new[] { one.Ours, one.Metrcs });
        return JsonSerializer.Serialize(both);
    }
}
