using Tendril.Domain.Inventory;
using Tendril.Domain.Values;

namespace Tendril.Tests.Domain.Inventory;

public class PackageLotTests
{
    private static readonly PackageRow Row = new(
        9, "1A40A030000C289000031650", " Blue  Dream <i>Flower</i> ", 28.3495m, "Grams")
    {
        PackagedOn = new DateOnly(2026, 11, 1),
        ExpiresOn = new DateOnly(2027, 11, 1),
        LocationName = "Vault",
        LabTestingState = "TestPassed",
    };

    [Fact]
    public void Takes_the_row_letter_by_letter()
    {
        PackageLot.From(Row).Refused(out _, out var lot).ShouldBeFalse();
        (lot!.MetrcId, lot.Label.ToString(), lot.ProductName).ShouldBe((9, Row.Label, Row.ItemName));
        lot.Quantity.ToString().ShouldBe("28.3495 g");
        (lot.PackagedOn, lot.ExpiresOn, lot.LocationName, lot.LabTestingState)
            .ShouldBe((Row.PackagedOn, Row.ExpiresOn, "Vault", "TestPassed"));
    }

    [Theory]
    [InlineData(false, false, false, LotStatus.Available), InlineData(true, true, true, LotStatus.InTransit)]
    [InlineData(false, true, true, LotStatus.OnHold), InlineData(false, false, true, LotStatus.Finished)]
    public void Shows_what_stops_a_person_first(bool inTransit, bool onHold, bool finished, LotStatus status)
    {
        var row = Row with { IsInTransit = inTransit, IsOnHold = onHold, IsFinished = finished };
        PackageLot.From(row).Refused(out _, out var lot).ShouldBeFalse();
        lot!.Status.ShouldBe(status);
    }

    [Fact]
    public void Refuses_what_would_be_a_half_true_lot()
    {
        Refusal(Row with { Label = "SHORT" }).ShouldBe(("invalid_tag_format", "Label"));
        Refusal(Row with { Label = null }).ShouldBe(("invalid_tag_format", "Label"));
        Refusal(Row with { ItemName = "" }).ShouldBe(("package.no_item", "Item"));
        Refusal(Row with { UnitOfMeasureName = "Tonns" }).ShouldBe(("unit.unknown", "UnitOfMeasureName"));
        Refusal(Row with { Quantity = 1e15m }).ShouldBe(("quantity.too_large", "Quantity"));

        static (string, string?) Refusal(PackageRow row) =>
            PackageLot.From(row).Refused(out var problem, out _) ? (problem.Code, problem.Field) : ("", null);
    }
}

public class PullPackageTests
{
    private static readonly PackageLot Lot = Made(100m, "Grams");

    [Fact]
    public void A_new_package_is_a_new_lot_with_its_quantity_received()
    {
        var decision = PullPackage.Decide(Lot, null);
        (decision.Outcome, decision.Lot).ShouldBe((PullOutcome.Created, Lot));
        decision.Movements.ShouldBe([Lot.Quantity]);
    }

    [Fact]
    public void A_new_empty_package_moves_nothing() =>
        PullPackage.Decide(Made(0, "Grams"), null).Movements.ShouldBeEmpty();

    [Fact]
    public void The_same_again_is_unchanged_whatever_zeros_the_number_carries()
    {
        var decision = PullPackage.Decide(Made(100.000m, "Grams"), OnFile(Lot, nameof(PackageLot.Quantity)));
        (decision.Outcome, decision.Movements.Count, decision.Conflicts.Count).ShouldBe((PullOutcome.Unchanged, 0, 0));
    }

    [Theory, InlineData("80.5", "-19.5"), InlineData("100.001", "0.001"), InlineData("-1", "-101")]
    public void A_changed_quantity_is_one_signed_movement(string now, string movement)
    {
        var decision = PullPackage.Decide(Made(decimal.Parse(now), "Grams"), OnFile(Lot));
        decision.Outcome.ShouldBe(PullOutcome.Updated);
        decision.Movements.ShouldHaveSingleItem().Amount.ShouldBe(decimal.Parse(movement));
        decision.Lot.Quantity.Amount.ShouldBe(decimal.Parse(now));
    }

