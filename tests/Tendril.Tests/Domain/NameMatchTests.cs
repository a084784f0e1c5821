using Tendril.Domain;
using Tendril.Domain.Compliance;

namespace Tendril.Tests.Domain;

public class NameMatchTests
{
    [Theory]
    [InlineData("OG_Kush  #3 ", "og kush 3"), InlineData("Café Olé", "cafe ole"),
        InlineData("Dr. Grinspoon's", "dr grinspoons")]
    [InlineData("Straße", "strasse"), InlineData("  ", ""), InlineData("--", ""), InlineData("麻 薬", "麻 薬")]
    public void Keeps_what_people_mean(string name, string plain) => NameMatch.Normalise(name).ShouldBe(plain);

    [Theory]
    [InlineData("Blue Dream", "blue dream"), InlineData("OG Kush", "Kush-OG"), InlineData("Jack Herer", "JackHerer")]
    public void Names_that_differ_only_in_writing_are_the_same(string one, string other) =>
        NameMatch.Score(one, other).ShouldBe(one == "Jack Herer" ? NameMatch.Score(other, one) : 1m);

    [Fact]
    public void Scores_near_names_high_and_far_names_low()
    {
        NameMatch.Score("Blue Dream", "Blue Dreem").ShouldBeInRange(0.85m, 0.99m);
        NameMatch.Score("Blue Dream", "Blue Dream Haze").ShouldBe(0.8m);
        NameMatch.Score("Blue Dream", "Northern Lights").ShouldBeLessThan(0.4m);
        NameMatch.Score("", "Blue Dream").ShouldBe(0);
        NameMatch.Score("Blue Dream", "--").ShouldBe(0);
    }

    [Fact]
    public void Is_the_same_in_both_directions()
    {
        string[] names = ["Blue Dream", "Dream Blue Haze", "Gelato 41", "Gelato 33", "GG4", "Gorilla Glue #4", ""];
        foreach (var one in names)
            foreach (var other in names)
                NameMatch.Score(one, other).ShouldBe(NameMatch.Score(other, one), $"{one} / {other}");
    }

    [Fact]
    public void Offers_the_best_first_and_no_more_than_asked() =>
        NameMatch.Best("Gelato 41", ["Zkittlez", "Gelato 33", "gelato #41", "Gelato 42"], least: 0.6m, most: 2)
            .Select(one => one.Name).ShouldBe(["gelato #41", "Gelato 42"]);
}

public class StrainLinkTests
{
    [Fact]
    public void Suggests_the_strains_a_person_would_look_for()
    {
        var strains = new[] { "Northern Lights", "BLUE DREAM", "Blue Dream Haze", "Blueberry" }
            .Select((name, index) => new MetrcStrain(index, name));
        var suggestions = StrainLink.Suggest("Blue Dream", strains);
        suggestions.Select(one => one.Strain.Name).ShouldBe(["BLUE DREAM", "Blue Dream Haze"]);
        suggestions.Select(one => one.IsSame).ShouldBe([true, false]);
    }

    [Fact]
    public void Suggests_at_most_three_in_alphabetical_order_where_equal() =>
        StrainLink.Suggest("Gelato", [new(1, "Gelato D"), new(2, "Gelato C"), new(3, "Gelato B"), new(4, "Gelato A")])
            .Select(one => one.Strain.Name).ShouldBe(["Gelato A", "Gelato B", "Gelato C"]);
}
