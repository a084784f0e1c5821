using System.Globalization;

namespace Tendril.Domain.Values;

/// <summary>
/// An exact signed amount with its unit. Equal means same amount and same unit; use <see cref="SameAs"/> to compare
/// across units.
/// </summary>
public readonly record struct Quantity
{
    /// <summary>Amounts stay below this, so that sums and conversions never overflow a decimal.</summary>
    public const decimal Limit = 1_000_000_000_000m;

    private readonly UnitOfMeasure? _unit;

    private Quantity(decimal amount, UnitOfMeasure unit) => (Amount, _unit) = (amount, unit);

    public decimal Amount { get; }

    /// <summary>The unit; a quantity nobody made is zero pieces.</summary>
    public UnitOfMeasure Unit => _unit ?? UnitOfMeasure.Each;

    public static Result<Quantity> Of(decimal amount, UnitOfMeasure unit, string field = "quantity") =>
        Math.Abs(amount) < Limit
            ? new Quantity(amount, unit)
            : UnitOfMeasure.AmountTooLarge.Refuse($"{amount} {unit.Name} is too large", field);

    public static Quantity Zero(UnitOfMeasure unit) => new(0, unit);

    /// <summary>The same quantity in another unit of its kind. Exact wherever the decimal table is.</summary>
    public Result<Quantity> In(UnitOfMeasure target)
    {
        if (target == Unit) return this;
        if (target.Kind != Unit.Kind) return Mismatch(target);
        return Of(Amount * Unit.InBase / target.InBase, target);
    }

    /// <summary>This plus another of the same kind, in this unit.</summary>
    public Result<Quantity> Plus(Quantity other)
    {
        if (other.In(Unit).Refused(out var problem, out var same)) return problem;
        return Of(Amount + same.Amount, Unit);
    }

    /// <summary>
    /// This minus another of the same kind, in this unit: what a movement must add to get from there to here.
    /// </summary>
    public Result<Quantity> Minus(Quantity other) => Plus(other.Negated());

    public Quantity Negated() => new(-Amount, Unit);

    /// <summary>True when both are the same amount of the same kind, whatever their units.</summary>
    public bool SameAs(Quantity other) =>
        Unit.Kind == other.Unit.Kind && Amount * Unit.InBase == other.Amount * other.Unit.InBase;

    /// <summary>Rounded for people (grams 0.001, ounces 0.0001), with the abbreviation.</summary>
    public string Display() =>
        $"{Math.Round(Amount, Unit.DisplayDigits, MidpointRounding.AwayFromZero).ToString("0.######",
            CultureInfo.InvariantCulture)} {Unit.Abbreviation}";

    public override string ToString() => $"{Amount.ToString(CultureInfo.InvariantCulture)} {Unit.Abbreviation}";

    private Problem Mismatch(UnitOfMeasure target) => UnitOfMeasure.NotConvertible.Refuse(
        $"{Unit.Name} is {WireName.Of(Unit.Kind)} and {target.Name} is {WireName.Of(target.Kind)}", "unitOfMeasure");
}
