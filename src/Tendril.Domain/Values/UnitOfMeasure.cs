using System.Collections.Frozen;
using Tendril.Domain.Rules;

namespace Tendril.Domain.Values;

/// <summary>What a unit measures. Conversion never leaves one kind.</summary>
public enum UnitKind { Count, Weight, Volume }

/// <summary>
/// A unit that Metrc knows, with the name and abbreviation Metrc writes. The only instances are the rows of
/// <c>rules/units.json</c>.
/// </summary>
public sealed class UnitOfMeasure
{
    public static readonly ProblemCode Unknown = new(
        "unit.unknown",
        "The unit of measure is not one that Tendril can convert exactly.",
        "Use one of the units named in the message. If Metrc itself sent it, report it: it is missing in our rules.");

    public static readonly ProblemCode NotConvertible = new(
        "unit_mismatch",
        "Two quantities of different kinds (weight, volume, count) were brought together.",
        "Use units of one kind; weight cannot become volume or count.");

    public static readonly ProblemCode AmountTooLarge = new(
        "quantity.too_large",
        "The amount is beyond a million million of its unit, which no licensed facility holds.",
        "Check the amount and its unit for a slip.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Unknown, NotConvertible, AmountTooLarge];

    /// <summary>All units, in the order of the file.</summary>
    public static IReadOnlyList<UnitOfMeasure> All { get; } = Read(RuleFile.Open("rules/units.json")).Units;

    private static readonly FrozenDictionary<string, UnitOfMeasure> BySpelling = All
        .SelectMany(unit => unit._spellings.Select(spelling => (spelling, unit)))
        .ToFrozenDictionary(entry => entry.spelling, entry => entry.unit, StringComparer.OrdinalIgnoreCase);

    private readonly IReadOnlyList<string> _spellings;

    private UnitOfMeasure(RuleNode node)
    {
        node.Only("unit", "name", "abbreviation", "kind", "base", "display", "alsoWritten");
        Key = node.At("unit").Text();
        Name = node.At("name").Text();
        Abbreviation = node.At("abbreviation").Text();
        Kind = node.At("kind").Word<UnitKind>();
        InBase = node.At("base").Number();
        DisplayDigits = node.At("display").Whole();
        _spellings = [.. new[] { Key, Name, Abbreviation }.Concat(node.At("alsoWritten").Texts())
            .Distinct(StringComparer.OrdinalIgnoreCase)];
        if (InBase <= 0) throw node.At("base").Broken("must be more than 0");
    }

    public static UnitOfMeasure Each { get; } = Required("each");

    public static UnitOfMeasure Milligrams { get; } = Required("milligrams");

    public static UnitOfMeasure Grams { get; } = Required("grams");

    public static UnitOfMeasure Kilograms { get; } = Required("kilograms");

    public static UnitOfMeasure Ounces { get; } = Required("ounces");

    public static UnitOfMeasure Pounds { get; } = Required("pounds");

    public static UnitOfMeasure Milliliters { get; } = Required("milliliters");

    public static UnitOfMeasure Liters { get; } = Required("liters");

    public static UnitOfMeasure FluidOunces { get; } = Required("fluid_ounces");

    public static UnitOfMeasure Gallons { get; } = Required("gallons");

    /// <summary>The snake_case word used in tables and JSON of ours: <c>fluid_ounces</c>.</summary>
    public string Key { get; }

    /// <summary>As Metrc writes it: <c>Fluid Ounces</c>.</summary>
    public string Name { get; }

    /// <summary>As Metrc writes it: <c>fl oz</c>.</summary>
    public string Abbreviation { get; }

    public UnitKind Kind { get; }

    /// <summary>How many grams, millilitres or pieces one unit is; exact.</summary>
    public decimal InBase { get; }

    /// <summary>Decimal places shown to people. Never used for arithmetic.</summary>
    public int DisplayDigits { get; }

    /// <summary>Reads a name, plural, singular or abbreviation, in any letter case.</summary>
    public static bool TryParse(string? text, out UnitOfMeasure unit)
    {
        unit = Each;
        if (!BySpelling.TryGetValue(text?.Trim() ?? "", out var found)) return false;
        unit = found;
        return true;
    }

    /// <summary>Reads a unit, or answers <c>unit.unknown</c> with the list of names.</summary>
    public static Result<UnitOfMeasure> Parse(string? text, string field) =>
        TryParse(text, out var unit)
            ? unit
            : Unknown.Refuse($"\"{text}\" is not a unit of {string.Join(", ", All.Select(one => one.Name))}", field);

    public override string ToString() => Name;

    /// <summary>Reads the table; two units may not share a spelling.</summary>
    public static (RuleOrigin Origin, IReadOnlyList<UnitOfMeasure> Units) Read(RuleNode file)
    {
        var origin = file.Origin("units");
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var units = new List<UnitOfMeasure>();
        foreach (var node in file.At("units").Items())
        {
            var unit = new UnitOfMeasure(node);
            foreach (var spelling in unit._spellings)
                if (!taken.Add(spelling)) throw node.Broken($"\"{spelling}\" already names another unit");
            units.Add(unit);
        }

        return (origin, units);
    }

    private static UnitOfMeasure Required(string key) => BySpelling[key];
}
