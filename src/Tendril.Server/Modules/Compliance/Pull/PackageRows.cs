using System.Text.Json;
using Tendril.Domain;
using Tendril.Domain.Inventory;
using Tendril.Metrc.Wire;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>Metrc's rows as lots, by the domain's rules.</summary>
internal static class PackageRows
{
    /// <summary>A row of one of the four lists of packages.</summary>
    /// <param name="list">Where it stands: on the road is not a field of the row, only a list.</param>
    public static Result<PackageLot> Lot(MetrcPackage row, string list) => PackageLot.From(
        new PackageRow(row.Id, row.Label, row.Item?.Name, row.Quantity, row.UnitOfMeasureName)
        {
            PackagedOn = row.PackagedDate,
            ExpiresOn = row.ExpirationDate,
            LocationName = row.LocationName,
            LabTestingState = row.LabTestingState,
            IsInTransit = list == "intransit",
            IsOnHold = row.IsOnHold && list is not ("inactive" or "transferred"),
            IsFinished = row.IsFinished || list is "inactive" or "transferred",
        });

    /// <summary>A package that left by transfer, for the books of the one who sent it.</summary>
    public static Result<PackageLot> Lot(MetrcTransferredPackage row) => PackageLot.From(
        new PackageRow(
            row.PackageId, row.PackageLabel, row.ProductName, row.ShippedQuantity
            ?? 0, row.ShippedUnitOfMeasureAbbreviation)
        {
            LabTestingState = row.LabTestingStateName,
            IsFinished = true,
        });

    /// <summary>The lot that a mirrored row once said; null when it cannot be read any more.</summary>
    public static PackageLot? OfMirror(string? payload, string? list)
    {
        if (payload is null || list is null) return null;
        try
        {
            var row = JsonSerializer.Deserialize(payload, MetrcJson.Default.MetrcPackage);
            return row is null || Lot(row, list).Refused(out _, out var lot) ? null : lot;
        }
        catch (JsonException)
        {
            return null; // An older version took it, this one cannot read it: then nothing is known about before.
        }
    }

    /// <summary>
    /// Fields in which the lot differs from what Metrc told last: changed here, and not yet confirmed there.
    /// </summary>
    /// <param name="before">What Metrc told last; null when unknown, then every difference counts as ours.</param>
    public static IReadOnlySet<string> Unconfirmed(PackageLot lot, PackageLot? before) => Fields
        .Where(field => before is null || !Equals(field.Read(lot), field.Read(before)))
        .Select(field => field.Name).ToHashSet(StringComparer.Ordinal);

    private static readonly (string Name, Func<PackageLot, object?> Read)[] Fields =
    [
        (nameof(PackageLot.ProductName), lot => lot.ProductName),
        (nameof(PackageLot.Quantity), lot => lot.Quantity),
        (nameof(PackageLot.Status), lot => lot.Status),
        (nameof(PackageLot.LocationName), lot => lot.LocationName),
        (nameof(PackageLot.LabTestingState), lot => lot.LabTestingState),
        (nameof(PackageLot.PackagedOn), lot => lot.PackagedOn),
        (nameof(PackageLot.ExpiresOn), lot => lot.ExpiresOn),
    ];
}
