namespace Tendril.Domain.Harvests;

/// <summary>Why a harvest cannot be begun, weighed or moved on.</summary>
public static class HarvestProblems
{
    public static readonly ProblemCode StageNotAllowed = new(
        "harvest.stage_not_allowed", "A harvest cannot go from the stage it is in to the one asked for.",
        "Look at the stage it is in now; another device may have moved it on.");

    public static readonly ProblemCode ReasonNeeded = new(
        "harvest.reason_needed", "Skipping a stage or going back needs a reason.", "Write why, in a few words.");

    public static readonly ProblemCode MomentNotPossible = new(
        "harvest.moment_not_possible", "A stage would begin in the future, or before the one that it follows.",
        "Choose a moment after the start of the stage before, and not later than now.");

    public static readonly ProblemCode UndoUnknown = new(
        "harvest.undo_unknown", "The step cannot be undone: another came after it, it is another device's, or the "
        + "harvest is in stock.", "Use \"Go back\" with a reason instead.");

    public static readonly ProblemCode UndoTooLate = new(
        "harvest.undo_too_late", "A step can be undone for a few seconds only, and they are over.",
        "Use \"Go back\" with a reason instead.");

    public static readonly ProblemCode DryWeightNeeded = new(
        "harvest.dry_weight_needed", "A harvest goes into stock with its dry weight, and there is none above 0.",
        "Weigh the dried harvest and save the dry weight.");

    public static readonly ProblemCode DryOverWet = new(
        "harvest.dry_over_wet", "The dry weight is larger than the wet weight.",
        "Correct the weight that is wrong.");

    public static readonly ProblemCode ChecklistIncomplete = new(
        "harvest.checklist_incomplete", "A point of the checklist is not ticked.",
        "Look at the point named, then tick it. Who must skip the list does so from the drying stage, with a reason.");

    public static readonly ProblemCode Overlap = new(
        "harvest.overlap", "Another harvest of this plant is open.",
        "Go on with that one, or give a reason of at least 10 characters for a second.");

    public static readonly ProblemCode OneSubject = new(
        "harvest.one_subject", "A harvest is of one plant or of one batch, and of nothing else.",
        "Choose a plant or a batch, not both.");

    public static readonly ProblemCode NotMoved = new(
        "harvest.not_moved", "A harvest and its weights stay at the site and with the person they were made for.",
        "Make a new harvest where it belongs.");

    public static readonly ProblemCode WeightRange = new(
        "harvest.weight_range", "A weight is below 0, above 100,000 g, or finer than 0.1 g.",
        "Look at the scale and the unit, then enter the weight again.");

    public static readonly ProblemCode WeightKindUnknown = new(
        "harvest.weight_kind", "A weight is of a kind that there is not.",
        "Choose wet, dry, trimmings or a look in between.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
    [
        StageNotAllowed, ReasonNeeded, MomentNotPossible, UndoUnknown, UndoTooLate, DryWeightNeeded, DryOverWet,
        ChecklistIncomplete, Overlap, OneSubject, NotMoved, WeightRange, WeightKindUnknown,
    ];

    internal static Problem NotFrom(HarvestStage stage, string? to) => StageNotAllowed.Refuse(
        $"A harvest that is in {WireName.Of(stage)} cannot go to {to ?? "nowhere"} this way", "to");

    /// <summary>The reason without blanks around it, or the problem.</summary>
    internal static Result<string> Reason(string? reason, HarvestStageRules rules)
    {
        var text = reason?.Trim() ?? "";
        return text.Length == 0 ? ReasonNeeded.Refuse("A reason is needed", "reason")
            : text.Length > rules.ReasonLength ? FieldRules.BadLength.Refuse(
                $"The reason must have 1 to {rules.ReasonLength} characters, not {text.Length}", "reason")
            : text;
    }
}
