using Tendril.Domain.Compliance;
using static Tendril.Domain.Compliance.ReportState;

namespace Tendril.Tests.Domain.Compliance;

public class ReportTransitionsTests
{
    /// <summary>The drawing of the specification, every arrow once. All other pairs must be impossible.</summary>
    private static readonly (ReportState, ReportEvent, ReportState)[] Drawing =
    [
        (Recorded, ReportEvent.Claim, Claimed),
        (Claimed, ReportEvent.Release, Recorded),
        (Claimed, ReportEvent.Send, Sent),
        (Sent, ReportEvent.Accepted, Confirmed),
        (Sent, ReportEvent.RefusedByMetrc, Refused),
        (Sent, ReportEvent.ToldToWait, Recorded),
        (Sent, ReportEvent.NoClearAnswer, Unknown),
        (Confirmed, ReportEvent.FoundMatching, Verified),
        (Confirmed, ReportEvent.FoundDifferent, NeedsPerson),
        (Confirmed, ReportEvent.FoundAbsent, NeedsPerson),
        (Confirmed, ReportEvent.CannotTell, NeedsPerson),
        (Unknown, ReportEvent.FoundMatching, Verified),
        (Unknown, ReportEvent.FoundDifferent, NeedsPerson),
        (Unknown, ReportEvent.FoundAbsent, Recorded),
        (Unknown, ReportEvent.CannotTell, NeedsPerson),
        (NeedsPerson, ReportEvent.FoundMatching, Verified),
        (NeedsPerson, ReportEvent.FoundAbsent, Recorded),
        (NeedsPerson, ReportEvent.PersonConfirms, Confirmed),
        (NeedsPerson, ReportEvent.PersonCloses, Refused),
    ];

    [Fact]
    public void Every_pair_of_state_and_event_goes_where_the_drawing_says()
    {
        ReportTransitions.All.ShouldBe(Drawing, ignoreOrder: true);
        foreach (var state in Enum.GetValues<ReportState>())
            foreach (var happened in Enum.GetValues<ReportEvent>())
            {
                var drawn = Drawing.Where(arrow => (arrow.Item1, arrow.Item2) == (state, happened)).ToArray();
                ReportTransitions.After(state, happened).ShouldBe(drawn.Length == 0 ? null : drawn[0].Item3);
                new ReportOperation(state, null, null).Allows(happened).ShouldBe(drawn.Length == 1);
            }
    }

    [Fact]
    public void Nothing_leaves_the_ends() =>
        Enum.GetValues<ReportState>()
            .Where(state => !ReportTransitions.All.Any(arrow => arrow.From == state))
            .ShouldBe(Enum.GetValues<ReportState>().Where(ReportTransitions.IsOver), ignoreOrder: true);

    [Fact]
    public void Only_settled_operations_free_their_entity() =>
        Enum.GetValues<ReportState>().Where(state => !ReportTransitions.IsLive(state)).ShouldBe([Refused, Verified]);

    [Fact]
    public void What_was_sent_goes_back_to_be_sent_only_after_an_absence_or_a_wait()
    {
        HashSet<ReportState> maySendUnasked = [Recorded, Claimed];
        ReportTransitions.All
            .Where(arrow => !maySendUnasked.Contains(arrow.From) && maySendUnasked.Contains(arrow.To))
            .Select(arrow => arrow.Happened).Distinct()
            .ShouldBe([ReportEvent.ToldToWait, ReportEvent.FoundAbsent], ignoreOrder: true);
    }
}

