namespace Tendril.Metrc.Simulator.State;

/// <summary>
/// A unit of measure: <paramref name="Factor"/> says how many of the smallest unit of its type it holds.
/// </summary>
public sealed record Unit(string QuantityType, string Name, string Abbreviation, decimal Factor);

/// <summary>The units the pretend state knows. Kept apart from the product's own table on purpose.</summary>
public static class Units
{
    public static readonly IReadOnlyList<Unit> Active =
    [
        new("CountBased", "Each", "ea", 1m),
        new("WeightBased", "Ounces", "oz", 28349.523125m),
        new("WeightBased", "Pounds", "lb", 453592.37m),
        new("WeightBased", "Grams", "g", 1000m),
        new("WeightBased", "Milligrams", "mg", 1m),
        new("WeightBased", "Kilograms", "kg", 1000000m),
        new("VolumeBased", "Milliliters", "ml", 1m),
        new("VolumeBased", "Liters", "l", 1000m),
        new("VolumeBased", "Fluid Ounces", "fl oz", 29.5735295625m),
        new("VolumeBased", "Gallons", "gal", 3785.411784m),
    ];

    public static readonly IReadOnlyList<Unit> Inactive =
        [new("WeightBased", "Metric Tons", "t", 1000000000m), new("VolumeBased", "Quarts", "qt", 946.352946m)];

    /// <summary>Finds a unit by name or abbreviation, without case.</summary>
    public static Unit? Find(string? text) => text is null ? null : Active.FirstOrDefault(u =>
        u.Name.Equals(text, StringComparison.OrdinalIgnoreCase) ||
        u.Abbreviation.Equals(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null when the two units do not measure the same thing.</summary>
    public static decimal? Convert(decimal quantity, Unit from, Unit to) =>
        from == to ? quantity : from.QuantityType == to.QuantityType ? quantity * from.Factor / to.Factor : null;
}