    [Fact]
    public void A_changed_unit_goes_out_in_the_old_one_and_in_again_in_the_new() =>
        PullPackage.Decide(Made(4m, "Each"), OnFile(Lot)).Movements.Select(one => $"{one}")
            .ShouldBe(["-100 g", "4 ea"]);

    [Fact]
    public void A_changed_unit_of_nothing_moves_only_what_is_there() =>
        PullPackage.Decide(Made(4m, "Each"), OnFile(Made(0, "Grams"))).Movements.Select(one => $"{one}")
            .ShouldBe(["4 ea"]);

    [Fact]
    public void A_difference_too_large_for_one_movement_takes_two() =>
        PullPackage.Decide(Made(-999_999_999_999m, "Grams"), OnFile(Made(999_999_999_999m, "Grams")))
            .Movements.Count.ShouldBe(2);

    [Fact]
    public void Every_other_field_is_taken_over()
    {
        var pulled = Lot with { ProductName = "New", Status = LotStatus.OnHold, LocationName = null };
        var decision = PullPackage.Decide(pulled, OnFile(Lot));
        (decision.Outcome, decision.Lot, decision.Movements.Count).ShouldBe((PullOutcome.Updated, pulled, 0));
    }

    public static TheoryData<string> ConflictFields =>
    [
        nameof(PackageLot.ProductName), nameof(PackageLot.Quantity), nameof(PackageLot.Status),
        nameof(PackageLot.LocationName), nameof(PackageLot.LabTestingState), nameof(PackageLot.PackagedOn),
        nameof(PackageLot.ExpiresOn),
    ];

    [Theory, MemberData(nameof(ConflictFields))]
    public void A_local_change_that_metrc_has_not_confirmed_is_never_overwritten(string field)
    {
        var pulled = Made(4m, "Each") with
        {
            ProductName = "New",
            Status = LotStatus.Finished,
            LocationName = "Elsewhere",
            LabTestingState = "TestFailed",
            PackagedOn = new DateOnly(2026, 1, 2),
            ExpiresOn = new DateOnly(2027, 1, 2),
        };
        var decision = PullPackage.Decide(pulled, OnFile(Lot, field));
        decision.Outcome.ShouldBe(PullOutcome.Conflict);
        decision.Conflicts.ShouldHaveSingleItem().Field.ShouldBe(field);
        var property = typeof(PackageLot).GetProperty(field)!;
        property.GetValue(decision.Lot).ShouldBe(property.GetValue(Lot));
        // All other fields follow Metrc.
        foreach (var other in ConflictFields.Select(row => row.Data).Where(name => name != field))
            typeof(PackageLot).GetProperty(other)!.GetValue(decision.Lot)
                .ShouldBe(typeof(PackageLot).GetProperty(other)!.GetValue(pulled));
    }

    [Fact]
    public void A_conflict_keeps_both_values_in_words()
    {
        var pulled = Lot with { Status = LotStatus.OnHold, ExpiresOn = new DateOnly(2027, 1, 31) };
        PullPackage.Decide(pulled, OnFile(Lot, nameof(PackageLot.Status), nameof(PackageLot.ExpiresOn))).Conflicts
            .ShouldBe([new("Status", "available", "on_hold"), new("ExpiresOn", "", "2027-01-31")]);
    }

    private static LotOnFile OnFile(PackageLot lot, params string[] unconfirmed) => new(lot, unconfirmed.ToHashSet());

    private static PackageLot Made(decimal quantity, string unit) =>
        PackageLot.From(new PackageRow(9, "1A40A030000C289000031650", "Blue Dream", quantity, unit)
        {
            LocationName = "Vault",
        }).Refused(out var problem, out var lot) ? throw new InvalidOperationException(problem.Message) : lot;
}