public class ReportOperationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly ReportTiming Timing = new(
        TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10));

    private static readonly ReportDifference Fewer = new("plantCount", "50", "49");

    private static readonly ReportOperation JustSent = new(Sent, Now.AddSeconds(-1), Now);

    [Fact]
    public void An_acceptance_is_confirmed_and_read_back()
    {
        var decision = JustSent.AfterSend(new SendAnswer.Accepted(7), Now, Timing);
        decision.ShouldBe(new ReportDecision(Confirmed, ReportStep.LookUp, Now, null) { MetrcId = 7 });
    }

    [Fact]
    public void A_refusal_ends_it_in_metrcs_words() =>
        JustSent.AfterSend(new SendAnswer.Refused("Strain not found"), Now, Timing)
            .ShouldBe(new ReportDecision(Refused, ReportStep.Done, null, "Strain not found"));

    [Fact]
    public void An_unclear_answer_is_looked_up_and_never_sent_again() =>
        JustSent.AfterSend(new SendAnswer.Unknown("timeout"), Now, Timing)
            .ShouldBe(new ReportDecision(Unknown, ReportStep.LookUp, Now, "timeout"));

    [Theory, InlineData(30, 0, 30), InlineData(null, 0, 5), InlineData(null, 3, 40), InlineData(null, 99, 600)]
    public void A_wait_is_sent_again_when_metrc_says_or_after_a_growing_pause(int? after, int tries, int seconds)
    {
        var wait = new SendAnswer.Wait(after is { } given ? TimeSpan.FromSeconds(given) : null);
        var decision = (JustSent with { Tries = tries }).AfterSend(wait, Now, Timing);
        (decision.State, decision.Step, decision.At).ShouldBe((Recorded, ReportStep.Send, Now.AddSeconds(seconds)));
    }

    [Theory, InlineData(Unknown), InlineData(Confirmed), InlineData(NeedsPerson)]
    public void Found_as_sent_is_verified(ReportState state) =>
        In(state).AfterLookUp(new LookUpAnswer.Present(7, []), Now, Now, Timing)
            .ShouldBe(new ReportDecision(Verified, ReportStep.Done, null, null) { MetrcId = 7 });

    [Theory, InlineData(Unknown), InlineData(Confirmed)]
    public void Found_but_different_goes_to_a_person_with_the_difference(ReportState state) =>
        In(state).AfterLookUp(new LookUpAnswer.Present(7, [Fewer]), Now, Now, Timing)
            .ShouldBe(new ReportDecision(
                NeedsPerson, ReportStep.AskPerson, null,
                "It is in Metrc but differs in plant count: we sent 50, Metrc has 49.")
            { MetrcId = 7 });

    [Fact]
    public void What_a_person_accepted_is_verified_as_it_is()
    {
        var other = new ReportDifference("strain", "Blue Dream", "Blue Dreams");
        var accepted = In(Confirmed) with { MetrcId = 7, Accepted = [Fewer, other] };
        After(accepted, 7, Fewer, other).ShouldBe(Verified);
        After(accepted, 7, Fewer).ShouldBe(Verified, "what became as it was sent needs no acceptance");
        After(accepted, 7, Fewer with { Metrc = "48" }, other).ShouldBe(NeedsPerson, "it changed since they looked");
        After(accepted, 8, Fewer, other).ShouldBe(NeedsPerson, "they looked at another one");
        After(accepted with { Accepted = [] }, 7, Fewer).ShouldBe(NeedsPerson);

        static ReportState After(ReportOperation operation, long id, params ReportDifference[] found) =>
            operation.AfterLookUp(new LookUpAnswer.Present(id, found), Now, Now, Timing).State;
    }

    // Looked for in growing steps, because it may turn up any moment, and once more when the lag is over.
    [Theory, InlineData(0, 0, 5), InlineData(0, 3, 40), InlineData(30, 3, 60), InlineData(59, 0, 60),
        InlineData(0, 9, 60)]
    public void An_absence_within_the_read_lag_proves_nothing(int askedSeconds, int tries, int againSeconds)
    {
        var asked = Now.AddSeconds(askedSeconds);
        var decision = (In(Unknown) with { Tries = tries })
            .AfterLookUp(new LookUpAnswer.Absent(), asked, asked, Timing);
        (decision.State, decision.Step, decision.At)
            .ShouldBe((Unknown, ReportStep.LookUp, Now.AddSeconds(againSeconds)));
    }

    [Fact]
    public void A_look_up_that_began_too_early_proves_nothing_even_if_it_ends_late()
    {
        var decision = In(Unknown)
            .AfterLookUp(new LookUpAnswer.Absent(), Now.AddSeconds(59), Now.AddSeconds(90), Timing);
        (decision.State, decision.Step).ShouldBe((Unknown, ReportStep.LookUp));
        decision.At!.Value.ShouldBeLessThanOrEqualTo(Now.AddSeconds(90));
    }

    [Theory, InlineData(Unknown), InlineData(NeedsPerson)]
    public void Absent_after_the_read_lag_is_sent_again(ReportState state)
    {
        var asked = Now.AddSeconds(60);
        var decision = In(state).AfterLookUp(new LookUpAnswer.Absent(), asked, asked, Timing);
        (decision.State, decision.Step, decision.At).ShouldBe((Recorded, ReportStep.Send, asked));
    }

    [Fact]
    public void Accepted_and_then_absent_is_a_matter_for_a_person()
    {
        var decision = (In(Confirmed) with { MetrcId = 7 })
            .AfterLookUp(new LookUpAnswer.Absent(), Now.AddMinutes(5), Now.AddMinutes(5), Timing);
        (decision.State, decision.Step, decision.MetrcId).ShouldBe((NeedsPerson, ReportStep.AskPerson, 7));
    }

    [Fact]
    public void A_look_up_that_cannot_tell_asks_a_person() =>
        In(Unknown).AfterLookUp(new LookUpAnswer.CannotTell("two batches of that name"), Now, Now, Timing)
            .ShouldBe(new ReportDecision(NeedsPerson, ReportStep.AskPerson, null, "two batches of that name"));

    [Fact]
    public void With_a_person_it_stays_until_a_look_up_decides()
    {
        In(NeedsPerson).AfterLookUp(new LookUpAnswer.CannotTell("two"), Now, Now, Timing).State.ShouldBe(NeedsPerson);
        In(NeedsPerson).AfterLookUp(new LookUpAnswer.Present(7, [Fewer]), Now, Now, Timing)
            .State.ShouldBe(NeedsPerson);
    }

    [Fact]
    public void A_look_up_without_answer_is_tried_again_later()
    {
        var decision = (In(Unknown) with { Tries = 1 })
            .AfterLookUp(new LookUpAnswer.Failed("503"), Now, Now, Timing);
        decision.ShouldBe(new ReportDecision(Unknown, ReportStep.LookUp, Now.AddSeconds(10), "503"));
    }

    [Fact]
    public void After_a_crash_the_request_may_still_have_been_running()
    {
        var crashed = new ReportOperation(Unknown, Now, null);
        crashed.AbsenceCountsFrom(Timing).ShouldBe(Now.AddSeconds(160));
        new ReportOperation(Unknown, null, null).AbsenceCountsFrom(Timing)
            .ShouldBe(DateTimeOffset.MinValue + Timing.ReadLag);
    }

    [Theory]
    [InlineData(Recorded, Recorded, ReportStep.Send), InlineData(Claimed, Recorded, ReportStep.Send)]
    [InlineData(Sent, Unknown, ReportStep.LookUp), InlineData(Unknown, Unknown, ReportStep.LookUp)]
    [InlineData(Confirmed, Confirmed, ReportStep.LookUp), InlineData(NeedsPerson, NeedsPerson, ReportStep.AskPerson)]
    [InlineData(Refused, Refused, ReportStep.Done), InlineData(Verified, Verified, ReportStep.Done)]
    public void A_worker_that_finds_it_knows_what_to_do(ReportState found, ReportState state, ReportStep step)
    {
        var decision = In(found).Resume(Now);
        (decision.State, decision.Step).ShouldBe((state, step));
    }

    [Fact]
    public void An_answer_that_cannot_come_is_our_own_mistake() =>
        Should.Throw<InvalidOperationException>(() => In(Recorded).AfterSend(new SendAnswer.Accepted(1), Now, Timing));

    [Fact]
    public void Waits_a_minute_for_metrcs_lists_unless_told_otherwise() =>
        ReportTiming.Default.ReadLag.ShouldBe(TimeSpan.FromSeconds(60));

    private static ReportOperation In(ReportState state) => new(state, Now.AddSeconds(-1), Now);
}
