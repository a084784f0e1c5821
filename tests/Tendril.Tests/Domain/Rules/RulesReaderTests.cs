using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;
using Tendril.Domain.Rules;

namespace Tendril.Tests.Domain.Rules;

public class RuleFileTests
{
    [Fact]
    public void Every_built_in_file_reads_and_says_where_it_comes_from()
    {
        var origins = RuleCheck.LoadAll();
        origins.Count.ShouldBe(RuleFile.Names.Count);
        origins.ShouldAllBe(origin => origin.Source.Length > 20 && origin.EffectiveFrom.Year >= 2025);
    }

    [Fact]
    public void Every_file_of_the_folder_is_built_in()
    {
        var root = RepositoryRoot();
        var files = Directory.GetFiles(Path.Combine(root, "rules"), "*.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'));
        RuleFile.Names.ShouldBe(files, ignoreOrder: true);
    }

    [Fact]
    public void A_file_nobody_reads_is_a_mistake() =>
        Should.Throw<RuleFileException>(() => RuleCheck.Read(RuleFile.Parse("rules/other.json", "{}")))
            .File.ShouldBe("rules/other.json");

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Should.Throw<RuleFileException>(() => RuleFile.Open("rules/none.json")).Message
            .ShouldBe("rules/none.json: $: no such rule file is built in");

    [Theory, InlineData("{"), InlineData(""), InlineData("""{ "a": 1, "a": 2 }"""), InlineData("{ /* no */ }")]
    public void What_is_not_plain_json_is_refused(string text) =>
        Should.Throw<RuleFileException>(() => RuleFile.Parse("rules/x.json", text)).Key.ShouldBe("$");

    internal static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Tendril.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }
}

public class RuleNodeTests
{
    private static readonly RuleNode File = RuleFile.Parse("rules/x.json", """
        { "text": " x ", "blank": " ", "number": 1.5, "whole": 2, "flag": true, "no": false, "date": "2026-01-31",
          "list": ["a", "b"], "object": { "inner": 1 }, "word": "seed" }
        """);

    [Fact]
    public void Answers_what_is_there()
    {
        File.At("text").Text().ShouldBe(" x ");
        File.At("number").Number().ShouldBe(1.5m);
        File.At("whole").Whole().ShouldBe(2);
        File.At("flag").Flag().ShouldBeTrue();
        File.At("no").Flag().ShouldBeFalse();
        File.At("date").Date().ShouldBe(new DateOnly(2026, 1, 31));
        File.At("list").Texts().ShouldBe(["a", "b"]);
        File.At("object").Entries().Single().Node.Key.ShouldBe("$.object.inner");
        File.At("word").Word<SourceType>().ShouldBe(SourceType.Seed);
        File.Find("none").ShouldBeNull();
    }

    public static TheoryData<Func<object?>, string> Wrong => new()
    {
        { () => File.At("none"), "rules/x.json: $.none: is missing" },
        { () => File.At("whole").Text(), "rules/x.json: $.whole: must be a text that is not empty" },
        { () => File.At("blank").Text(), "rules/x.json: $.blank: must be a text that is not empty" },
        { () => File.At("text").Number(), "rules/x.json: $.text: must be a number" },
        { () => File.At("number").Whole(), "rules/x.json: $.number: must be a whole number" },
        { () => File.At("text").Whole(), "rules/x.json: $.text: must be a whole number" },
        { () => File.At("text").Flag(), "rules/x.json: $.text: must be true or false" },
        { () => File.At("text").Date(), "rules/x.json: $.text: must be a date like 2026-01-31" },
        { () => File.At("text").Items(), "rules/x.json: $.text: must be a list" },
        { () => File.At("text").Entries(), "rules/x.json: $.text: must be an object" },
        { () => File.At("list").Find("a"), "rules/x.json: $.list: must be an object" },
        { () => File.At("text").Word<SourceType>(),
            "rules/x.json: $.text: must be one of seed, clone, tissue_culture" },
        { () => File.At("object").Only("outer"), "rules/x.json: $.object.inner: unknown key" },
        { () => File.Origin("text"), "rules/x.json: $.blank: unknown key" },
    };

