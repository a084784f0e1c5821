using Tendril.Domain;
using Tendril.Metrc;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>Why a pull cannot start, or came to an end without all it wanted.</summary>
public static class PullProblems
{
    public static readonly ProblemCode TypeUnknown = new(
        "pull.type_unknown", "The type is not one that Tendril knows.", "Use one of the types named in the message.");

    public static readonly ProblemCode TypeLater = new(
        "pull.type_not_available", "This type is not pulled by this version of Tendril.",
        "Use one of the types named in the message; the release notes tell when more are added.");

    public static readonly ProblemCode Running = new(
        "pull.running", "A pull of this site is in progress; two at once would only slow each other down.",
        "Wait for it to end. Its progress is shown on the compliance dashboard.");

    public static readonly ProblemCode Interrupted = new(
        "pull.interrupted", "The server stopped or lost the site while the pull was running.",
        "Nothing is half-written. The next pull goes on from where the last complete one ended; start it now or wait "
            + "for it.");

    public static readonly ProblemCode KeyRefused = new(
        "pull.key_refused",
        "Metrc refused the key for this list: it was revoked, or its owner lacks a permission there.",
        "Check in Metrc that the key is alive and that its owner has the permission, then enter it again under "
        + "Admin → Compliance.");

    public static readonly ProblemCode RefusedByMetrc = new(
        "pull.refused", "Metrc understood the request and refused it.",
        "Read Metrc's words. If they make no sense for this facility, report them with the sync log's number.");

    public static readonly ProblemCode Unavailable = new(
        "pull.unavailable",
        "Metrc gave no usable answer: unreachable, too slow, overloaded, or something other than data.",
        "Nothing was changed by what was not read. It is tried again by itself; during an outage of Metrc just go on "
            + "working.");

    public static readonly ProblemCode Paused = new(
        "pull.paused", "Metrc's host has failed many times in a row and is left alone for a while.",
        "Nothing is lost: pulls and reports go on by themselves when Metrc answers. Just go on working, or try again "
            + "at the time named.");

    public static readonly ProblemCode RowsFailed = new(
        "pull.rows_failed", "Some rows from Metrc could not be read; all others were taken.",
        "Look at the rows named in the log, and correct them in Metrc. They are read again with every pull.");

    public static readonly ProblemCode Broken = new(
        "pull.broken", "Tendril itself failed while pulling.",
        "Report it with the sync log's number; the server's log has the details.");

    public static readonly ProblemCode LogUnknown = new(
        "pull.log_unknown", "There is no such sync log within your reach.", "Load the history again.");

    public static readonly ProblemCode IntervalInvalid = new(
        "pull.interval_invalid", "A schedule runs every 15 minutes at most and once a week at least.",
        "Enter between 15 and 10080 minutes.");

    public static readonly ProblemCode KindUnknown = new(
        "mirror.kind_unknown", "The mirror keeps no such kind of object.",
        "Use one of the kinds named in the message.");

    public static readonly ProblemCode NeverLinked = new(
        "mirror.never_linked", "Objects of this kind are not linked to anything of ours.",
        "Ask for linked only with strains, plant_batches or packages.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
    [
        TypeUnknown, TypeLater, Running, Interrupted, KeyRefused, RefusedByMetrc, Unavailable, Paused,
        RowsFailed, Broken, LogUnknown,
        IntervalInvalid, KindUnknown, NeverLinked,
    ];

    /// <summary>What a failed read means for the person in front of the screen.</summary>
    public static Problem Of(MetrcFailure failure, PullList list) => failure switch
    {
        MetrcFailure.Refused { Status: 401 or 403 } refused => KeyRefused.Refuse(
            $"{list.Key}: {refused.Message}", help: list.Permission.Length == 0
                ? null
                : $"Check in Metrc that the key is alive and that its owner has the permission \"{list.Permission}\", "
                + "then enter it again under Admin → Compliance."),
        MetrcFailure.Refused refused => RefusedByMetrc.Refuse($"{list.Key}: {refused.Message}"),
        _ => Unavailable.Refuse($"{list.Key}: {failure.Message}"),
    };
}
