using System.Text.Json;
using Tendril.Domain;
using Tendril.Domain.Harvests;
using Tendril.Server.Modules.Inventory;
using Tendril.Sync;
using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Server.Modules.Harvests;

/// <summary>The steps of a harvest, as they come from devices and from the online addresses.</summary>
public static class HarvestSteps
{
    public const string Advance = "harvest.advance_stage";
    public const string Skip = "harvest.override_skip";
    public const string Undo = "harvest.undo";
    public const string Revert = "harvest.revert";
    public const string Finalize = "harvest.finalize";

    private static HarvestStageRules Rules => HarvestStageRules.Current;

    public static IReadOnlyList<IStep> All { get; } =
    [
        new HarvestStep(Advance, HarvestAttempt.StageAdvance, (harvest, step) =>
            step.Stage is not { } to ? HarvestStep.NowhereFrom(harvest)
            : step.Began(out var began) is { } wrong ? wrong
            : step.Text("notes", 4000, out var notes) is { } tooLong ? tooLong
            : new AdvanceHarvestStage(to, began, notes).Decide(harvest, step.Moment, Rules)),
        new HarvestStep(Skip, HarvestAttempt.OverrideSkip, (harvest, step) =>
            step.Stage is not { } to ? HarvestStep.NowhereFrom(harvest)
            : new SkipHarvestStage(to, step.Reason).Decide(harvest, step.Moment, Rules)),
        new HarvestStep(Undo, HarvestAttempt.Undo, (harvest, step) =>
            new UndoHarvestStage(step.Id("undoes"), step.Whole("after_ms") ?? -1).Decide(harvest, step.Moment)),
        new HarvestStep(Revert, HarvestAttempt.Revert, (harvest, step) =>
            step.Stage is not { } to ? HarvestStep.NowhereFrom(harvest)
            : harvest.Stage == HarvestStage.Inventory && !step.May("harvest:approve")
                ? HarvestStep.ManagersOnly
            : new RevertHarvestStage(to, step.Reason).Decide(harvest, step.Moment, Rules)),
        new HarvestStep(Finalize, HarvestAttempt.Finalize, (harvest, step) =>
            new FinalizeHarvest(Rules.Checklist.Where(step.Ticked).ToHashSet(StringComparer.Ordinal))
                .Decide(harvest, step.Moment, Rules)),
    ];

    public static IReadOnlyList<IEditRule> EditRules { get; } = [new HarvestEdits(), new WeightEdits()];
}

