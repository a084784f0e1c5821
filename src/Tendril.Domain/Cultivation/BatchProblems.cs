namespace Tendril.Domain.Cultivation;

/// <summary>What can be wrong with a batch and its changes.</summary>
public static class BatchProblems
{
    public static readonly ProblemCode NumberTaken = new(
        "batch.number_taken", "Another batch of the same site has this number.", "Give the batch another number.");

    public static readonly ProblemCode HarvestBeforeStart = new(
        "batch.harvest_before_start",
        "The expected harvest lies before the batch's start.",
        "Check both dates.");

    public static readonly ProblemCode StageNotOfDomain = new(
        "batch.stage_not_of_domain",
        "Cannabis and produce have different stages, and a batch cannot begin at its end.",
        "Choose a stage of the batch's own kind.");

    public static readonly ProblemCode StageNotAllowed = new(
        "batch.stage_not_allowed",
        "The batch's stage cannot be followed by the one asked for.",
        "Choose one of the stages named in the message.");

    public static readonly ProblemCode StageNeeds = new(
        "batch.stage_needs",
        "A stage was entered before what it builds on was recorded.",
        "Record what the message names, then change the stage.");

    public static readonly ProblemCode Quarantined = new(
        "batch.quarantined",
        "The batch is in quarantine, where it may only be destroyed.",
        "Release the batch from quarantine first.");

    public static readonly ProblemCode Over = new(
        "batch.over", "The batch is completed or destroyed and no longer changes.", "Nothing is to be done.");

    public static readonly ProblemCode ReportedFieldLocked = new(
        "batch.reported_field_locked",
        "The field was told to Metrc, or is on its way, so that editing it here would make the two books differ.",
        "Change it by its own action (count change, rename, new operation), which tells Metrc too.");

    public static readonly ProblemCode CountNeedsReason = new(
        "batch.count_needs_reason",
        "The number of growing plants was overwritten instead of corrected by an event.",
        "Use the count change, which asks for the reason.");

    public static readonly ProblemCode DomainFixed = new(
        "batch.domain_fixed", "A batch changed between cannabis and produce.", "Make a new batch.");

    public static readonly ProblemCode DestroyNeedsReason = new(
        "batch.destroy_needs_reason", "A batch is destroyed without a reason.", "Say why the plants were destroyed.");

    public static readonly ProblemCode LargeDecrease = new(
        "large_decrease", "The count falls by more than 20 percent.", "Check the number; confirm if it is right.");

    public static readonly ProblemCode CountIncrease = new(
        "count_increase",
        "The count of a batch grows, which plants rarely do.",
        "Check the number; confirm if it is right.");

    public static readonly ProblemCode CountNegative = new(
        "batch.count_negative", "A batch cannot hold fewer than no plants.", "Enter 0 or more.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
    [
        NumberTaken, HarvestBeforeStart, StageNotOfDomain, StageNotAllowed, StageNeeds, Quarantined, Over,
        ReportedFieldLocked, CountNeedsReason, DomainFixed, DestroyNeedsReason, LargeDecrease, CountIncrease,
        CountNegative,
    ];
}
