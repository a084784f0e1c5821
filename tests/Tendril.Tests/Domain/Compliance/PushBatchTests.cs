using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;
using Tendril.Domain.Values;
using static Tendril.Tests.Domain.Compliance.PushWorld;

namespace Tendril.Tests.Domain.Compliance;

public class PushBatchTests
{
    [Fact]
    public void Converts_a_good_batch_without_a_word()
    {
        var check = Push().Check(In("CO"));
        check.Findings.ShouldBeEmpty();
        check.Refused(out _, out var report).ShouldBeFalse();
        report.ShouldBe(new PlantBatchReport(
            PlantBatchPath.OpeningBatch, "B-2026-001", PlantBatchType.Clone, 50, "Blue Dream", Locations[0],
            new DateOnly(2026, 11, 1), null));
    }

    [Theory]
    [InlineData(SourceType.Seed, BatchStage.Vegetative, PlantBatchType.Seed)]
    [InlineData(SourceType.Clone, BatchStage.Germination, PlantBatchType.Seed)]
    [InlineData(SourceType.Clone, BatchStage.Vegetative, PlantBatchType.Clone)]
    [InlineData(SourceType.TissueCulture, BatchStage.Clone, PlantBatchType.Clone)]
    public void Sends_seed_only_for_seeds(SourceType source, BatchStage stage, PlantBatchType type)
    {
        Push(Good with { Source = source, Stage = stage }).Check(In("CO")).Refused(out _, out var report)
            .ShouldBeFalse();
        report!.Type.ShouldBe(type);
    }

    [Fact]
    public void Takes_the_door_of_its_source()
    {
        var package = Tagged(PackageTag);
        var mother = Tagged(PlantTag);
        Report(Good with { SourcePackage = package }).ShouldBe((PlantBatchPath.FromPackage, package));
        Report(Good with { MotherPlant = mother }).ShouldBe((PlantBatchPath.FromMotherPlant, mother));
        Report(Good with { MotherPlant = mother, SourcePackage = package })
            .ShouldBe((PlantBatchPath.FromPackage, package));

        static (PlantBatchPath, Tag?) Report(Batch batch) =>
            Push(batch).Check(In("CO")).Report is { } report ? (report.Path, report.SourceLabel) : default;
    }

    [Fact]
    public void Warns_of_two_sources() =>
        Warning(Push(Good with { MotherPlant = Tagged(PlantTag), SourcePackage = Tagged(PackageTag) }), In("CO"))
            .ShouldBe("multiple_sources");

    [Fact]
    public void Sends_the_linked_strains_name_or_warns_and_sends_the_cultivars()
    {
        var linked = Push() with { Strain = new BatchStrain("Blue Dream", "BLUE DREAM (CO)") };
        linked.Check(In("CO")).Report!.Strain.ShouldBe("BLUE DREAM (CO)");
        var loose = Push() with { Strain = new BatchStrain("Blue Dream", null) };
        loose.Check(In("CO")).Report!.Strain.ShouldBe("Blue Dream");
        Warning(loose, In("CO")).ShouldBe("strain_not_linked");
    }

    [Fact]
    public void Refuses_produce() =>
        Refusal(Push(Good with { Domain = DomainType.Produce, Stage = BatchStage.Growing }), In("CO"))
            .ShouldBe(("invalid_domain_type", "domain", "Only cannabis batches can be synced to Metrc"));

    [Fact]
    public void Refuses_a_batch_without_cultivar() =>
        Refusal(Push() with { Strain = null }, In("CO"))
            .ShouldBe(("missing_cultivar", "cultivar", "Cultivar/strain name is required for Metrc sync"));

    [Fact]
    public void Refuses_a_cultivar_without_a_name() =>
        Refusal(Push() with { Strain = new BatchStrain(" ", null) }, In("CO"))
            .ShouldBe(("strain_required", "strain", "Validation failed: Strain: Strain is required"));

    [Theory, InlineData(0), InlineData(-5)]
    public void Refuses_a_count_that_is_not_positive(int count) =>
        Refusal(Push(Good with { PlantCount = count }), In("CO"))
            .ShouldBe(("count_not_positive", "count", "Plant count must be greater than 0"));

