using Tendril.Domain;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>Refusals of pushing that need more than the batch to be seen.</summary>
public static class PushProblems
{
    public static readonly ProblemCode BatchUnknown = new(
        "batch_not_found", "There is no such batch, or it belongs to a site that you may not see.",
        "Open the list of batches and choose one.");

    public static readonly ProblemCode RefusedByMetrc = new(
        "metrc_refused", "Metrc refused what was sent; nothing was changed there.",
        "Correct what Metrc names, then push again.");

    public static readonly ProblemCode OperationUnknown = new(
        "report.operation_unknown", "There is no such report operation within your reach.", "Load the list again.");

    public static readonly ProblemCode NotWaiting = new(
        "report.not_waiting", "The operation is not in a state in which this can be done.",
        "Load it again; its state and what can be done are shown beside it.");

    public static readonly ProblemCode DecisionUnknown = new(
        "report.decision_unknown", "The decision is not one of confirm, send_again and give_up.",
        "Send one of the three.");

    public static readonly ProblemCode MetrcIdRequired = new(
        "report.metrc_id_required", "Confirming needs the id of the plant batch in Metrc.",
        "Copy the id from Metrc, or from the difference that is shown.");

    public static readonly ProblemCode Differs = new(
        "report.differs_in_metrc", "What Metrc holds under this id is not what was sent.",
        "Compare both sides. If Metrc's is right, accept it as it is in Metrc (a program sends the differences that it "
            + "was shown as acceptedDifferences). Else correct it in Metrc, then confirm.");

    public static readonly ProblemCode NotInMetrc = new(
        "report.not_in_metrc", "The facility has no plant batch of this id in Metrc.",
        "Copy the id from Metrc's list of plant batches, or choose another decision.");

    public static readonly ProblemCode StillThere = new(
        "report.still_in_metrc", "Metrc still has the object under this name, so a second one would double it.",
        "Confirm it instead, or remove it in Metrc first.");

    public static readonly ProblemCode OtherBatch = new(
        "report.other_batch",
        "The plant batch bears another name, and Metrc never named its id for this report: it may be another one's.",
        "Look at the id again. If it is right, give the report up with a reason and link the batch by hand; a link "
            + "made by hand can be undone.");

    public static readonly ProblemCode HeldByAnother = new(
        "report.held_by_another", "Another batch's report or link already stands for this plant batch in Metrc.",
        "Look at the id again. If it is this batch's, the other report is to be given up, or its link undone, first.");

    public static readonly ProblemCode NotLinked = new(
        "report.not_linked", "The batch is not linked to a plant batch in Metrc.", "Nothing is to be done.");

    public static readonly ProblemCode MetrcSilent = new(
        "metrc_unavailable", "Metrc did not answer, so what is there could not be checked.", "Try again in a minute.");

    public static readonly ProblemCode NotRecorded = new(
        "report.not_recorded", "This push could not be recorded; nothing of it was or will be sent.",
            "Push this batch again.");

    public static readonly ProblemCode ItemMissing = new(
        "report.item_missing", "The list of batches holds an empty place.",
            "Send one object per batch, with its batchId.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
    [
        BatchUnknown, RefusedByMetrc, OperationUnknown, NotWaiting, DecisionUnknown, MetrcIdRequired,
        Differs, NotInMetrc, StillThere, OtherBatch, HeldByAnother, NotLinked, MetrcSilent, NotRecorded, ItemMissing,
    ];
}