    [Theory, MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Names_file_and_key_of_what_is_wrong(Func<object?> read, string message) =>
        Should.Throw<RuleFileException>(() => read()).Message.ShouldBe(message);
}

public class FieldRulesTests
{
    [Theory]
    [InlineData("a\nb\tc\r"), InlineData("🌱"), InlineData("O'Brien <b>&\"')--; DROP"), InlineData("ﷺ Zalgo ̷̂")]
    public void Takes_any_text_that_can_be_shown(string text)
    {
        FieldRules.Current.Text("room_name", text, "name").Refused(out _, out var taken).ShouldBeFalse();
        taken.ShouldBe(text.Trim());
    }

    // Half characters cannot stand in attributes, so the list is made here.
    [Fact]
    public void Refuses_what_cannot_be_shown()
    {
        foreach (var text in (string[])["a\0b", "a\u007fb", "a\ud83cb", "a\udf31", "a\ud83c", "a\ud83c\ud83c"])
        {
            FieldRules.Current.Text("room_name", text, "name").Refused(out var problem, out _).ShouldBeTrue();
            problem!.Code.ShouldBe("field.control_character");
        }
    }

    [Fact]
    public void A_field_without_minimum_may_be_empty()
    {
        FieldRules.Current.Text("notes", null, "notes").Refused(out _, out var text).ShouldBeFalse();
        text.ShouldBe("");
        FieldRules.Current.Text("reason", "no", "reason").Refused(out var problem, out _).ShouldBeTrue();
        problem!.Message.ShouldBe("Reason must have 3 to 500 characters, not 2");
    }

