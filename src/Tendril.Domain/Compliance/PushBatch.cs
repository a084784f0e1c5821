using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Tendril.Domain.Cultivation;

namespace Tendril.Domain.Compliance;

/// <summary>The cultivar of the batch and the Metrc strain it is linked to, if any.</summary>
public sealed record BatchStrain(string Cultivar, string? LinkedStrain)
{
    /// <summary>The name that Metrc is told.</summary>
    public string Name => string.IsNullOrWhiteSpace(LinkedStrain) ? Cultivar : LinkedStrain;
}

/// <summary>The flags of Metrc's facility record that decide about plant batches. Null where never pulled.</summary>
public sealed record FacilityFlags
{
    public bool CanGrowPlants { get; init; } = true;

    public bool CanCreateOpeningBalancePlantBatches { get; init; } = true;
}

/// <summary>What is known around the batch at the moment it is pushed.</summary>
/// <param name="Today">The day at the facility.</param>
/// <param name="Locations">The facility's locations, pulled.</param>
public sealed record PushSurroundings(StateRules State, DateOnly Today, IReadOnlyCollection<MetrcLocation> Locations)
{
    public FacilityFlags? Facility { get; init; }

    /// <summary>The facility's unused plant tags, or null where they were never pulled. Needed in few states.</summary>
    public IReadOnlyCollection<Tag>? FreePlantTags { get; init; }

    /// <summary>The live mapping's Metrc id, when the batch is linked.</summary>
    public long? MappedTo { get; init; }

    /// <summary>The state of a live create operation for this batch.</summary>
    public ReportState? LiveOperation { get; init; }
}

/// <summary>Which of Metrc's three doors a new plant batch takes.</summary>
public enum PlantBatchPath
{
    /// <summary><c>POST /plantbatches/v2/plantings</c></summary>
    OpeningBatch,
    /// <summary><c>POST /packages/v2/plantings</c></summary>
    FromPackage,
    /// <summary><c>POST /plants/v2/plantings</c></summary>
    FromMotherPlant,
}

/// <summary>Seed or Clone, spelt in Metrc as here.</summary>
public enum PlantBatchType { Seed, Clone }

/// <summary>A checked plant batch, ready to be told to Metrc.</summary>
/// <param name="SourceLabel">The package's or mother plant's label; null for an opening batch.</param>
public sealed record PlantBatchReport(
    PlantBatchPath Path, string Name, PlantBatchType Type, int Count, string Strain, MetrcLocation Location,
    DateOnly PlantedOn, Tag? SourceLabel);

/// <summary>The answer of <see cref="PushBatch.Check"/>: every finding, and the report when nothing blocks.</summary>
public sealed record PushCheck(IReadOnlyList<Finding> Findings, PlantBatchReport? Report, Problem? Problem)
{
    public bool Refused([NotNullWhen(true)] out Problem? problem, [NotNullWhen(false)] out PlantBatchReport? report)
    {
        (problem, report) = (Problem, Report);
        return report is null;
    }

    /// <summary>What is shown to the person and stored with their name once they go on.</summary>
    public IReadOnlyList<Finding> Warnings => [.. Findings.Where(finding => finding.Severity == Severity.Warning)];
}

/// <summary>Tells Metrc about a batch of ours that it does not know.</summary>
/// <param name="Strain">Null when the batch has no cultivar.</param>
/// <param name="Location">The location's name, resolved or chosen by the person.</param>
public sealed record PushBatch(Batch Batch, BatchStrain? Strain, string? Location)
{
    /// <summary>
    /// Codes whose message stands alone because people know it; others are led by "Validation failed".
    /// </summary>
    private static readonly ProblemCode[] KnownSentences =
        [PlantBatchCodes.InvalidDomain, PlantBatchCodes.MissingCultivar, PlantCount.NotPositive];

    /// <summary>Judges the batch by rules, state, facility and what Metrc knows already.</summary>
    public PushCheck Check(PushSurroundings around)
    {
        if (AlreadyTold(around) is { } told) return new PushCheck([], null, told);
        var checks = new Checks();
        if (Batch.Domain != DomainType.Cannabis)
            checks.Add(PlantBatchCodes.InvalidDomain.Error("domain", "Only cannabis batches can be synced to Metrc"));
        var (location, misplaced) = BatchLocation.Check(Location, around.Locations);
        var draft = Draft();
        checks.AddAll(PlantBatchRules.Current.Check(draft, around.State, around.Today).Where(IsNotSaidElsewhere));
        CheckStrain(checks);
        checks.Add(misplaced);
        CheckTagName(checks, around);
        CheckStage(checks);
        CheckSource(checks, around);
        return checks.Refused(out var problem)
            ? new PushCheck(checks.Found, null, Worded(problem))
            : new PushCheck(checks.Found, Convert(draft, location!), null);
    }