    [Theory, InlineData("AB"), InlineData("A23456789 123456789 123456789 123456789 123456789 1")]
    public void Refuses_names_of_2_and_51_characters(string name) =>
        Refusal(Push(Good with { Number = name }), In("CO")).Code.ShouldBe("invalid_name_length");

    [Theory, InlineData("ABC"), InlineData("A23456789 123456789 123456789 123456789 123456789 ")]
    public void Takes_names_of_3_to_50_characters(string name) =>
        Push(Good with { Number = name }).Check(In("CO")).Report!.Name.ShouldBe(name.Trim());

    [Theory]
    [InlineData("location", "Nowhere", "location_not_found")]
    [InlineData("location", "Dry Room", "location_not_for_plant_batches")]
    [InlineData("location", "Old Room", "location_not_active")]
    [InlineData("location", "", "location_required")]
    [InlineData("location", null, "location_required")]
    public void Refuses_a_wrong_location_once_and_offers_others(string field, string? name, string code)
    {
        var check = (Push() with { Location = name }).Check(In("CO"));
        check.Refused(out var problem, out _).ShouldBeTrue();
        (problem!.Code, problem.Field).ShouldBe((code, field));
        problem.Message.ShouldStartWith("Validation failed: Location: ");
        problem.Help!.ShouldContain("Veg Room 1");
        check.Findings.Count.ShouldBe(1);
    }

    [Fact]
    public void Sends_metrcs_own_spelling_of_the_location() =>
        (Push() with { Location = " veg room 1 " }).Check(In("CO")).Report!.Location.Name.ShouldBe("Veg Room 1");

    [Theory]
    [InlineData(BatchStage.Planning, true), InlineData(BatchStage.Harvest, true), InlineData(BatchStage.Curing, true)]
    [InlineData(BatchStage.Germination, false), InlineData(BatchStage.Vegetative, false)]
    [InlineData(BatchStage.Flowering, false), InlineData(BatchStage.Clone, false)]
    public void Warns_of_unusual_stages(BatchStage stage, bool warned) =>
        Push(Good with { Stage = stage }).Check(In("CO")).Warnings.Any(one => one.Code == "invalid_stage_for_sync")
            .ShouldBe(warned);

    [Fact]
    public void Refuses_a_batch_from_nothing_where_the_facility_may_not_open_one()
    {
        var closed = In("CO") with { Facility = new FacilityFlags { CanCreateOpeningBalancePlantBatches = false } };
        Refusal(Push(), closed).Code.ShouldBe("source_required");
        Push(Good with { SourcePackage = Tagged(PackageTag) }).Check(closed).Report!.Path
            .ShouldBe(PlantBatchPath.FromPackage);
        Push(Good with { MotherPlant = Tagged(PlantTag) }).Check(closed).Report!.Path
            .ShouldBe(PlantBatchPath.FromMotherPlant);
    }

    [Fact]
    public void Goes_by_the_state_where_the_facilitys_flags_were_never_pulled()
    {
        Push().Check(In("CO") with { Facility = null }).Report.ShouldNotBeNull();
        Refusal(Push(Good with { Number = PlantTag }), In("CA") with { Facility = null }).Code
            .ShouldBe("source_required");
    }

    [Fact]
    public void Refuses_a_facility_that_may_not_grow() =>
        Refusal(Push(), In("CO") with { Facility = new FacilityFlags { CanGrowPlants = false } })
            .Code.ShouldBe("facility_cannot_grow");

    [Fact]
    public void In_california_the_name_is_a_free_plant_tag()
    {
        var california = In("CA") with { FreePlantTags = [Tagged(PlantTag)] };
        var sourced = Good with { SourcePackage = Tagged(PackageTag) };
        Refusal(Push(sourced), california).Code.ShouldBe("batch_name_not_a_free_tag");
        Refusal(Push(sourced with { Number = PackageTag }), california).Code.ShouldBe("batch_name_not_a_free_tag");
        Push(sourced with { Number = PlantTag }).Check(california).Findings.ShouldBeEmpty();
        Push(sourced with { Number = PlantTag.ToLowerInvariant() }).Check(california).Report.ShouldNotBeNull();
        Warning(Push(sourced with { Number = PlantTag }), california with { FreePlantTags = null })
            .ShouldBe("plant_tags_unknown");
    }

