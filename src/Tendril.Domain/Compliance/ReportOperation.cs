namespace Tendril.Domain.Compliance;

/// <summary>What Metrc's client made of an answer to a write.</summary>
public abstract record SendAnswer
{
    private SendAnswer()
    {
    }

    /// <summary>Metrc took it; ids in the order of the rows sent, empty where the endpoint answers none.</summary>
    public sealed record Accepted(long? Id) : SendAnswer;

    /// <summary>Metrc refused it, in its own words.</summary>
    public sealed record Refused(string Words) : SendAnswer;

    /// <summary>It may have worked.</summary>
    public sealed record Unknown(string Reason) : SendAnswer;

    /// <summary>It surely did not run; try again after this.</summary>
    public sealed record Wait(TimeSpan? After, string? Reason = null) : SendAnswer;
}

/// <summary>What a look-up by the match key says.</summary>
public abstract record LookUpAnswer
{
    private LookUpAnswer()
    {
    }

    /// <summary>There is such an object.</summary>
    /// <param name="Differences">Field by field what is not as it was sent; empty when it matches.</param>
    public sealed record Present(long Id, IReadOnlyList<ReportDifference> Differences) : LookUpAnswer
    {
        public bool Matches => Differences.Count == 0;

        /// <summary>What is different, in words; null when it matches.</summary>
        public string? Words => Matches ? null : $"It is in Metrc but differs in {string.Join("; ", Differences)}.";
    }

    /// <summary>There is none; every list that could hold it was read to its end.</summary>
    public sealed record Absent : LookUpAnswer;

    /// <summary>The look-up came to an end and decides nothing, such as two objects of the same key.</summary>
    public sealed record CannotTell(string Reason) : LookUpAnswer;

    /// <summary>The look-up itself got no answer; it says nothing and is tried again.</summary>
    public sealed record Failed(string Reason) : LookUpAnswer;
}

/// <summary>One field that Metrc holds otherwise than it was sent.</summary>
/// <param name="Field">The key of the field, such as <c>plantCount</c>.</param>
/// <param name="Ours">As it was sent; counts in digits, dates in ISO form.</param>
/// <param name="Metrc">As Metrc has it.</param>
public sealed record ReportDifference(string Field, string Ours, string Metrc)
{
    public override string ToString() =>
        $"{Sentence.Label(Field).ToLowerInvariant()}: we sent {Ours}, Metrc has {Metrc}";
}

/// <summary>Times the reporter keeps.</summary>
/// <param name="ReadLag">How long after a write Metrc's lists may still lack it.</param>
/// <param name="SendTimeout">The longest a request can run before the client gives up on it.</param>
/// <param name="Retry">The pause before a failed look-up or a refused turn is tried again; doubles each time.</param>
/// <param name="LongestRetry">Where the doubling ends.</param>
public sealed record ReportTiming(TimeSpan ReadLag, TimeSpan SendTimeout, TimeSpan Retry, TimeSpan LongestRetry)
{
    public static ReportTiming Default { get; } = new(
        TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10));

    /// <summary>The pause after so many tries.</summary>
    public TimeSpan PauseAfter(int tries)
    {
        var doubled = Retry * Math.Pow(2, Math.Clamp(tries, 0, 30));
        return doubled < LongestRetry ? doubled : LongestRetry;
    }
}

/// <summary>The next thing to do for an operation.</summary>
public enum ReportStep
{
    /// <summary>Claim it and send it, not before <see cref="ReportDecision.At"/>.</summary>
    Send,
    /// <summary>Look it up by its match key, not before <see cref="ReportDecision.At"/>.</summary>
    LookUp,
    /// <summary>Show both facts to a person.</summary>
    AskPerson,
    /// <summary>Nothing; it is settled.</summary>
    Done,
}

/// <summary>The state to store, the next step, its earliest moment, and why.</summary>
public sealed record ReportDecision(ReportState State, ReportStep Step, DateTimeOffset? At, string? Reason)
{
    /// <summary>The object's id in Metrc, once known.</summary>
    public long? MetrcId { get; init; }
}

/// <summary>
/// A report operation as its decisions see it. Pure: the caller stores the answer in one transaction. The promise:
/// nothing is sent again after a send that may have worked, unless a look-up made after the read lag found nothing.
/// </summary>
/// <param name="State">As stored.</param>
/// <param name="SentAt">When the last request was marked as sent.</param>
/// <param name="AnsweredAt">When its answer, or the client's giving up, was noted; null after a crash.</param>
public sealed record ReportOperation(ReportState State, DateTimeOffset? SentAt, DateTimeOffset? AnsweredAt)
{
    public long? MetrcId { get; init; }

    /// <summary>
    /// What a person looked at and accepted as it is in Metrc, of the object <see cref="MetrcId"/> and of no other.
    /// </summary>
    public IReadOnlyList<ReportDifference> Accepted { get; init; } = [];

    /// <summary>Tries of the present step that got no answer; the pause grows with it.</summary>
    public int Tries { get; init; }

