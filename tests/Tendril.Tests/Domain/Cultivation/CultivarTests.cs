using Tendril.Domain.Cultivation;

namespace Tendril.Tests.Domain.Cultivation;

public class CultivarTests
{
    private static readonly CultivarForm Form = new(" Blue Dream ")
    {
        IndicaPercent = 40,
        SativaPercent = 60,
        ThcMinPercent = 17,
        ThcMaxPercent = 24,
        CbdMinPercent = 0,
        CbdMaxPercent = 0.2m,
        Notes = " sweet ",
    };

    [Fact]
    public void Makes_a_cultivar_of_a_good_form()
    {
        Create(Form).Refused(out _, out var decided).ShouldBeFalse();
        decided!.Warnings.ShouldBeEmpty();
        decided.Value.ShouldBe(new Cultivar(Guid.Empty, "Blue Dream")
        {
            IndicaPercent = 40,
            SativaPercent = 60,
            ThcMinPercent = 17,
            ThcMaxPercent = 24,
            CbdMinPercent = 0,
            CbdMaxPercent = 0.2m,
            Notes = "sweet",
        });
    }

    [Fact]
    public void Edits_by_the_same_rules_and_keeps_the_id()
    {
        var id = new Guid(7, 0, 0, new byte[8]);
        new EditCultivar(new CultivarForm("Haze")).Decide(new Cultivar(id, "Old"), []).Refused(out _, out var decided)
            .ShouldBeFalse();
        decided!.Value.ShouldBe(new Cultivar(id, "Haze"));
        new EditCultivar(new CultivarForm("")).Decide(new Cultivar(id, "Old"), []).Refused(out var problem, out _)
            .ShouldBeTrue();
        problem!.Code.ShouldBe("field.required");
    }

    [Theory]
    [InlineData(null, "field.required"), InlineData("  ", "field.required"),
        InlineData("tab\u0001", "field.control_character")]
    [InlineData("blue dream", "cultivar.name_taken")]
    public void Refuses_names(string? name, string code)
    {
        Create(Form with { Name = name }, "BLUE DREAM").Refused(out var problem, out _).ShouldBeTrue();
        (problem!.Code, problem.Field).ShouldBe((code, "name"));
    }

    [Fact]
    public void Takes_100_characters_and_refuses_101()
    {
        Create(Form with { Name = new string('x', 100) }).Refused(out _, out _).ShouldBeFalse();
        Create(Form with { Name = new string('x', 101) }).Refused(out var problem, out _).ShouldBeTrue();
        problem!.Message.ShouldBe("Name must have 1 to 100 characters, not 101");
    }

    [Fact]
    public void Warns_of_a_near_double_and_of_a_wrong_sum()
    {
        Create(Form with { Name = "Blue Dreem", SativaPercent = 50 }, "Blue Dream").Refused(out _, out var decided)
            .ShouldBeFalse();
        decided!.Warnings.Select(one => one.Code).ShouldBe(["close_match_found", "percentage_sum_mismatch"]);
    }

    [Fact]
    public void One_of_indica_and_sativa_alone_is_no_sum()
    {
        Create(Form with { SativaPercent = null }).Refused(out _, out var decided).ShouldBeFalse();
        decided!.Warnings.ShouldBeEmpty();
    }

    [Theory, InlineData(-0.1), InlineData(100.1)]
    public void Refuses_percentages_outside_0_to_100(double percent)
    {
        var wrong = (decimal)percent;
        Create(new CultivarForm("X")
        {
            IndicaPercent = wrong,
            SativaPercent = wrong,
            ThcMinPercent = wrong,
            ThcMaxPercent = wrong,
            CbdMinPercent = wrong,
            CbdMaxPercent = wrong,
        }).Refused(out var problem, out _).ShouldBeTrue();
        problem!.Findings.Where(one => one.Code == "field.range").Select(one => one.Field).ShouldBe([
            "indicaPercent", "sativaPercent", "thcMinPercent", "thcMaxPercent", "cbdMinPercent", "cbdMaxPercent"]);
    }

    [Fact]
    public void Refuses_a_minimum_above_its_maximum()
    {
        Create(Form with { ThcMinPercent = 25, CbdMinPercent = 1 }).Refused(out var problem, out _).ShouldBeTrue();
        problem!.Findings.Select(one => (one.Code, one.Field))
            .ShouldBe([("cultivar.min_above_max", "thcMinPercent"), ("cultivar.min_above_max", "cbdMinPercent")]);
    }

    private static Tendril.Domain.Result<Decided<Cultivar>> Create(CultivarForm form, params string[] others) =>
        new CreateCultivar(Guid.Empty, form).Decide(others);
}