/// <summary>One step of a harvest: reads the scene, asks the domain, writes what it says and the attempt.</summary>
internal sealed class HarvestStep(
    string name, HarvestAttempt attempt, Func<HarvestNow, HarvestArguments, Result<StageMove>> decide) : IStep
{
    public string Name => name;

    public string Table => "harvests";

    public string Permission => "harvest:edit";

    internal static Problem ManagersOnly { get; } = new(
        SyncCodes.NotAllowed.Code, "Only a manager brings a harvest back out of stock", null,
        SyncCodes.NotAllowed.Remedy, ProblemKind.Denied);

    internal static Problem NowhereFrom(HarvestNow harvest) => HarvestProblems.StageNotAllowed.Refuse(
        $"A harvest that is in {WireName.Of(harvest.Stage)} cannot go where it was told", "to");

    public StepNeeds Needs(Intent intent) => HarvestScene.Needs(intent.RowId);

    public StepOutcome Decide(StepScene scene, Intent intent, StepMoment moment)
    {
        if (HarvestScene.Read(scene, intent.RowId) is not { } harvest)
            return StepOutcome.Refuse(SyncCodes.RowUnknown.Refuse("The server has no such harvest"));
        // What this operation did stands already: a device looks again when it has the server's rows.
        if (harvest.Now.Stages.Any(stage => stage.OperationId == moment.OperationId)) return StepOutcome.Done;
        if (decide(harvest.Now, new HarvestArguments(intent, moment)).Refused(out var problem, out var move))
            return StepOutcome.Refuse(problem.Of());
        IReadOnlyList<RowWrite> told = [Told(harvest, intent, moment, null)];
        if (move == StageMove.Already) return StepOutcome.Done with { Always = told };
        return new StepOutcome
        {
            Writes = HarvestWrites.Of(harvest, move, moment),
            Always = told,
            Effects = Stocked(harvest, move, moment) is { } stocked ? [stocked] : [],
        };
    }

    public IReadOnlyList<RowWrite> Blocked(
        StepScene scene, Intent intent, StepMoment moment, SyncRefusal refusal) =>
        HarvestScene.Read(scene, intent.RowId) is { } harvest ? [Told(harvest, intent, moment, refusal)] : [];

    private RowWrite Told(HarvestScene harvest, Intent intent, StepMoment moment, SyncRefusal? refusal)
    {
        var step = new HarvestArguments(intent, moment);
        var to = step.Stage ?? (attempt == HarvestAttempt.Finalize ? HarvestStage.Inventory : null);
        var reason = step.Reason is { } text ? text[..Math.Min(text.Length, HarvestStageRules.Current.ReasonLength)]
            : null;
        return new HarvestAudit(attempt, WireName.Of(harvest.Now.Stage), to is { } known ? WireName.Of(known) : null,
            reason).Write(harvest.Row.Id, (harvest.Row["site_id"], harvest.Row["owner_id"]), moment, refusal);
    }

    private static decimal? Grams(string? text) =>
        text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static HarvestStocked? Stocked(HarvestScene harvest, StageMove move, StepMoment moment)
    {
        var row = harvest.Row;
        // A device may have the harvest in stock before its result has come.
        var stands = move.TakesBack ? harvest.Result?["final_weight_g"] : null;
        if ((move.Result?.FinalGrams ?? -Grams(stands)) is not { } grams) return null;
        return new HarvestStocked(
            row.Id, HarvestScene.LotId(row.Id), HarvestScene.MovementId(moment.OperationId),
            Guid.Parse(row["site_id"]!), grams, HarvestWrites.At(moment), moment.UserId);
    }
}

/// <summary>The arguments of a step of a harvest. What cannot be read is as if it were not said.</summary>
internal sealed record HarvestArguments(Intent Intent, StepMoment Done)
{
    public HarvestMoment Moment => new(Done.OperationId, Done.DeviceId, HarvestWrites.At(Done));

    public HarvestStage? Stage => Read("to", FieldKind.Text) is { } text
        && WireName.TryParse<HarvestStage>(text, out var stage) ? stage : null;

    public string? Reason => Read("reason", FieldKind.Text);

    public bool May(string permission) => Done.May(permission);

    public Guid Id(string name) => Read(name, FieldKind.Uuid) is { } text ? Guid.Parse(text) : Guid.Empty;

    public long? Whole(string name) => Read(name, FieldKind.WholeNumber) is { } text
        ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;

    public bool Ticked(string point) => Read(point, FieldKind.Boolean) == "true";

    /// <summary>When a stage began, moved by the error of the device's clock as the step itself was.</summary>
    public Problem? Began(out DateTimeOffset? began)
    {
        began = null;
        if (Intent.TryRead(new SyncField("at", FieldKind.Moment), out var text) is not null)
            return HarvestProblems.MomentNotPossible.Refuse("at must be a moment like 2026-11-20T12:00:00Z", "at");
        began = HarvestScene.Moment(text)?.AddMilliseconds(Done.At - Done.ClaimedAt);
        return null;
    }

    public Problem? Text(string name, int longest, out string? text) =>
        Intent.TryRead(new SyncField(name, FieldKind.Text) { MaxLength = longest }, out text) is { } wrong
            ? new Problem(wrong.Code, wrong.Message, wrong.Field, wrong.Help) : null;

    private string? Read(string name, FieldKind kind) =>
        Intent.TryRead(new SyncField(name, kind), out var text) is null ? text : null;
}