    /// <summary>The first moment at which an absence means that the send had no effect.</summary>
    public DateTimeOffset AbsenceCountsFrom(ReportTiming timing) =>
        (AnsweredAt ?? SentAt + timing.SendTimeout ?? DateTimeOffset.MinValue) + timing.ReadLag;

    /// <summary>After Metrc's client came back from a send.</summary>
    public ReportDecision AfterSend(SendAnswer answer, DateTimeOffset now, ReportTiming timing) => answer switch
    {
        SendAnswer.Accepted accepted =>
            Move(ReportEvent.Accepted, ReportStep.LookUp, now, null) with { MetrcId = accepted.Id },
        SendAnswer.Refused refused => Move(ReportEvent.RefusedByMetrc, ReportStep.Done, null, refused.Words),
        SendAnswer.Wait wait =>
            Move(ReportEvent.ToldToWait, ReportStep.Send, now + (wait.After ?? timing.PauseAfter(Tries)),
                wait.Reason ?? "Metrc asked to wait"),
        _ => Move(ReportEvent.NoClearAnswer, ReportStep.LookUp, now, ((SendAnswer.Unknown)answer).Reason),
    };

    /// <summary>
    /// After a look-up that began at <paramref name="askedAt"/>. An absence before the read lag is over proves nothing.
    /// </summary>
    public ReportDecision AfterLookUp(
        LookUpAnswer answer, DateTimeOffset askedAt, DateTimeOffset now, ReportTiming timing) => answer switch
        {
            LookUpAnswer.Present found when found.Matches || IsAccepted(found) =>
                Move(ReportEvent.FoundMatching, ReportStep.Done, null, null) with { MetrcId = found.Id },
            LookUpAnswer.Present found when State == ReportState.NeedsPerson => StayWithPerson(found.Words),
            LookUpAnswer.Present found =>
                Move(ReportEvent.FoundDifferent, ReportStep.AskPerson, null, found.Words) with
                {
                    MetrcId = found.Id,
                },
            LookUpAnswer.Absent when askedAt < AbsenceCountsFrom(timing) =>
                Again(
                    Soon(AbsenceCountsFrom(timing), now + timing.PauseAfter(Tries)),
                    "Not there yet; Metrc's lists may still lag"),
            LookUpAnswer.Absent when State == ReportState.Confirmed =>
                Move(ReportEvent.FoundAbsent, ReportStep.AskPerson, null, "Metrc accepted it, and now it is not there"),
            LookUpAnswer.Absent =>
                Move(ReportEvent.FoundAbsent, ReportStep.Send, now, "Not in Metrc; safe to send again"),
            LookUpAnswer.CannotTell silent when State == ReportState.NeedsPerson => StayWithPerson(silent.Reason),
            LookUpAnswer.CannotTell silent => Move(ReportEvent.CannotTell, ReportStep.AskPerson, null, silent.Reason),
            _ => Again(now + timing.PauseAfter(Tries), ((LookUpAnswer.Failed)answer).Reason),
        };

    /// <summary>
    /// What a worker does with an operation that nobody holds: after a start, or when a lease ran out. Whatever was
    /// marked as sent may have reached Metrc.
    /// </summary>
    public ReportDecision Resume(DateTimeOffset now) => State switch
    {
        ReportState.Recorded => new ReportDecision(State, ReportStep.Send, now, null),
        ReportState.Claimed => Move(ReportEvent.Release, ReportStep.Send, now, "The worker stopped before sending"),
        ReportState.Sent => Move(ReportEvent.NoClearAnswer, ReportStep.LookUp, now, "The worker stopped after sending"),
        ReportState.Confirmed or ReportState.Unknown => Again(now, null),
        ReportState.NeedsPerson => StayWithPerson(null),
        _ => new ReportDecision(State, ReportStep.Done, null, null) { MetrcId = MetrcId },
    };

    /// <summary>True when the event may happen now; handlers of claims, sends and persons' answers ask this.</summary>
    public bool Allows(ReportEvent happened) => ReportTransitions.After(State, happened) is not null;

    // Whatever Metrc changed after the person looked is not what they accepted.
    private bool IsAccepted(LookUpAnswer.Present found) =>
        found.Id == MetrcId && found.Differences.All(Accepted.Contains);

    private ReportDecision Move(ReportEvent happened, ReportStep step, DateTimeOffset? at, string? reason)
    {
        var next = ReportTransitions.After(State, happened)
            ?? throw new InvalidOperationException($"{happened} cannot happen to an operation that is {State}");
        return new ReportDecision(next, step, at, reason) { MetrcId = MetrcId };
    }

    private ReportDecision Again(DateTimeOffset at, string? reason) =>
        new(State, ReportStep.LookUp, at, reason) { MetrcId = MetrcId };

    private ReportDecision StayWithPerson(string? reason) =>
        new(ReportState.NeedsPerson, ReportStep.AskPerson, null, reason) { MetrcId = MetrcId };

    // It may turn up any moment, so it is looked for in growing steps; only the look after the lag decides.
    private static DateTimeOffset Soon(DateTimeOffset decisive, DateTimeOffset next) =>
        next < decisive ? next : decisive;
}
