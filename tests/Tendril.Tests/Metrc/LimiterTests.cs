using Tendril.Metrc;
using static Tendril.Tests.Metrc.Answers;

namespace Tendril.Tests.Metrc;

public class LimiterTests
{
    private static readonly MetrcCall Grower = new("vendor", "403-X0001");
    private static readonly MetrcCall Shop = new("vendor", "402-X0002");
    private static readonly MetrcCall Nobody = new("vendor", null);

    private readonly HandTime time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task No_more_calls_begin_in_any_window_than_allowed()
    {
        var limiter = new LocalMetrcLimiter(time) { Facility = new MetrcLimit(3, 10) };
        await PassAsync(limiter, Grower, 2);
        time.Advance(TimeSpan.FromSeconds(0.9));
        await PassAsync(limiter, Grower, 1);

        var fourth = limiter.EnterAsync(Grower, Cancel).AsTask();
        fourth.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.102));
        await (await fourth).DisposeAsync();
        await PassAsync(limiter, Grower, 1);

        // The window slides: the call that began at 0.9 s still counts at 1.1 s.
        Enter(limiter, Grower).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task No_more_calls_are_on_the_way_at_once_than_allowed()
    {
        var limiter = new LocalMetrcLimiter(time) { Facility = new MetrcLimit(100, 2) };
        var first = await limiter.EnterAsync(Grower, Cancel);
        await limiter.EnterAsync(Grower, Cancel);

        var third = limiter.EnterAsync(Grower, Cancel).AsTask();
        third.IsCompleted.ShouldBeFalse();
        await first.DisposeAsync();
        await first.DisposeAsync();

        (await third).NotBefore.ShouldBeNull();
        Enter(limiter, Grower).IsCompleted.ShouldBeFalse("leaving twice frees one place only");
    }

    [Fact]
    public async Task Facilities_have_their_own_limit_and_share_the_integrators()
    {
        var limiter = new LocalMetrcLimiter(time)
        {
            Facility = new MetrcLimit(2, 10),
            Integrator = new MetrcLimit(5, 10),
        };
        await PassAsync(limiter, Grower, 2);
        await PassAsync(limiter, Shop, 2);
        await PassAsync(limiter, Nobody, 1);

        Enter(limiter, Nobody).IsCompleted.ShouldBeFalse();
        (await limiter.EnterAsync(Nobody with { Integrator = "other" }, Cancel)).NotBefore.ShouldBeNull();
    }

    [Fact]
    public async Task A_call_that_waits_for_the_integrator_gives_its_place_back_when_cancelled()
    {
        var limiter = new LocalMetrcLimiter(time)
        {
            Facility = new MetrcLimit(100, 1),
            Integrator = new MetrcLimit(100, 1),
        };
        var held = await limiter.EnterAsync(Shop, Cancel);
        using var cancel = new CancellationTokenSource();
        var waiting = limiter.EnterAsync(Grower, cancel.Token).AsTask();

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        await held.DisposeAsync();

        (await limiter.EnterAsync(Grower, Cancel)).NotBefore.ShouldBeNull();
    }

    [Fact]
    public async Task A_call_cancelled_while_it_waits_for_its_moment_gives_its_place_back()
    {
        var limiter = new LocalMetrcLimiter(time) { Facility = new MetrcLimit(1, 1) };
        await PassAsync(limiter, Grower, 1);
        using var cancel = new CancellationTokenSource();
        var waiting = limiter.EnterAsync(Grower, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);

        time.Advance(TimeSpan.FromSeconds(3));

        Enter(limiter, Grower).IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_pause_holds_its_facility_and_lets_others_pass()
    {
        var limiter = new LocalMetrcLimiter(time);
        await limiter.PauseAsync(Grower, TimeSpan.FromSeconds(5), Cancel);
        await limiter.PauseAsync(Grower, TimeSpan.FromSeconds(1), Cancel);

        var waiting = limiter.EnterAsync(Grower, Cancel).AsTask();
        await PassAsync(limiter, Shop, 1);
        time.Advance(TimeSpan.FromSeconds(4.9));
        waiting.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.2));

        (await waiting).NotBefore.ShouldBeNull();
    }

    [Fact]
    public async Task A_long_pause_is_handed_back_also_to_those_already_waiting()
    {
        var limiter = new LocalMetrcLimiter(time) { Facility = new MetrcLimit(1, 5) };
        await PassAsync(limiter, Grower, 1);
        var waiting = limiter.EnterAsync(Grower, Cancel).AsTask();
        await limiter.PauseAsync(Grower, TimeSpan.FromMinutes(10), Cancel);

        (await limiter.EnterAsync(Grower, Cancel)).NotBefore.ShouldBe(TimeSpan.FromMinutes(10));
        time.Advance(TimeSpan.FromSeconds(2));

        (await waiting).NotBefore.ShouldBe(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_pause_of_the_integrator_holds_every_facility_and_frees_their_places()
    {
        var limiter = new LocalMetrcLimiter(time) { Facility = new MetrcLimit(100, 1) };
        await limiter.PauseAsync(Nobody, TimeSpan.FromHours(1), Cancel);

        for (var i = 0; i < 3; i++)
            (await limiter.EnterAsync(Grower, Cancel)).NotBefore.ShouldBe(TimeSpan.FromHours(1));
        (await limiter.EnterAsync(Nobody, Cancel)).NotBefore.ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_429_pauses_the_facility_and_the_client_says_how_long()
    {
        await using var metrc = new RawMetrc("", 429, "Retry-After: 600");
        using var client = metrc.Client(limiter: new LocalMetrcLimiter(TimeProvider.System));

        (await client.StrainsAsync()).Failure()
            .ShouldBe(new MetrcFailure.Unavailable("Metrc asks to slow down (HTTP 429)", TimeSpan.FromSeconds(600))
            {
                Exchange = null,
            }, new ByReason());
        var second = (await client.StrainsAsync()).Failure().ShouldBeOfType<MetrcFailure.Unavailable>();

        second.Reason.ShouldBe("Metrc asked us to stay away for a while");
        second.RetryAfter!.Value.TotalSeconds.ShouldBeInRange(590, 600);
        metrc.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_429_without_a_time_pauses_for_the_time_set()
    {
        await using var metrc = new RawMetrc("", 429);
        using var client = metrc.Client(
            new MetrcSettings { PauseAfter429 = TimeSpan.FromMinutes(2) }, new LocalMetrcLimiter(TimeProvider.System));

        (await client.StrainsAsync()).Failure().ShouldBeOfType<MetrcFailure.Unavailable>().RetryAfter.ShouldBeNull();
        (await client.StrainsAsync()).Failure().ShouldBeOfType<MetrcFailure.Unavailable>()
            .RetryAfter!.Value.TotalSeconds.ShouldBeInRange(110, 120);
    }

    [Fact]
    public async Task Writes_are_not_held_by_the_limit_for_reads()
    {
        await using var metrc = new RawMetrc("""{"Ids":[1]}""");
        var limiter = new LocalMetrcLimiter(TimeProvider.System);
        using var client = metrc.Client(limiter: limiter);
        var connection = new MetrcConnection(metrc.Address, "vendor-key-1", "user-key-22");
        await limiter.PauseAsync(new MetrcCall(connection.Integrator, License), TimeSpan.FromHours(1), Cancel);

        (await client.SendAsync(Planting("A"), License, Cancel)).ShouldBeOfType<SendOutcome.Accepted>();
        (await client.StrainsAsync()).Failure().ShouldBeOfType<MetrcFailure.Unavailable>();
    }

    private static Task<MetrcTurn> Enter(MetrcLimiter limiter, MetrcCall call) =>
        limiter.EnterAsync(call, Cancel).AsTask();

    private static async Task PassAsync(MetrcLimiter limiter, MetrcCall call, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var entering = Enter(limiter, call);
            entering.IsCompleted.ShouldBeTrue();
            await (await entering).DisposeAsync();
        }
    }

    private sealed class ByReason : IEqualityComparer<MetrcFailure>
    {
        public bool Equals(MetrcFailure? x, MetrcFailure? y) =>
            x is MetrcFailure.Unavailable one && y is MetrcFailure.Unavailable other
            && (one.Reason, one.RetryAfter) == (other.Reason, other.RetryAfter);

        public int GetHashCode(MetrcFailure failure) => 0;
    }
}
