using Tendril.Domain;
using Tendril.Domain.Cultivation;
using Tendril.Domain.Rules;

namespace Tendril.Tests.Domain.Cultivation;

public class ChangeBatchStageTests
{
    private static readonly StageFacts Everything = new()
    {
        HasLightingSchedule = true,
        HarvestedOn = new DateOnly(2026, 11, 1),
        WetWeightGrams = 900,
        DryWeightGrams = 200,
        HasLabResult = true,
        YieldWeightGrams = 180,
    };

    // Every arrow there is; "/" parts a state with a vegetative step from one without.
    public static TheoryData<DomainType, string, string> Arrows => new()
    {
        { DomainType.Cannabis, "planning", "germination clone destroyed" },
        { DomainType.Cannabis, "germination", "vegetative destroyed" },
        { DomainType.Cannabis, "clone", "vegetative destroyed / vegetative flowering destroyed" },
        { DomainType.Cannabis, "vegetative", "flowering destroyed" },
        { DomainType.Cannabis, "flowering", "harvest destroyed" },
        { DomainType.Cannabis, "harvest", "drying destroyed" },
        { DomainType.Cannabis, "drying", "curing destroyed" },
        { DomainType.Cannabis, "curing", "packaging destroyed" },
        { DomainType.Cannabis, "packaging", "completed destroyed" },
        { DomainType.Cannabis, "completed", "" },
        { DomainType.Cannabis, "destroyed", "" },
        { DomainType.Cannabis, "seedling", "" },
        { DomainType.Produce, "planning", "seeding destroyed" },
        { DomainType.Produce, "seeding", "germination destroyed" },
        { DomainType.Produce, "germination", "seedling destroyed" },
        { DomainType.Produce, "seedling", "transplant growing destroyed" },
        { DomainType.Produce, "transplant", "growing destroyed" },
        { DomainType.Produce, "growing", "harvest_ready destroyed" },
        { DomainType.Produce, "harvest_ready", "harvesting destroyed" },
        { DomainType.Produce, "harvesting", "washing grading packing destroyed" },
        { DomainType.Produce, "washing", "grading packing destroyed" },
        { DomainType.Produce, "grading", "packing destroyed" },
        { DomainType.Produce, "packing", "storage shipped destroyed" },
        { DomainType.Produce, "storage", "shipped destroyed" },
        { DomainType.Produce, "shipped", "completed destroyed" },
        { DomainType.Produce, "completed", "" },
        { DomainType.Produce, "destroyed", "" },
    };

    [Theory, MemberData(nameof(Arrows))]
    public void Goes_only_where_the_table_leads(DomainType domain, string from, string drawn)
    {
        WireName.TryParse<BatchStage>(from, out var stage).ShouldBeTrue();
        var sides = drawn.Split(" / ");
        foreach (var vegetativeStep in new[] { true, false })
        {
            var allowed = sides[vegetativeStep ? 0 : ^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var target in Enum.GetValues<BatchStage>())
            {
                var refused = new ChangeBatchStage(Guid.Empty, target, "because")
                    .Decide(In(stage, domain), Everything, BatchStages.Current, vegetativeStep).Refused(out _, out _);
                refused.ShouldBe(!allowed.Contains(WireName.Of(target)), $"{from} to {target}, {vegetativeStep}");
            }
        }
    }

    [Fact]
    public void Says_where_it_could_go()
    {
        new ChangeBatchStage(Guid.Empty, BatchStage.Curing)
            .Decide(In(BatchStage.Clone), Everything, BatchStages.Current, true)
            .Refused(out var problem, out _).ShouldBeTrue();
        (problem!.Code, problem.Field).ShouldBe(("batch.stage_not_allowed", "stage"));
        problem.Message.ShouldBe("clone can be followed by vegetative, destroyed, not by curing");
    }

