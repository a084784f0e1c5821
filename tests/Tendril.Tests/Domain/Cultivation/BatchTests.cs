using Tendril.Domain;
using Tendril.Domain.Cultivation;

namespace Tendril.Tests.Domain.Cultivation;

public class CreateBatchTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);
    private static readonly BatchSurroundings Around = new(NumberTaken: false, Today);

    private static readonly BatchForm Form = new(" B-2026-001 ")
    {
        PlantCount = 50,
        StartedOn = new DateOnly(2026, 11, 1),
        Stage = BatchStage.Clone,
        ExpectedHarvestOn = new DateOnly(2027, 2, 1),
        MotherPlant = "1a4ff0200000261000000001",
        Notes = "",
    };

    [Fact]
    public void Makes_a_batch_of_a_good_form()
    {
        new CreateBatch(Guid.Empty, Form).Decide(Around).Refused(out _, out var decided).ShouldBeFalse();
        var batch = decided!.Value;
        decided.Warnings.ShouldBeEmpty();
        (batch.Number, batch.PlantCount, batch.Stage, batch.Status)
            .ShouldBe(("B-2026-001", 50, BatchStage.Clone, BatchStatus.Active));
        (batch.MotherPlant.ToString(), batch.SourcePackage, batch.Notes)
            .ShouldBe(("1A4FF0200000261000000001", null, null));
        (batch.StartedOn, batch.ExpectedHarvestOn).ShouldBe((new DateOnly(2026, 11, 1), new DateOnly(2027, 2, 1)));
    }

    [Fact]
    public void A_planned_batch_may_be_without_plants_and_cultivar() =>
        new CreateBatch(Guid.Empty, Form with { Stage = BatchStage.Planning, PlantCount = 0, CultivarId = null })
            .Decide(Around).Refused(out _, out _).ShouldBeFalse();

    [Fact]
    public void Refuses_each_wrong_field_with_its_name()
    {
        Refusal(Form with { Number = "" }).ShouldBe(("field.required", "number"));
        Refusal(Form with { StartedOn = null }).ShouldBe(("field.required", "startedOn"));
        Refusal(Form with { PlantCount = 0 }).ShouldBe(("count_not_positive", "plantCount"));
        Refusal(Form with { PlantCount = -1, Stage = BatchStage.Planning })
            .ShouldBe(("count_not_positive", "plantCount"));
        Refusal(Form with { PlantCount = 1_000_001 }).ShouldBe(("field.range", "plantCount"));
        Refusal(Form with { ExpectedHarvestOn = new DateOnly(2026, 10, 31) })
            .ShouldBe(("batch.harvest_before_start", "expectedHarvestOn"));
        Refusal(Form with { SourcePackage = "x" }).ShouldBe(("invalid_tag_format", "sourcePackage"));
        Refusal(Form with { MotherPlant = "x" }).ShouldBe(("invalid_tag_format", "motherPlant"));
        Refusal(Form with { Notes = new string('x', 4001) }).ShouldBe(("field.length", "notes"));
        Refusal(Form with { Stage = BatchStage.Seedling }).ShouldBe(("batch.stage_not_of_domain", "stage"));
        Refusal(Form with { Stage = BatchStage.Completed }).ShouldBe(("batch.stage_not_of_domain", "stage"));
        Refusal(Form with { Stage = BatchStage.Destroyed }).ShouldBe(("batch.stage_not_of_domain", "stage"));
        Refusal(Form, taken: true).ShouldBe(("batch.number_taken", "number"));
    }

    [Fact]
    public void Says_early_what_metrc_will_refuse_later()
    {
        Warnings(Form with { Number = "B#" }).ShouldBe(["invalid_name_length", "special_characters_in_name"]);
        Warnings(Form with { Number = "B#", Domain = DomainType.Produce, Stage = BatchStage.Growing }).ShouldBeEmpty();
    }

    private static (string, string?) Refusal(BatchForm form, bool taken = false) =>
        new CreateBatch(Guid.Empty, form).Decide(Around with { NumberTaken = taken }).Refused(out var problem, out _)
            ? (problem.Code, problem.Field)
            : ("", null);

    private static IEnumerable<string> Warnings(BatchForm form) =>
        new CreateBatch(Guid.Empty, form).Decide(Around).Refused(out var problem, out var decided)
            ? throw new InvalidOperationException(problem.Message)
            : decided.Warnings.Select(one => one.Code);
}

public class EditBatchTests
{
    private static readonly DateOnly Start = new(2026, 11, 1);
    private static readonly BatchSurroundings Around = new(NumberTaken: false, new DateOnly(2026, 11, 20));

    private static readonly Batch Batch =
        new(Guid.Empty, "B-1-1", DomainType.Cannabis, null, SourceType.Clone, 50, Start)
        {
            Stage = BatchStage.Vegetative,
            Status = BatchStatus.Quarantined,
            ActualHarvestOn = Start.AddDays(9),
        };

