using Tendril.Metrc;
using static Tendril.Tests.Metrc.Answers;

namespace Tendril.Tests.Metrc;

/// <summary>A host that fails many times in a row is left alone, tried by one read, and taken back.</summary>
public sealed class BreakerTests
{
    private readonly HandTime time = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Opens_after_so_many_failures_in_a_row_and_not_before()
    {
        var breaker = New();
        Fail(breaker, 2);
        breaker.Note(answered: true);
        Fail(breaker, 2);
        breaker.Pause.ShouldBeNull("an answer between them starts the count anew");
        breaker.Enter().ShouldBeNull();
        Fail(breaker, 1);
        breaker.Pause.ShouldBe(new MetrcPause(
            time.GetUtcNow(), time.GetUtcNow().AddSeconds(30), TimeSpan.FromSeconds(30)));
        breaker.Enter()!.Left.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Lets_one_read_try_after_the_pause_and_closes_when_it_is_answered()
    {
        var breaker = New();
        Fail(breaker, 3);
        time.Advance(TimeSpan.FromSeconds(29));
        breaker.Enter().ShouldNotBeNull();
        time.Advance(TimeSpan.FromSeconds(2));
        breaker.Enter().ShouldBeNull("this one tries");
        breaker.Enter().ShouldNotBeNull("and no other beside it");
        breaker.Note(answered: true);
        breaker.Pause.ShouldBeNull();
        breaker.Enter().ShouldBeNull();
        breaker.Enter().ShouldBeNull();
    }

    [Fact]
    public void Each_failed_try_doubles_the_pause_up_to_the_longest()
    {
        var breaker = New();
        Fail(breaker, 3);
        foreach (var seconds in new[] { 30, 60, 120, 240, 300, 300 })
        {
            breaker.Enter()!.Left.ShouldBe(TimeSpan.FromSeconds(seconds));
            time.Advance(TimeSpan.FromSeconds(seconds));
            breaker.Enter().ShouldBeNull();
            breaker.Note(answered: false);
        }
        breaker.Pause!.Since.ShouldBe(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void What_was_on_its_way_when_it_opened_neither_lengthens_nor_restarts_the_pause()
    {
        var breaker = New();
        Fail(breaker, 3);
        var pause = breaker.Pause;
        time.Advance(TimeSpan.FromSeconds(10));
        Fail(breaker, 5);
        breaker.Pause.ShouldBe(pause);
    }

    [Fact]
    public void A_try_that_we_gave_up_leaves_room_for_the_next()
    {
        var breaker = New();
        Fail(breaker, 3);
        time.Advance(TimeSpan.FromSeconds(31));
        breaker.Enter().ShouldBeNull();
        breaker.Forget();
        breaker.Enter().ShouldBeNull();
    }

    [Fact]
    public void A_pause_is_over_when_the_clock_was_put_back()
    {
        var breaker = New();
        Fail(breaker, 3);
        time.Advance(TimeSpan.FromSeconds(1));
        var pause = breaker.Pause!;
        pause.Left(time.GetUtcNow()).ShouldBe(TimeSpan.FromSeconds(29));
        time.Advance(TimeSpan.FromHours(-3));

        pause.Left(time.GetUtcNow()).ShouldBe(TimeSpan.Zero, "three hours and a half minute are not its length");
        breaker.Enter().ShouldBeNull("one read may try");
        breaker.Enter().ShouldNotBeNull("and no other beside it");
    }

    [Theory, InlineData(0), InlineData(3)]
    public void Remembers_when_the_host_last_answered(int failures)
    {
        var breaker = new MetrcBreaker(time) { Failures = failures };
        breaker.AnsweredAt.ShouldBeNull();
        breaker.Note(answered: true);
        var answered = time.GetUtcNow();
        time.Advance(TimeSpan.FromMinutes(1));
        Fail(breaker, 5);
        breaker.AnsweredAt.ShouldBe(answered);
    }

    [Fact]
    public void Tells_when_it_opens_and_when_it_closes()
    {
        List<bool> told = [];
        var breaker = new MetrcBreaker(time) { Failures = 3, Changed = pause => told.Add(pause is not null) };
        Fail(breaker, 3);
        Fail(breaker, 3);
        breaker.Note(answered: true);
        breaker.Note(answered: true);
        told.ShouldBe([true, false]);
    }

    [Fact]
    public async Task A_paused_host_is_not_asked_and_the_failure_says_when_it_will_be()
    {
        await using var metrc = new RawMetrc("", 503);
        var breaker = New();
        using var client = metrc.Client(new MetrcSettings { Breaker = breaker });
        for (var i = 0; i < 3; i++) (await client.StrainsAsync()).Failure();
        metrc.Requests.Count.ShouldBe(3);
        var failure = (await client.StrainsAsync()).Failure().ShouldBeOfType<MetrcFailure.Unavailable>();
        metrc.Requests.Count.ShouldBe(3);
        failure.Message.ShouldContain("has not answered since 2026-11-20 12:00 UTC");
        failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(401, "", false)]
    [InlineData(404, "{\"Message\":\"no\"}", false)]
    [InlineData(429, "", false)]
    [InlineData(408, "", true)]
    [InlineData(500, "{}", true)]
    [InlineData(200, "<html>Maintenance</html>", true)]
    public async Task A_clear_no_is_an_answer_and_a_page_or_5xx_is_none(int status, string body, bool pauses)
    {
        await using var metrc = new RawMetrc(body, status);
        var breaker = new MetrcBreaker(time) { Failures = 1 };
        using var client = metrc.Client(new MetrcSettings { Breaker = breaker });
        (await client.StrainsAsync()).Failure();
        (breaker.Pause is not null).ShouldBe(pauses);
    }

    private MetrcBreaker New() => new(time) { Failures = 3 };

    private static void Fail(MetrcBreaker breaker, int times)
    {
        for (var i = 0; i < times; i++) breaker.Note(answered: false);
    }
}