    [Theory]
    [InlineData(BatchStage.Vegetative, BatchStage.Flowering, "lightingSchedule", false)]
    [InlineData(BatchStage.Harvest, BatchStage.Drying, "harvestDate wetWeight", true)]
    [InlineData(BatchStage.Drying, BatchStage.Curing, "dryWeight", true)]
    [InlineData(BatchStage.Curing, BatchStage.Packaging, "labResult", false)]
    [InlineData(BatchStage.Packaging, BatchStage.Completed, "yieldWeight", true)]
    [InlineData(BatchStage.Clone, BatchStage.Vegetative, "", false)]
    public void Gates_warn_or_block(BatchStage from, BatchStage to, string needs, bool blocks)
    {
        var command = new ChangeBatchStage(Guid.Empty, to);
        command.Decide(In(from), Everything, BatchStages.Current, true).Refused(out _, out var free).ShouldBeFalse();
        free!.Warnings.ShouldBeEmpty();
        var empty = new StageFacts { WetWeightGrams = 0, DryWeightGrams = 0, YieldWeightGrams = 0 };
        var refused = command.Decide(In(from), empty, BatchStages.Current, true)
            .Refused(out var problem, out var decided);
        refused.ShouldBe(blocks);
        var findings = refused ? problem!.Findings : decided!.Warnings;
        findings.ShouldAllBe(one => one.Code == "batch.stage_needs");
        findings.Select(one => one.Field).ShouldBe(needs.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData(BatchStage.Packaging, BatchStage.Completed, BatchStatus.Completed)]
    [InlineData(BatchStage.Packaging, BatchStage.Destroyed, BatchStatus.Destroyed)]
    [InlineData(BatchStage.Clone, BatchStage.Vegetative, BatchStatus.Active)]
    public void The_last_stages_end_the_batch(BatchStage from, BatchStage to, BatchStatus status)
    {
        new ChangeBatchStage(Guid.Empty, to, " because ").Decide(In(from), Everything, BatchStages.Current, true)
            .Refused(out _, out var decided).ShouldBeFalse();
        decided!.Value.ShouldBe(new BatchStageChanged(Guid.Empty, from, to, status, "because"));
    }

    [Fact]
    public void Destroying_needs_a_reason() =>
        Code(new ChangeBatchStage(Guid.Empty, BatchStage.Destroyed, " "), In(BatchStage.Clone))
            .ShouldBe("batch.destroy_needs_reason");

    [Fact]
    public void Quarantine_allows_only_destruction()
    {
        var held = In(BatchStage.Clone) with { Status = BatchStatus.Quarantined };
        Code(new ChangeBatchStage(Guid.Empty, BatchStage.Vegetative), held).ShouldBe("batch.quarantined");
        Code(new ChangeBatchStage(Guid.Empty, BatchStage.Destroyed, "mould"), held).ShouldBeNull();
    }

    [Theory, InlineData(BatchStatus.Completed), InlineData(BatchStatus.Destroyed)]
    public void What_is_over_stays_over(BatchStatus status) =>
        Code(new ChangeBatchStage(Guid.Empty, BatchStage.Vegetative), In(BatchStage.Clone) with { Status = status })
            .ShouldBe("batch.over");

    [Fact]
    public void Knows_metrcs_growth_phases()
    {
        BatchStages.Current.MetrcPhaseOf(BatchStage.Vegetative).ShouldBe("Vegetative");
        BatchStages.Current.MetrcPhaseOf(BatchStage.Flowering).ShouldBe("Flowering");
        BatchStages.Current.MetrcPhaseOf(BatchStage.Clone).ShouldBeNull();
        BatchStages.Current.MetrcPhaseOf(BatchStage.Seedling).ShouldBeNull();
    }

    [Fact]
    public void Lists_stages_in_their_usual_order()
    {
        BatchStages.Current.StagesOf(DomainType.Cannabis).Select(WireName.Of).ShouldBe([
            "planning", "germination", "clone", "vegetative", "flowering", "harvest", "drying", "curing", "packaging",
            "completed", "destroyed"]);
        BatchStages.Current.StagesOf(DomainType.Produce).Count.ShouldBe(15);
    }

    [Theory]
    [InlineData("""{ "stages": { "flying": { "next": [] } }, "gates": [] }""", "$.domains.cannabis.stages.flying")]
    [InlineData("""{ "stages": { "clone": { "next": ["drying"] } } }""", "$.domains.cannabis.stages.clone.next[0]")]
    [InlineData("""
        { "stages": { "clone": { "next": [] } },
          "gates": [{ "stage": "harvest", "needs": "wet_weight", "severity": "error" }] }
        """, "$.domains.cannabis.gates[0].stage")]
    [InlineData("""{ "stages": { "clone": { "next": [] } } }""", "$.domains.cannabis.gates")]
    public void Refuses_a_broken_table_with_the_key(string cannabis, string key)
    {
        var file = RuleFile.Parse("rules/test.json", $$"""
            { "source": "test", "effectiveFrom": "2026-01-01", "domains": { "cannabis": {{cannabis}}, "produce": {} } }
            """);
        Should.Throw<RuleFileException>(() => BatchStages.Read(file)).Key.ShouldBe(key);
    }

    private static Batch In(BatchStage stage, DomainType domain = DomainType.Cannabis) =>
        new(Guid.Empty, "B-1", domain, null, SourceType.Clone, 10, new DateOnly(2026, 10, 1)) { Stage = stage };

    private static string? Code(ChangeBatchStage command, Batch batch) =>
        command.Decide(batch, Everything, BatchStages.Current, true).Refused(out var problem, out _)
            ? problem.Code
            : null;
}
