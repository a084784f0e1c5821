namespace Tendril.Domain.Inventory;

/// <summary>Where a lot stands.</summary>
public enum LotStatus { Available, InTransit, OnHold, Quarantined, Finished }

/// <summary>A package row as Metrc's lists give it, nothing checked.</summary>
public sealed record PackageRow(long Id, string? Label, string? ItemName, decimal Quantity, string? UnitOfMeasureName)
{
    public DateOnly? PackagedOn { get; init; }

    public DateOnly? ExpiresOn { get; init; }

    public string? LocationName { get; init; }

    public string? LabTestingState { get; init; }

    public bool IsInTransit { get; init; }

    public bool IsOnHold { get; init; }

    public bool IsFinished { get; init; }
}

/// <summary>What a package says about its lot: everything we take from Metrc and nothing else.</summary>
public sealed record PackageLot(long MetrcId, Tag Label, string ProductName, Quantity Quantity)
{
    public static readonly ProblemCode NoItem = new(
        "package.no_item", "Metrc sent a package without an item name.", "Look the package up in Metrc and report it.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [NoItem];

    public DateOnly? PackagedOn { get; init; }

    public DateOnly? ExpiresOn { get; init; }

    public string? LocationName { get; init; }

    public string? LabTestingState { get; init; }

    public LotStatus Status { get; init; }

    /// <summary>
    /// Reads a row. The item's name is kept letter by letter. Refused rows are counted and named in the pull's errors;
    /// they never become a half-true lot.
    /// </summary>
    public static Result<PackageLot> From(PackageRow row)
    {
        if (Tag.Parse(row.Label, "Label").Refused(out var problem, out var label)) return problem;
        if (string.IsNullOrEmpty(row.ItemName)) return NoItem.Refuse($"Package {label} has no item name", "Item");
        if (UnitOfMeasure.Parse(row.UnitOfMeasureName, "UnitOfMeasureName").Refused(out problem, out var unit))
            return problem;
        if (Quantity.Of(row.Quantity, unit, "Quantity").Refused(out problem, out var quantity)) return problem;
        return new PackageLot(row.Id, label, row.ItemName, quantity)
        {
            PackagedOn = row.PackagedOn,
            ExpiresOn = row.ExpiresOn,
            LocationName = row.LocationName,
            LabTestingState = row.LabTestingState,
            Status = StatusOf(row),
        };
    }

    /// <summary>On the road wins over a hold, a hold over finished: it is what stops a person first.</summary>
    private static LotStatus StatusOf(PackageRow row) =>
        row.IsInTransit ? LotStatus.InTransit
        : row.IsOnHold ? LotStatus.OnHold
        : row.IsFinished ? LotStatus.Finished
        : LotStatus.Available;
}