    private static Problem? AlreadyTold(PushSurroundings around)
    {
        if (around.MappedTo is { } id)
            return PlantBatchCodes.AlreadySynced.Refuse(
                "Batch already synced to Metrc", "batchId",
                $"It is plant batch {id} in Metrc. To push it again, a compliance approver first unlinks it.",
                ProblemKind.Conflict);
        return around.LiveOperation is { } state
            ? PlantBatchCodes.PushInProgress.Refuse(
                $"Batch is already on its way to Metrc ({WireName.Of(state)})", "batchId", kind: ProblemKind.Conflict)
            : null;
    }

    /// <summary>
    /// Seed if it grew from seed or germinates, else Clone: tissue culture counts as a clone in Metrc.
    /// </summary>
    private PlantBatchType Type =>
        Batch.Source == SourceType.Seed || Batch.Stage == BatchStage.Germination
            ? PlantBatchType.Seed
            : PlantBatchType.Clone;

    private PlantBatchDraft Draft() => new(
        Batch.Number, Type.ToString(), Batch.PlantCount, Strain?.Name, Location,
        Batch.StartedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>A missing cultivar and a missing location have findings of their own that say more.</summary>
    private bool IsNotSaidElsewhere(Finding finding) =>
        finding.Code != PlantBatchCodes.LocationRequired.Code
        && (finding.Code != PlantBatchCodes.StrainRequired.Code || Strain is not null);

    private void CheckStrain(Checks checks)
    {
        if (Strain is null)
            checks.Add(
                PlantBatchCodes.MissingCultivar.Error("cultivar", "Cultivar/strain name is required for Metrc sync"));
        else if (string.IsNullOrWhiteSpace(Strain.LinkedStrain))
            checks.Add(PlantBatchCodes.StrainNotLinked.Warning(
                "strain", $"Cultivar \"{Strain.Cultivar}\" is not linked to a Metrc strain"));
    }

    private void CheckTagName(Checks checks, PushSurroundings around)
    {
        if (!around.State.PlantBatchNameIsPlantTag) return;
        if (!Tag.TryParse(Batch.Number, out var tag))
            checks.Add(PlantBatchCodes.NameNotFreeTag.Error(
                "name", $"In {around.State.State} the batch number must be an unused plant tag of 24 characters"));
        else if (around.FreePlantTags is null)
            checks.Add(
                PlantBatchCodes.FreeTagsUnknown.Warning("name", $"Whether plant tag {tag} is unused is not known"));
        else if (!around.FreePlantTags.Contains(tag))
            checks.Add(
                PlantBatchCodes.NameNotFreeTag.Error("name", $"Plant tag {tag} is not an unused tag of this facility"));
    }

    private void CheckStage(Checks checks)
    {
        if (!PlantBatchRules.Current.StagesToSync.Contains(Batch.Stage))
            checks.Add(
                PlantBatchCodes.InvalidStage.Warning("stage", $"The batch is in stage {WireName.Of(Batch.Stage)}"));
    }

    private void CheckSource(Checks checks, PushSurroundings around)
    {
        if (!around.State.IsKnown)
            checks.Add(
                PlantBatchCodes.StateRulesUnknown.Warning("state", $"No rules are known for {around.State.State}"));
        if (around.Facility is { CanGrowPlants: false })
            checks.Add(PlantBatchCodes.FacilityCannotGrow.Error("site", "This facility may not grow plants"));
        var mustHave = around.State.PlantBatchSourceRequired
            || around.Facility is { CanCreateOpeningBalancePlantBatches: false };
        if (Batch is { SourcePackage: not null, MotherPlant: not null })
            checks.Add(PlantBatchCodes.MultipleSources.Warning(
                "source", "A source package and a mother plant are both given"));
        else if (mustHave && Batch is { SourcePackage: null, MotherPlant: null })
            checks.Add(PlantBatchCodes.SourceRequired.Error(
                "source", "This facility may not open a batch without a source package or mother plant"));
    }

    private PlantBatchReport Convert(PlantBatchDraft draft, MetrcLocation location)
    {
        var (path, label) = Batch switch
        {
            { SourcePackage: { } package } => (PlantBatchPath.FromPackage, (Tag?)package),
            { MotherPlant: { } plant } => (PlantBatchPath.FromMotherPlant, plant),
            _ => (PlantBatchPath.OpeningBatch, null),
        };
        return new PlantBatchReport(
            path, draft.Name!.Trim(), Type, Batch.PlantCount, draft.Strain!.Trim(), location, Batch.StartedOn, label);
    }

    private static Problem Worded(Problem problem) =>
        Array.Exists(KnownSentences, code => code.Code == problem.Code)
            ? problem
            : problem with { Message = Sentence.Of("Validation failed", problem.Findings.First(IsError)) };

    private static bool IsError(Finding finding) => finding.Severity == Severity.Error;
}
