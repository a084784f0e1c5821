using FsCheck;
using FsCheck.Fluent;
using Tendril.Domain.Compliance;

namespace Tendril.Tests.Domain.Compliance;

/// <summary>
/// The promise as a property: whatever the network, Metrc and crashes do, one operation has at most one effect, and
/// once the storm is over it is settled. Each number of a script is one thing the world does next.
/// </summary>
public class ReportWorldTests
{
    [Fact]
    public void No_storm_makes_two_effects_and_every_storm_ends_settled() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3_000),
            Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), script =>
            {
                var world = new World(script);
                while (world.HasScript) world.Step();
                world.Calm();
                return world.Effects == (world.WasRefused ? 0 : 1);
            }));

    /// <summary>One operation, one worker at a time, and a Metrc whose lists lag.</summary>
    private sealed class World(byte[] script)
    {
        private static readonly ReportTiming Timing = ReportTiming.Default;
        private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        private ReportOperation _operation = new(ReportState.Recorded, null, null);
        private ReportStep _step = ReportStep.Send;
        private DateTimeOffset _notBefore;
        private DateTimeOffset _visibleAt = DateTimeOffset.MaxValue;
        private int _position;
        private bool _calm;

        public int Effects { get; private set; }

        public bool WasRefused => _operation.State == ReportState.Refused;

        public bool HasScript => _position < script.Length && !ReportTransitions.IsOver(_operation.State);

        public void Calm()
        {
            _calm = true;
            for (var i = 0; i < 20 && !ReportTransitions.IsOver(_operation.State); i++) Step();
            ReportTransitions.IsOver(_operation.State).ShouldBeTrue($"stuck in {_operation.State}");
        }

        public void Step()
        {
            if (Next(8) == 7) Crash();
            else if (_step == ReportStep.Send) Send();
            else LookUp();
            Effects.ShouldBeLessThan(2);
        }

        private void Send()
        {
            WaitUntilDue();
            Become(ReportEvent.Claim);
            if (Next(8) == 7) { Crash(); return; }
            Become(ReportEvent.Send);
            _operation = _operation with { SentAt = _now, AnsweredAt = null };
            switch (Next(8))
            {
                case 1: Crash(); return;
                case 2: Effect(stillRunning: true); Crash(); return;
                case 3: Answer(new SendAnswer.Refused("no")); return;
                case 4: Answer(new SendAnswer.Wait(null)); return;
                case 5: Answer(new SendAnswer.Unknown("timeout before effect")); return;
                case 6: Effect(); Answer(new SendAnswer.Unknown("timeout after effect")); return;
                default: Effect(); Answer(new SendAnswer.Accepted(1)); return;
            }
        }

        private void LookUp()
        {
            // A restarted worker or an impatient person may ask before it is due.
            if (Next(4) != 3) WaitUntilDue();
            var asked = _now;
            LookUpAnswer seen = asked >= _visibleAt
                ? new LookUpAnswer.Present(1, Next(8) != 5 ? [] : [new ReportDifference("plantCount", "50", "49")])
                : new LookUpAnswer.Absent();
            if (Next(4) == 3) seen = new LookUpAnswer.Failed("503");
            else if (Next(16) == 9) seen = new LookUpAnswer.CannotTell("garbled list");
            Pass(Next(90));
            Apply(_operation.AfterLookUp(seen, asked, _now, Timing));
        }

        /// <summary>
        /// The effect comes at some moment of the request and shows in lists at most the read lag later. When the
        /// worker dies the request may still be running and take effect after the next worker has looked.
        /// </summary>
        private void Effect(bool stillRunning = false)
        {
            Effects++;
            var at = _now + (Timing.SendTimeout * (Next(11) / 10.0));
            _visibleAt = at + (Timing.ReadLag * (Next(11) / 10.0));
            if (!stillRunning) _now = at;
        }

        private void Crash()
        {
            Pass(Next(200));
            Apply(_operation.Resume(_now));
        }

        private void Answer(SendAnswer answer)
        {
            _operation = _operation with { AnsweredAt = _now };
            Apply(_operation.AfterSend(answer, _now, Timing));
        }

        private void Apply(ReportDecision decision)
        {
            var tries = decision.State == _operation.State ? _operation.Tries + 1 : 0;
            _operation = _operation with { State = decision.State, MetrcId = decision.MetrcId, Tries = tries };
            _step = decision.Step == ReportStep.AskPerson ? ReportStep.LookUp : decision.Step;
            _notBefore = decision.At ?? _now;
        }

        private void Become(ReportEvent happened) =>
            _operation = _operation with { State = ReportTransitions.After(_operation.State, happened)!.Value };

        private void WaitUntilDue() => _now = _notBefore > _now ? _notBefore : _now;

        private void Pass(int seconds) => _now += TimeSpan.FromSeconds(seconds);

        private int Next(int below)
        {
            if (_calm) return 0;
            return _position < script.Length ? script[_position++] % below : 0;
        }
    }
}
