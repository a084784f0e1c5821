using Tendril.Domain;
using Tendril.Domain.Rules;
using Tendril.Domain.Values;

namespace Tendril.Tests.Domain.Values;

public class TagTests
{
    [Fact]
    public void Reads_a_tag_and_lifts_it_to_capitals()
    {
        Tag.Parse(" 1a4ff0300000261000009905 ").Refused(out _, out var tag).ShouldBeFalse();
        tag.ToString().ShouldBe("1A4FF0300000261000009905");
        tag.ShouldBe(Made("1A4FF0300000261000009905"));
    }

    [Theory]
    [InlineData("1A4FF030000026100000990")]
    [InlineData("1A4FF03000002610000099055")]
    [InlineData("1A4FF030000026100000990é")]
    [InlineData("1A4FF0300000 61000009905")]
    [InlineData("1A4FF0300000-61000009905")]
    [InlineData("١A4FF0300000261000009905")]
    public void Refuses_anything_else(string text)
    {
        Tag.TryParse(text, out var none).ShouldBeFalse();
        none.ToString().ShouldBe("");
        Tag.Parse(text, "label").Refused(out var problem, out _).ShouldBeTrue();
        (problem!.Code, problem.Field).ShouldBe(("invalid_tag_format", "label"));
    }

    [Theory, InlineData(null), InlineData(""), InlineData("  ")]
    public void Asks_for_a_missing_tag(string? text)
    {
        Tag.Parse(text).Refused(out var problem, out _).ShouldBeTrue();
        problem!.Message.ShouldBe("Tag is required");
    }

    private static Tag Made(string text) =>
        Tag.TryParse(text, out var tag) ? tag : throw new InvalidOperationException();
}

public class UnitOfMeasureTests
{
    [Theory]
    [InlineData("Grams", "grams"), InlineData("g", "grams"), InlineData("GRAM", "grams"), InlineData(" gm ", "grams")]
    [InlineData("ea", "each"), InlineData("Each", "each"), InlineData("fl oz", "fluid_ounces")]
    [InlineData("Fluid Ounces", "fluid_ounces"), InlineData("lbs", "pounds"), InlineData("Gallons", "gallons")]
    [InlineData("milligrams", "milligrams"), InlineData("l", "liters"), InlineData("ml", "milliliters")]
    [InlineData("kg", "kilograms"), InlineData("Ounces", "ounces"), InlineData("fluid_ounces", "fluid_ounces")]
    public void Reads_names_plurals_and_abbreviations(string text, string key)
    {
        UnitOfMeasure.Parse(text, "unit").Refused(out _, out var unit).ShouldBeFalse();
        unit!.Key.ShouldBe(key);
    }

    [Theory, InlineData("stone"), InlineData(""), InlineData(null)]
    public void Refuses_other_words_and_lists_the_choices(string? text)
    {
        UnitOfMeasure.Parse(text, "unitOfMeasure").Refused(out var problem, out _).ShouldBeTrue();
        problem!.Code.ShouldBe("unit.unknown");
        problem.Message.ShouldContain("Fluid Ounces");
    }

    [Fact]
    public void Names_are_spelt_as_metrc_spells_them() =>
        UnitOfMeasure.All.Select(unit => $"{unit.Name} {unit.Abbreviation}").ShouldBe([
            "Each ea", "Milligrams mg", "Grams g", "Kilograms kg", "Ounces oz", "Pounds lb",
            "Milliliters ml", "Liters l", "Fluid Ounces fl oz", "Gallons gal"]);

    [Fact]
    public void Every_named_unit_is_the_row_of_the_table() =>
        new[]
        {
            UnitOfMeasure.Each, UnitOfMeasure.Milligrams, UnitOfMeasure.Grams, UnitOfMeasure.Kilograms,
            UnitOfMeasure.Ounces, UnitOfMeasure.Pounds, UnitOfMeasure.Milliliters, UnitOfMeasure.Liters,
            UnitOfMeasure.FluidOunces, UnitOfMeasure.Gallons,
        }.ShouldBe(UnitOfMeasure.All);

    [Theory]
    [InlineData("a", 0, "c", "$.units[0].base")]
    [InlineData("a", 1, "A", "$.units[1]")]
    public void Refuses_a_broken_table_with_the_key(string first, int factor, string second, string key)
    {
        var units = string.Join(',', new[] { first, second }.Select(name => $$"""
            { "unit": "{{name}}", "name": "{{name}}", "abbreviation": "{{name}}", "kind": "count",
              "base": {{factor}}, "display": 0, "alsoWritten": [] }
            """));
        var file = RuleFile.Parse(
            "rules/test.json", $$"""{ "source": "test", "effectiveFrom": "2026-01-01", "units": [{{units}}] }""");
        Should.Throw<RuleFileException>(() => UnitOfMeasure.Read(file)).Key.ShouldBe(key);
    }
}

