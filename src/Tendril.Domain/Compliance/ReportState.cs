using System.Collections.Frozen;

namespace Tendril.Domain.Compliance;

/// <summary>How far one thing to tell Metrc has come.</summary>
public enum ReportState
{
    /// <summary>Written with the local change; nothing was sent, or what was sent surely had no effect.</summary>
    Recorded,
    /// <summary>A worker holds it and has not sent it.</summary>
    Claimed,
    /// <summary>Written before the request leaves: from here on it may have reached Metrc.</summary>
    Sent,
    /// <summary>Metrc accepted it.</summary>
    Confirmed,
    /// <summary>Metrc refused it; mended by a new operation.</summary>
    Refused,
    /// <summary>No clear answer. Looked up before anything is sent again.</summary>
    Unknown,
    /// <summary>Read back from Metrc and found as it should be, or as a person accepted it.</summary>
    Verified,
    /// <summary>Neither we nor Metrc can tell; a person decides with both facts on screen.</summary>
    NeedsPerson,
}

/// <summary>What can happen to a report operation.</summary>
public enum ReportEvent
{
    /// <summary>A worker took it.</summary>
    Claim,
    /// <summary>The worker let go before sending (stopped, lease lost).</summary>
    Release,
    /// <summary>The row is marked; the request leaves next.</summary>
    Send,
    /// <summary>Metrc answered with ids.</summary>
    Accepted,
    /// <summary>Metrc refused the row.</summary>
    RefusedByMetrc,
    /// <summary>Metrc did not take the request at all (429).</summary>
    ToldToWait,
    /// <summary>Timeout, 5xx, broken body, or the worker died after <see cref="Send"/>.</summary>
    NoClearAnswer,
    /// <summary>Looked up and there, as it should be or as a person accepted it.</summary>
    FoundMatching,
    /// <summary>Looked up and there, but different.</summary>
    FoundDifferent,
    /// <summary>Looked up after the read lag and not there.</summary>
    FoundAbsent,
    /// <summary>Looked up, and no look-up can tell.</summary>
    CannotTell,
    /// <summary>A person says that it is in Metrc.</summary>
    PersonConfirms,
    /// <summary>A person closes it without effect.</summary>
    PersonCloses,
}

/// <summary>The transitions, as a table. What is not in it does not happen.</summary>
public static class ReportTransitions
{
    private static readonly FrozenDictionary<(ReportState, ReportEvent), ReportState> Table =
        new Dictionary<(ReportState, ReportEvent), ReportState>
        {
            [(ReportState.Recorded, ReportEvent.Claim)] = ReportState.Claimed,
            [(ReportState.Claimed, ReportEvent.Release)] = ReportState.Recorded,
            [(ReportState.Claimed, ReportEvent.Send)] = ReportState.Sent,
            [(ReportState.Sent, ReportEvent.Accepted)] = ReportState.Confirmed,
            [(ReportState.Sent, ReportEvent.RefusedByMetrc)] = ReportState.Refused,
            [(ReportState.Sent, ReportEvent.ToldToWait)] = ReportState.Recorded,
            [(ReportState.Sent, ReportEvent.NoClearAnswer)] = ReportState.Unknown,
            [(ReportState.Confirmed, ReportEvent.FoundMatching)] = ReportState.Verified,
            [(ReportState.Confirmed, ReportEvent.FoundDifferent)] = ReportState.NeedsPerson,
            [(ReportState.Confirmed, ReportEvent.FoundAbsent)] = ReportState.NeedsPerson,
            [(ReportState.Confirmed, ReportEvent.CannotTell)] = ReportState.NeedsPerson,
            [(ReportState.Unknown, ReportEvent.FoundMatching)] = ReportState.Verified,
            [(ReportState.Unknown, ReportEvent.FoundDifferent)] = ReportState.NeedsPerson,
            [(ReportState.Unknown, ReportEvent.FoundAbsent)] = ReportState.Recorded,
            [(ReportState.Unknown, ReportEvent.CannotTell)] = ReportState.NeedsPerson,
            [(ReportState.NeedsPerson, ReportEvent.FoundMatching)] = ReportState.Verified,
            [(ReportState.NeedsPerson, ReportEvent.FoundAbsent)] = ReportState.Recorded,
            [(ReportState.NeedsPerson, ReportEvent.PersonConfirms)] = ReportState.Confirmed,
            [(ReportState.NeedsPerson, ReportEvent.PersonCloses)] = ReportState.Refused,
        }.ToFrozenDictionary();

    /// <summary>The state after the event, or null when the event cannot happen there.</summary>
    public static ReportState? After(ReportState state, ReportEvent happened) =>
        Table.TryGetValue((state, happened), out var next) ? next : null;

    /// <summary>Every transition there is.</summary>
    public static IEnumerable<(ReportState From, ReportEvent Happened, ReportState To)> All =>
        Table.Select(entry => (entry.Key.Item1, entry.Key.Item2, entry.Value));

    /// <summary>Nothing follows by itself any more.</summary>
    public static bool IsOver(ReportState state) => state is ReportState.Verified or ReportState.Refused;

    /// <summary>
    /// Still to be settled: at most one such create operation may exist per entity. A confirmed one is guarded by its
    /// mapping as well.
    /// </summary>
    public static bool IsLive(ReportState state) => state is not (ReportState.Verified or ReportState.Refused);
}
