using System.Globalization;

namespace Tendril.Domain.Inventory;

/// <summary>What a pulled package does to our books.</summary>
public enum PullOutcome { Created, Updated, Unchanged, Conflict }

/// <summary>A value that Metrc has and one that we changed and did not report yet.</summary>
public sealed record PullConflict(string Field, string Ours, string Metrcs);

/// <summary>The lot as it stands in our books.</summary>
/// <param name="Unconfirmed">Properties of <see cref="PackageLot"/> changed here and not confirmed by Metrc.</param>
public sealed record LotOnFile(PackageLot Lot, IReadOnlySet<string> Unconfirmed);

/// <summary>
/// What is to be written: the lot's fields, and the signed movements that bring its stock to Metrc's quantity.
/// A conflicting field keeps our value, and both are stored for a person.
/// </summary>
public sealed record PullDecision(
    PullOutcome Outcome, PackageLot Lot, IReadOnlyList<Quantity> Movements, IReadOnlyList<PullConflict> Conflicts);

/// <summary>Compares a pulled package with the lot on file.</summary>
public static class PullPackage
{
    /// <summary>The fields that both sides can change: how to read one, and how to keep ours.</summary>
    private static readonly Field[] Fields =
    [
        new(
            nameof(PackageLot.ProductName), lot => lot.ProductName,
            (to, from) => to with { ProductName = from.ProductName }),
        new(nameof(PackageLot.Quantity), lot => lot.Quantity, (to, from) => to with { Quantity = from.Quantity }),
        new(nameof(PackageLot.Status), lot => lot.Status, (to, from) => to with { Status = from.Status }),
        new(
            nameof(PackageLot.LocationName), lot => lot.LocationName,
            (to, from) => to with { LocationName = from.LocationName }),
        new(
            nameof(PackageLot.LabTestingState), lot => lot.LabTestingState,
            (to, from) => to with { LabTestingState = from.LabTestingState }),
        new(
            nameof(PackageLot.PackagedOn), lot => lot.PackagedOn,
            (to, from) => to with { PackagedOn = from.PackagedOn }),
        new(nameof(PackageLot.ExpiresOn), lot => lot.ExpiresOn, (to, from) => to with { ExpiresOn = from.ExpiresOn }),
    ];

    public static PullDecision Decide(PackageLot pulled, LotOnFile? onFile)
    {
        if (onFile is null)
            return new PullDecision(
                PullOutcome.Created, pulled, Movements(Quantity.Zero(pulled.Quantity.Unit), pulled.Quantity), []);
        var ours = onFile.Lot;
        var kept = Fields
            .Where(field => onFile.Unconfirmed.Contains(field.Name) && field.Differs(ours, pulled)).ToArray();
        var merged = kept.Aggregate(pulled, (lot, field) => field.Keep(lot, ours));
        var outcome = kept.Length > 0 ? PullOutcome.Conflict
            : merged == ours ? PullOutcome.Unchanged
            : PullOutcome.Updated;
        return new PullDecision(
            outcome, merged, Movements(ours.Quantity, merged.Quantity),
            [.. kept.Select(field => new PullConflict(field.Name, field.Text(ours), field.Text(pulled)))]);
    }

    /// <summary>
    /// One signed difference while the unit stays. A package whose unit changed is taken out in the old unit and in
    /// again in the new one, so that every movement says exactly what was counted and nothing is rounded.
    /// </summary>
    private static IReadOnlyList<Quantity> Movements(Quantity before, Quantity after)
    {
        if (before == after) return [];
        if (before.Unit == after.Unit && !after.Minus(before).Refused(out _, out var difference)) return [difference];
        return [.. new[] { before.Negated(), after }.Where(movement => movement.Amount != 0)];
    }

    private sealed record Field(
        string Name, Func<PackageLot, object?> Read, Func<PackageLot, PackageLot, PackageLot> Keep)
    {
        public bool Differs(PackageLot ours, PackageLot pulled) => !Equals(Read(ours), Read(pulled));

        public string Text(PackageLot lot) => Read(lot) switch
        {
            null => "",
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            LotStatus status => WireName.Of(status),
            var value => $"{value}",
        };
    }
}