    [Fact]
    public void Knows_its_limits()
    {
        FieldRules.Current.TextOf("item_name").ShouldBe(new TextLimit("Item", 1, 150));
        FieldRules.Current.NumberOf("percent").ShouldBe(new NumberLimit("Percent", 0, 100));
        FieldRules.Current.Number("percent", 100, "x").Refused(out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{ "a": { "label": "A", "min": 2, "max": 1 } }""", "{}", "$.texts.a")]
    [InlineData("""{ "a": { "label": "A", "min": -1, "max": 1 } }""", "{}", "$.texts.a")]
    [InlineData("{}", """{ "a": { "label": "A", "min": 2, "max": 1 } }""", "$.numbers.a")]
    public void Refuses_limits_that_nothing_can_meet(string texts, string numbers, string key)
    {
        var file = RuleFile.Parse("rules/test.json", $$"""
            { "source": "test", "effectiveFrom": "2026-01-01", "texts": {{texts}}, "numbers": {{numbers}} }
            """);
        Should.Throw<RuleFileException>(() => FieldRules.Read(file)).Key.ShouldBe(key);
    }
}

public class StateRulesTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);

    [Fact]
    public void California_starts_closed_names_batches_by_tags_and_skips_vegetative()
    {
        var rules = StateRules.For("ca", Today);
        (rules.State, rules.IsKnown, rules.OpenLoop, rules.VegetativeStep, rules.MotherPlants)
            .ShouldBe(("CA", true, false, false, false));
        (rules.PlantBatchSourceRequired, rules.PlantBatchNameIsPlantTag).ShouldBe((true, true));
    }

    // Open loop, vegetative, mother plants, sales deliveries, retailer deliveries, patients, external incoming.
    [Theory]
    [InlineData("CO", "YY-Y-YY"), InlineData("MA", "YYYY---"), InlineData("CA", "---YY--"), InlineData("MI", "-YYY-YY")]
    [InlineData("OK", "YYY---Y"), InlineData("OR", "-YYY--Y"), InlineData("NV", "-YYY--Y"), InlineData("AK", "-Y-----")]
    public void Says_of_a_state_what_the_matrix_says(string state, string row)
    {
        var rules = StateRules.For(state, Today);
        bool[] flags =
        [
            rules.OpenLoop, rules.VegetativeStep, rules.MotherPlants, rules.SalesDeliveries, rules.RetailerDeliveries,
            rules.Patients, rules.ExternalIncoming,
        ];
        string.Concat(flags.Select(flag => flag ? 'Y' : '-')).ShouldBe(row);
        rules.Origin.Source.ShouldContain("October 2025");
    }

    [Fact]
    public void Every_state_of_the_matrix_is_there_once()
    {
        StateRules.All.Select(rules => rules.State).ShouldBeUnique();
        StateRules.All.Count.ShouldBe(27);
        StateRules.All.ShouldAllBe(rules => rules.Origin.File == $"rules/states/{rules.State.ToLowerInvariant()}.json");
    }

    [Fact]
    public void A_state_without_rules_says_so()
    {
        var rules = StateRules.For(" wa ", Today);
        (rules.State, rules.IsKnown, rules.VegetativeStep, rules.PlantBatchSourceRequired)
            .ShouldBe(("WA", false, true, false));
        StateRules.For("CO", new DateOnly(2020, 1, 1)).IsKnown.ShouldBeFalse();
    }

    [Theory, InlineData("2026-12-31", 100), InlineData("2027-01-01", 200), InlineData("2028-06-01", 200)]
    public void The_newest_edition_in_force_counts(string day, int limit)
    {
        StateRules[] editions = [Edition("2026-01-01", 100), Edition("2027-01-01", 200), Edition("2029-01-01", 300)];
        StateRules.Pick(editions, "CO", DateOnly.Parse(day)).PlantBatchLimit.ShouldBe(limit);
    }

    [Theory, InlineData("Co"), InlineData("COL"), InlineData("C")]
    public void A_state_is_two_capital_letters(string state) =>
        Should.Throw<RuleFileException>(() => StateRules.Read(RuleFile.Parse("rules/states/x.json", $$"""
            { "source": "test", "effectiveFrom": "2026-01-01", "state": "{{state}}" }
            """))).Key.ShouldBe("$.state");

    private static StateRules Edition(string from, int limit) => StateRules.Read(RuleFile.Parse(
        "rules/states/x.json", $$"""
        { "source": "test", "effectiveFrom": "{{from}}", "state": "CO", "openLoop": true, "vegetativeStep": true,
          "motherPlants": true, "plantBatchSourceRequired": false, "plantBatchNameIsPlantTag": false,
          "plantBatchLimit": {{limit}}, "salesDeliveries": true, "retailerDeliveries": true, "patients": true,
          "externalIncoming": true }
        """));
}

public class PlantBatchRulesTests
{
    [Fact]
    public void Refuses_a_broken_pattern_with_the_key()
    {
        var broken = RuleFile.Text("rules/plant-batch.json")
            .Replace("^[A-Za-z0-9 _-]*$", "[", StringComparison.Ordinal);
        Should.Throw<RuleFileException>(() => PlantBatchRules.Read(RuleFile.Parse("rules/plant-batch.json", broken)))
            .Key.ShouldBe("$.namePattern");
    }

    [Fact]
    public void A_states_own_limit_wins_over_the_usual_one()
    {
        var day = new DateOnly(2026, 11, 20);
        var draft = new PlantBatchDraft("B-1", "Seed", 101, "X", "Y", "2026-11-01");
        var colorado = StateRules.For("CO", day);
        PlantBatchRules.Current.Check(draft, colorado, day).ShouldHaveSingleItem().Code.ShouldBe("exceeds_batch_limit");
        PlantBatchRules.Current.Check(draft, colorado with { PlantBatchLimit = 101 }, day).ShouldBeEmpty();
    }
}