public class QuantityTests
{
    [Theory]
    [InlineData("Ounces", 1, "Grams", "28.349523125")]
    [InlineData("Pounds", 1, "Grams", "453.59237")]
    [InlineData("Pounds", 1, "Ounces", "16")]
    [InlineData("Kilograms", 2, "Grams", "2000")]
    [InlineData("Milligrams", 1500, "Grams", "1.5")]
    [InlineData("Gallons", 1, "Fluid Ounces", "128")]
    [InlineData("Gallons", 1, "Milliliters", "3785.411784")]
    [InlineData("Fluid Ounces", 1, "Milliliters", "29.5735295625")]
    [InlineData("Liters", 3, "Milliliters", "3000")]
    [InlineData("Each", 7, "Each", "7")]
    public void Converts_exactly_inside_a_kind(string from, int amount, string to, string expected)
    {
        Of(amount, from).In(Unit(to)).Refused(out _, out var converted).ShouldBeFalse();
        converted.Amount.ShouldBe(decimal.Parse(expected));
        converted.SameAs(Of(amount, from)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Grams", "Milliliters"), InlineData("Each", "Grams"), InlineData("Liters", "Each")]
    public void Never_converts_between_kinds(string from, string to)
    {
        Of(1, from).In(Unit(to)).Refused(out var problem, out _).ShouldBeTrue();
        problem!.Code.ShouldBe("unit_mismatch");
        Of(1, from).Plus(Of(1, to)).Refused(out _, out _).ShouldBeTrue();
        Of(1, from).SameAs(Of(1, to)).ShouldBeFalse();
    }

    [Fact]
    public void Adds_and_subtracts_in_its_own_unit()
    {
        Of(1, "Pounds").Plus(Of(8, "Ounces")).Refused(out _, out var sum).ShouldBeFalse();
        sum.ShouldBe(Of(1.5m, "Pounds"));
        Of(1, "Kilograms").Minus(Of(1, "Grams")).Refused(out _, out var rest).ShouldBeFalse();
        rest.ShouldBe(Of(0.999m, "Kilograms"));
        rest.Negated().Amount.ShouldBe(-0.999m);
    }

    [Fact]
    public void Refuses_amounts_no_facility_holds()
    {
        Quantity.Of(Quantity.Limit, UnitOfMeasure.Grams).Refused(out var problem, out _).ShouldBeTrue();
        problem!.Code.ShouldBe("quantity.too_large");
        Of(900_000_000_000m, "Kilograms").In(UnitOfMeasure.Milligrams).Refused(out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void Rounds_only_for_display()
    {
        Of(1.23456m, "Grams").Display().ShouldBe("1.235 g");
        Of(1.23456m, "Ounces").Display().ShouldBe("1.2346 oz");
        Of(1.23456m, "Grams").ToString().ShouldBe("1.23456 g");
        Of(-0.0005m, "Grams").Display().ShouldBe("-0.001 g");
    }

    [Fact]
    public void A_quantity_nobody_made_is_no_pieces()
    {
        default(Quantity).ShouldBe(default);
        default(Quantity).Unit.ShouldBe(UnitOfMeasure.Each);
        Quantity.Zero(UnitOfMeasure.Grams).Amount.ShouldBe(0);
    }

    private static UnitOfMeasure Unit(string name) =>
        UnitOfMeasure.TryParse(name, out var unit) ? unit : throw new InvalidOperationException(name);

    private static Quantity Of(decimal amount, string unit) =>
        Quantity.Of(amount, Unit(unit)).Refused(out _, out var made) ? throw new InvalidOperationException() : made;
}

public class PlantCountTests
{
    [Theory, InlineData(1), InlineData(10_000), InlineData(int.MaxValue)]
    public void Takes_whole_numbers_above_nought(int plants)
    {
        PlantCount.Of(plants).Refused(out _, out var count).ShouldBeFalse();
        count.Plants.ShouldBe(plants);
        count.ToString().ShouldBe($"{plants}");
    }

    [Theory, InlineData(0), InlineData(-3), InlineData(2.5), InlineData(2147483648.0)]
    public void Refuses_others(double plants)
    {
        PlantCount.Of((decimal)plants).Refused(out var problem, out _).ShouldBeTrue();
        problem!.Message.ShouldBe("Plant count must be greater than 0");
    }
}

public class SiteZoneTests
{
    [Theory]
    [InlineData("America/Denver", "2026-07-01T05:59:59Z", "2026-06-30")]
    [InlineData("America/Denver", "2026-07-01T06:00:00Z", "2026-07-01")]
    [InlineData("UTC", "2026-07-01T00:00:00Z", "2026-07-01")]
    [InlineData("Pacific/Auckland", "2026-06-30T12:00:00Z", "2026-07-01")]
    public void Knows_the_day_at_the_site(string zone, string moment, string day) =>
        Zone(zone).DayOf(DateTimeOffset.Parse(moment)).ToString("yyyy-MM-dd").ShouldBe(day);

    [Theory]
    [InlineData("America/Denver", "2026-03-09", "2026-03-09T06:00:00Z")]
    [InlineData("America/Denver", "2026-03-08", "2026-03-08T07:00:00Z")]
    // The clock jumps from 0:00 to 1:00, so the day begins at 1:00.
    [InlineData("America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z")]
    // Midnight comes twice when the clock goes back at 1:00; the day begins at the first.
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z")]
    public void Begins_a_day_at_the_sites_midnight(string zone, string day, string moment) =>
        Zone(zone).StartOf(DateOnly.Parse(day)).ShouldBe(DateTimeOffset.Parse(moment));

    [Theory, InlineData("MST"), InlineData("Mars/Olympus"), InlineData(""), InlineData(null),
        InlineData("../etc/passwd")]
    public void Refuses_what_is_not_an_iana_name(string? name)
    {
        SiteZone.Parse(name).Refused(out var problem, out _).ShouldBeTrue();
        (problem!.Code, problem.Field).ShouldBe(("site.time_zone_unknown", "timeZone"));
    }

    [Fact]
    public void Zones_of_one_name_are_equal()
    {
        Zone("America/Denver").ShouldBe(Zone("America/Denver"));
        Zone("America/Denver").GetHashCode().ShouldBe(Zone("America/Denver").GetHashCode());
        Zone("UTC").ShouldBe(SiteZone.Utc);
        SiteZone.Utc.Equals(null).ShouldBeFalse();
        Zone("America/Denver").ToString().ShouldBe("America/Denver");
    }

    private static SiteZone Zone(string name) =>
        SiteZone.Parse(name).Refused(out _, out var zone) ? throw new InvalidOperationException(name) : zone;
}