    private static readonly BatchForm Form = new("B-1-1") { PlantCount = 50, StartedOn = Start };

    [Fact]
    public void Changes_fields_and_keeps_stage_status_and_harvest()
    {
        Edit(Form with { Number = "B-1-2", Stage = BatchStage.Curing }).Refused(out _, out var decided).ShouldBeFalse();
        decided!.Value.ShouldBe(Batch with { Number = "B-1-2" });
    }

    [Fact]
    public void A_growing_batchs_count_changes_only_with_a_reason()
    {
        Refusals(Form with { PlantCount = 49 }).ShouldBe([("batch.count_needs_reason", "plantCount")]);
        Refusals(Form with { PlantCount = 49, Stage = BatchStage.Planning })
            .ShouldBe([("batch.count_needs_reason", "plantCount")]);
        var planned = Batch with { Stage = BatchStage.Planning };
        new EditBatch(Form with { PlantCount = 9, Domain = DomainType.Produce })
            .Decide(planned, Around, isReported: false)
            .Refused(out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_growing_batch_stays_what_it_is() =>
        Refusals(Form with { Domain = DomainType.Produce }).ShouldBe([("batch.domain_fixed", "domain")]);

    [Fact]
    public void What_metrc_was_told_is_locked()
    {
        var changed = Form with
        {
            Number = "B-9-9",
            CultivarId = Guid.AllBitsSet,
            PlantCount = 9,
            StartedOn = Start.AddDays(1),
            Source = SourceType.Seed,
            SourcePackage = "1A4FF0100000261000000002",
            MotherPlant = "1A4FF0100000261000000003",
            Domain = DomainType.Produce,
        };
        new EditBatch(changed).Decide(Batch with { Stage = BatchStage.Planning }, Around, isReported: true)
            .Refused(out var problem, out _).ShouldBeTrue();
        problem!.Findings.ShouldAllBe(one => one.Code == "batch.reported_field_locked");
        problem.Findings.Select(one => one.Field).ShouldBe([
            "number", "cultivarId", "plantCount", "startedOn", "source", "sourcePackage", "motherPlant", "domain"]);
        new EditBatch(Form with { Notes = "free" }).Decide(Batch, Around, isReported: true).Refused(out _, out _)
            .ShouldBeFalse();
    }

    [Theory, InlineData(BatchStatus.Completed), InlineData(BatchStatus.Destroyed)]
    public void A_batch_that_is_over_no_longer_changes(BatchStatus status)
    {
        var over = Batch with { Status = status };
        new EditBatch(Form).Decide(over, Around, isReported: false).Refused(out var problem, out _).ShouldBeTrue();
        problem!.Code.ShouldBe("batch.over");
        new ChangeBatchCount(Guid.Empty, 1, CountReason.Died).Decide(over).Refused(out problem, out _).ShouldBeTrue();
        problem!.Code.ShouldBe("batch.over");
    }

    private static Result<Decided<Batch>> Edit(BatchForm form) =>
        new EditBatch(form).Decide(Batch, Around, isReported: false);

    private static IEnumerable<(string, string)> Refusals(BatchForm form) =>
        Edit(form).Refused(out var problem, out _) ? problem.Findings.Select(one => (one.Code, one.Field)) : [];
}

public class ChangeBatchCountTests
{
    private static readonly Batch Batch =
        new(Guid.Empty, "B-1-1", DomainType.Cannabis, null, SourceType.Clone, 50, new DateOnly(2026, 11, 1));

    [Theory]
    [InlineData(49, null), InlineData(40, null), InlineData(39, "large_decrease"), InlineData(0, "large_decrease")]
    [InlineData(50, null), InlineData(51, "count_increase")]
    public void Is_an_event_with_a_reason(int count, string? warning)
    {
        new ChangeBatchCount(Guid.Empty, count, CountReason.PestInfestation, " mites ").Decide(Batch)
            .Refused(out _, out var decided).ShouldBeFalse();
        decided!.Value.ShouldBe(new BatchCountChanged(Guid.Empty, 50, count, CountReason.PestInfestation, "mites"));
        decided.Warnings.Select(one => one.Code).ShouldBe(warning is null ? [] : [warning]);
    }

    [Fact]
    public void Refuses_fewer_than_no_plants_and_endless_notes()
    {
        new ChangeBatchCount(Guid.Empty, -1, CountReason.Died).Decide(Batch).Refused(out var problem, out _)
            .ShouldBeTrue();
        problem!.Code.ShouldBe("batch.count_negative");
        new ChangeBatchCount(Guid.Empty, 1, CountReason.Died, new string('x', 4001)).Decide(Batch)
            .Refused(out problem, out _).ShouldBeTrue();
        problem!.Field.ShouldBe("note");
    }

    [Fact]
    public void No_note_is_no_text()
    {
        new ChangeBatchCount(Guid.Empty, 1, CountReason.Died).Decide(Batch).Refused(out _, out var decided)
            .ShouldBeFalse();
        decided!.Value.Note.ShouldBeNull();
    }
}
