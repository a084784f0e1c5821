namespace Tendril.Domain.Cultivation;

/// <summary>What a person fills in for a batch, unchecked.</summary>
public sealed record BatchForm(string? Number)
{
    public DomainType Domain { get; init; } = DomainType.Cannabis;

    public Guid? CultivarId { get; init; }

    public SourceType Source { get; init; } = SourceType.Clone;

    public int PlantCount { get; init; }

    public DateOnly? StartedOn { get; init; }

    /// <summary>Only when a batch is created; later the stage moves by <see cref="ChangeBatchStage"/>.</summary>
    public BatchStage Stage { get; init; } = BatchStage.Planning;

    public string? SourcePackage { get; init; }

    public string? MotherPlant { get; init; }

    public DateOnly? ExpectedHarvestOn { get; init; }

    public string? Notes { get; init; }
}

/// <summary>What the form is judged against.</summary>
/// <param name="NumberTaken">Another batch of the site has this number.</param>
/// <param name="Today">The day at the site.</param>
public sealed record BatchSurroundings(bool NumberTaken, DateOnly Today);

/// <summary>Adds a batch of plants.</summary>
public sealed record CreateBatch(Guid Id, BatchForm Form)
{
    public Result<Decided<Batch>> Decide(BatchSurroundings around)
    {
        var checks = new Checks();
        var batch = BatchFormRules.Check(checks, Id, Form, around);
        if (!BatchStages.Current.Has(Form.Domain, Form.Stage)
            || Form.Stage is BatchStage.Completed or BatchStage.Destroyed)
            checks.Add(BatchProblems.StageNotOfDomain.Error(
                "stage", $"A {WireName.Of(Form.Domain)} batch cannot start as {WireName.Of(Form.Stage)}"));
        return checks.Refused(out var problem) ? problem : new Decided<Batch>(batch, checks.Warnings);
    }
}

/// <summary>The rules that creating and editing share.</summary>
internal static class BatchFormRules
{
    public static Batch Check(Checks checks, Guid id, BatchForm form, BatchSurroundings around)
    {
        var fields = FieldRules.Current;
        var number = checks.Take(fields.Text("batch_number", form.Number, "number")) ?? "";
        if (around.NumberTaken)
            checks.Add(BatchProblems.NumberTaken.Error("number", $"This site already has a batch \"{number}\""));
        if (form.StartedOn is null) checks.Add(FieldRules.Required.Error("startedOn", "Start date is required"));
        CheckCount(checks, form);
        var started = form.StartedOn ?? around.Today;
        if (form.ExpectedHarvestOn < started)
            checks.Add(BatchProblems.HarvestBeforeStart.Error(
                "expectedHarvestOn", $"The harvest on {form.ExpectedHarvestOn:yyyy-MM-dd} lies before the start"));
        if (form.Domain == DomainType.Cannabis && number.Length > 0) checks.AddAll(EarlyNameWarnings(number));
        return new Batch(id, number, form.Domain, form.CultivarId, form.Source, form.PlantCount, started)
        {
            Stage = form.Stage,
            SourcePackage = Label(checks, form.SourcePackage, "sourcePackage"),
            MotherPlant = Label(checks, form.MotherPlant, "motherPlant"),
            ExpectedHarvestOn = form.ExpectedHarvestOn,
            Notes = checks.Take(fields.Text("notes", form.Notes, "notes")) is { Length: > 0 } notes ? notes : null,
        };
    }

    /// <summary>While a batch is planned nobody need know how many plants it will have.</summary>
    private static void CheckCount(Checks checks, BatchForm form)
    {
        var most = (int)FieldRules.Current.NumberOf("batch_plant_count").Max;
        if (form.PlantCount < 0 || (form.PlantCount == 0 && form.Stage != BatchStage.Planning))
            checks.Add(PlantCount.NotPositive.Error("plantCount", "Plant count must be greater than 0"));
        else if (form.PlantCount > most)
            checks.Add(FieldRules.OutOfRange.Error("plantCount", $"Plant count must be at most {most}"));
    }

    private static Tag? Label(Checks checks, string? text, string field) =>
        string.IsNullOrWhiteSpace(text) ? null : checks.Take(Tag.Parse(text, field));

    /// <summary>What Metrc will refuse later is said now, while the number is still easy to change.</summary>
    private static IEnumerable<Finding> EarlyNameWarnings(string number) =>
        Compliance.PlantBatchRules.Current.CheckName(number)
            .Select(finding => finding with { Severity = Severity.Warning, Field = "number" });
}
