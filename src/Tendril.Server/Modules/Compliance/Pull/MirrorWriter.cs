using System.Text;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>Writes rows into the mirror, all of a chunk at once.</summary>
internal static class MirrorWriter
{
    /// <summary>Ids of the rows that the mirror did not have.</summary>
    public static async Task<HashSet<long>> WriteAsync(
        PullRun run, PullList list, TenantUnit unit, IReadOnlyList<ChangedRow> rows, CancellationToken cancel)
    {
        var written = await unit.Connection.Sql(
            """
            INSERT INTO metrc_objects AS known (organization_id, site_id, kind, metrc_id, name, list, type_name, active,
              last_modified, payload, payload_hash, first_seen_at, changed_at)
            SELECT $1, $2, $3, came.metrc_id, came.name, came.list, came.type_name, came.active, came.last_modified,
              came.payload::jsonb, came.payload_hash, $4, $4
            FROM unnest($5::bigint[], $6::text[], $7::text[], $8::text[], $9::boolean[], $10::timestamptz[],
              $11::text[], $12::uuid[])
              AS came(metrc_id, name, list, type_name, active, last_modified, payload, payload_hash)
            ON CONFLICT (organization_id, site_id, kind, metrc_id) DO UPDATE SET name = excluded.name,
              list = excluded.list,
              type_name = excluded.type_name, active = excluded.active, last_modified = excluded.last_modified,
              payload = excluded.payload, payload_hash = excluded.payload_hash, changed_at = excluded.changed_at,
              gone_at = NULL
            RETURNING metrc_id, xmax = 0
            """,
            run.OrganizationId, run.SiteId, list.Kind, run.At,
            rows.Select(row => row.Row.Id).ToArray(),
            rows.Select(row => row.Row.Name).ToArray(),
            rows.Select(row => row.List).ToArray(),
            rows.Select(row => row.Row.TypeName).ToArray(),
            rows.Select(_ => list.Active).ToArray(),
            rows.Select(row => row.Row.LastModified?.ToUniversalTime()).ToArray(),
            rows.Select(row => Encoding.UTF8.GetString(row.Raw.Json.Span)).ToArray(),
            rows.Select(row => row.Hash).ToArray())
            .ReadAsync(row => (Id: row.GetInt64(0), IsNew: row.GetBoolean(1)), cancel);
        return [.. written.Where(row => row.IsNew).Select(row => row.Id)];
    }

    /// <summary>Objects that no list named in a complete sweep, though the mirror holds them as present.</summary>
    public static Task<IReadOnlyList<long>> MissingAsync(
        PullRun run, string kind, TenantUnit unit, CancellationToken cancel) =>
        unit.Connection.Sql(
            """
            SELECT metrc_id FROM metrc_objects
            WHERE organization_id = $1 AND site_id = $2 AND kind = $3 AND gone_at IS NULL AND NOT metrc_id = ANY($4)
              AND NOT (kind IN ('packages', 'plant_batches', 'transferred_packages') AND list IN ('inactive',
              'transferred'))
            ORDER BY metrc_id
            """, run.OrganizationId, run.SiteId, kind, run.MetOf(kind).Keys.ToArray())
            .ReadAsync(row => row.GetInt64(0), cancel);

    /// <summary>Calls objects gone, and the lots of packages with them; forgets employees.</summary>
    public static async Task MarkGoneAsync(
        PullRun run, string kind, IReadOnlyList<long> ids, TenantUnit unit, CancellationToken cancel)
    {
        if (kind == MirrorKind.Employees)
        {
            await ForgetAsync(run, kind, ids, unit, cancel);
            return;
        }
        await unit.Connection.Sql(
            """
            UPDATE metrc_objects SET gone_at = $5, changed_at = $5
            WHERE organization_id = $1 AND site_id = $2 AND kind = $3 AND metrc_id = ANY($4)
            """, run.OrganizationId, run.SiteId, kind, ids.ToArray(), run.At).RunAsync(cancel);
        if (kind != MirrorKind.Packages) return;
        await unit.Connection.Sql(
            """
            UPDATE lots SET gone_at = $4, updated_at = $4, version = version + 1
            FROM metrc_package_mappings AS mapping
            WHERE mapping.organization_id = $1 AND mapping.site_id = $2 AND mapping.closed_at IS NULL
              AND mapping.metrc_package_id = ANY($3)
              AND lots.organization_id = $1 AND lots.id = mapping.inventory_lot_id AND lots.gone_at IS NULL
            """, run.OrganizationId, run.SiteId, ids.ToArray(), run.At).RunAsync(cancel);
    }

    /// <summary>People who left are not kept on file: nothing of ours refers to them.</summary>
    private static Task<int> ForgetAsync(
        PullRun run, string kind, IReadOnlyList<long> ids, TenantUnit unit, CancellationToken cancel) =>
        unit.Connection.Sql(
            """
            DELETE FROM metrc_objects
            WHERE organization_id = $1 AND site_id = $2 AND kind = $3 AND metrc_id = ANY($4)
            """, run.OrganizationId, run.SiteId, kind, ids.ToArray()).RunAsync(cancel);

    /// <summary>Packages that left by transfer stand in no list any more, and are not gone either.</summary>
    public static Task<int> MoveToTransferredAsync(
        PullRun run, IReadOnlyList<long> packageIds, TenantUnit unit, CancellationToken cancel) =>
        unit.Connection.Sql(
            """
            UPDATE metrc_objects SET list = 'transferred', active = false, changed_at = $4, gone_at = NULL
            WHERE organization_id = $1 AND site_id = $2 AND kind = 'packages' AND metrc_id = ANY($3)
              AND list <> 'transferred'
            """, run.OrganizationId, run.SiteId, packageIds.ToArray(), run.At).RunAsync(cancel);
}
