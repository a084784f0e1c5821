using Npgsql;
using Tendril.Domain;
using Tendril.Domain.Inventory;
using Tendril.Domain.Values;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>A lot as it stands in our books, with the mapping that leads to it.</summary>
/// <param name="MappingId">Null for a lot that bears the label and was never linked.</param>
/// <param name="MetrcId">The package it is linked to.</param>
internal sealed record FiledLot(Guid LotId, Guid? MappingId, long? MetrcId, LotOnFile OnFile);

/// <summary>The lots behind a chunk of packages, locked until the chunk is written.</summary>
internal sealed class LotsOnFile
{
    private readonly Dictionary<long, FiledLot> byPackage = [];
    private readonly Dictionary<string, FiledLot> byLabel = new(StringComparer.Ordinal);

    /// <summary>The lot linked to a package, or one that bears its label.</summary>
    public FiledLot? Of(PackageLot package) =>
        byPackage.GetValueOrDefault(package.MetrcId) ?? byLabel.GetValueOrDefault(package.Label.ToString());

    public static async Task<LotsOnFile> ReadAsync(
        PullRun run, TenantUnit unit, IReadOnlyList<PackageLot> packages, CancellationToken cancel)
    {
        var found = new LotsOnFile();
        var rows = await unit.Connection.Sql(
            """
            SELECT lots.id, mapping.id, mapping.metrc_package_id, lots.compliance_package_uid, lots.product_name,
              lots.quantity,
              lots.unit_of_measure, lots.status, lots.location_name, lots.lab_testing_state, lots.packaged_date,
              lots.expiration_date, mirror.payload::text, mirror.list
            FROM lots
            LEFT JOIN metrc_package_mappings AS mapping ON mapping.organization_id = $1 AND mapping.site_id = $2
              AND mapping.inventory_lot_id = lots.id AND mapping.closed_at IS NULL
            LEFT JOIN metrc_objects AS mirror ON mirror.organization_id = $1 AND mirror.site_id = $2
              AND mirror.kind = 'packages' AND mirror.metrc_id = mapping.metrc_package_id
            WHERE lots.organization_id = $1 AND lots.id IN (
              SELECT inventory_lot_id FROM metrc_package_mappings WHERE organization_id = $1 AND site_id = $2
                AND closed_at IS NULL AND metrc_package_id = ANY($3)
              UNION SELECT id FROM lots WHERE organization_id = $1 AND site_id = $2
                AND compliance_package_uid = ANY($4))
            ORDER BY lots.id FOR UPDATE OF lots
            """,
            run.OrganizationId, run.SiteId,
            packages.Select(package => package.MetrcId).ToArray(),
            packages.Select(package => package.Label.ToString()).ToArray())
            .ReadAsync(Read, cancel);
        foreach (var row in rows)
        {
            if (row.MetrcId is { } id) found.byPackage[id] = row;
            found.byLabel[row.OnFile.Lot.Label.ToString()] = row;
        }
        return found;
    }

    private static FiledLot Read(NpgsqlDataReader row)
    {
        long? metrcId = row.IsDBNull(2) ? null : row.GetInt64(2);
        var lot = new PackageLot(metrcId ?? 0, LabelOf(row), row.GetString(4), QuantityOf(row))
        {
            Status = WireName.TryParse<LotStatus>(row.GetString(7), out var status)
                ? status
                : throw new InvalidOperationException(
                    $"Lot {row.GetGuid(0)} has the unknown status \"{row.GetString(7)}\"."),
            LocationName = Text(row, 8),
            LabTestingState = Text(row, 9),
            PackagedOn = row.IsDBNull(10) ? null : row.GetFieldValue<DateOnly>(10),
            ExpiresOn = row.IsDBNull(11) ? null : row.GetFieldValue<DateOnly>(11),
        };
        var before = PackageRows.OfMirror(Text(row, 12), Text(row, 13));
        return new FiledLot(
            row.GetGuid(0), row.IsDBNull(1) ? null : row.GetGuid(1), metrcId,
            new LotOnFile(lot, PackageRows.Unconfirmed(lot, before)));
    }

    private static Tag LabelOf(NpgsqlDataReader row) =>
        Tag.TryParse(Text(row, 3), out var label)
            ? label
            : throw new InvalidOperationException($"Lot {row.GetGuid(0)} is linked and has no label.");

    private static Quantity QuantityOf(NpgsqlDataReader row)
    {
        if (!UnitOfMeasure.TryParse(row.GetString(6), out var unit))
            throw new InvalidOperationException($"Lot {row.GetGuid(0)} has the unknown unit \"{row.GetString(6)}\".");
        return Quantity.Of(row.GetDecimal(5), unit).Refused(out var problem, out var quantity)
            ? throw new InvalidOperationException($"Lot {row.GetGuid(0)}: {problem.Message}")
            : quantity;
    }

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