    [Fact]
    public void Warns_where_no_rules_of_the_state_are_known() =>
        Warning(Push(), In("WA")).ShouldBe("state_rules_unknown");

    [Fact]
    public void Refuses_what_metrc_knows_already()
    {
        var check = Push().Check(In("CO") with { MappedTo = 4711 });
        check.Refused(out var problem, out _).ShouldBeTrue();
        problem!.ShouldBe(PlantBatchCodes.AlreadySynced.Refuse(
            "Batch already synced to Metrc", "batchId", problem.Help, ProblemKind.Conflict));
        problem.Help!.ShouldContain("4711");
    }

    [Theory, InlineData(ReportState.Recorded), InlineData(ReportState.Unknown), InlineData(ReportState.NeedsPerson)]
    public void Refuses_what_is_on_its_way(ReportState state)
    {
        var check = Push().Check(In("CO") with { LiveOperation = state });
        (check.Problem!.Code, check.Problem.Kind).ShouldBe(("push_in_progress", ProblemKind.Conflict));
        check.Report.ShouldBeNull();
    }

    [Fact]
    public void Tells_all_mistakes_at_once()
    {
        var check = (Push(Good with { Number = "A", PlantCount = 0 }) with { Location = "Nowhere" }).Check(In("CO"));
        check.Findings.Select(finding => finding.Code)
            .ShouldBe(["invalid_name_length", "count_not_positive", "location_not_found"]);
        check.Problem!.Findings.ShouldBe(check.Findings);
        check.Problem.Message.ShouldBe("Validation failed: Name: Name must have 3 to 50 characters, not 1");
    }

    private static (string Code, string? Field, string Message) Refusal(PushBatch push, PushSurroundings around)
    {
        push.Check(around).Refused(out var problem, out _).ShouldBeTrue();
        return (problem!.Code, problem.Field, problem.Message);
    }

    private static string Warning(PushBatch push, PushSurroundings around)
    {
        var check = push.Check(around);
        check.Report.ShouldNotBeNull();
        return check.Warnings.ShouldHaveSingleItem().Code;
    }
}

public class PushBatchesTests
{
    [Fact]
    public void Takes_a_hundred_and_refuses_one_more()
    {
        Push(100).Check().ShouldBeNull();
        Push(101).Check()!.Code.ShouldBe("too_many_batches");
        Push(0).Check()!.Code.ShouldBe("field.required");
    }

    [Fact]
    public void Refuses_two_batches_of_one_name()
    {
        var problem = new PushBatches([new(Id(1), "B-1"), new(Id(2), " b-1 "), new(Id(3), "B-2")]).Check();
        (problem!.Code, problem.Field).ShouldBe(("duplicate_batch_names", "items"));
        problem.Message.ShouldEndWith(": B-1");
    }

    [Fact]
    public void Refuses_one_batch_given_twice() =>
        new PushBatches([new(Id(1), "B-1"), new(Id(1), "B-9")]).Check()!.Code.ShouldBe("duplicate_batch_names");

    private static PushBatches Push(int count) =>
        new([.. Enumerable.Range(1, count).Select(one => new BatchToPush(Id(one), $"B-{one}"))]);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}

public class SentenceTests
{
    [Fact]
    public void Says_area_field_and_message()
    {
        var warnings = PushWorld.Push(Good with { PlantCount = 10_001 }).Check(In("CO")).Warnings;
        Sentence.Of("Metrc", warnings, Severity.Warning).ShouldBe([
            "Metrc: Count: Plant count is unusually high (>10,000). Please verify.",
            "Metrc: Count: 10001 plants are above the usual limit of 100 per batch in CO"]);
        Sentence.Of("Metrc", warnings, Severity.Error).ShouldBeEmpty();
    }

    [Fact]
    public void Says_the_missing_tag_as_people_know_it()
    {
        Tag.Parse("", "tag").Refused(out var problem, out _);
        Sentence.Of("Validation failed", problem!.AsFinding()).ShouldBe("Validation failed: Tag: Tag is required");
    }

    [Theory, InlineData("plantedDate", "Planted date"), InlineData("name", "Name"), InlineData("", "")]
    public void Turns_a_key_into_words(string key, string words) => Sentence.Label(key).ShouldBe(words);
}
