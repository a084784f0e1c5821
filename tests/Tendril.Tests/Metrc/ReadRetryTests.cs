using Tendril.Metrc;
using static Tendril.Tests.Metrc.Answers;

namespace Tendril.Tests.Metrc;

public class ReadRetryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_read_is_tried_again_until_it_works()
    {
        var tries = 0;
        await using var metrc = new RawMetrc((asked, line) => ++tries < 3
            ? line.ReplyAsync(503, "")
            : line.ReplyAsync(200, StrainPage(asked, 3)));
        using var client = metrc.Client(new MetrcSettings { Retry = Quick(tries: 3) });

        (await client.StrainsAsync()).Data().Rows.Count.ShouldBe(3);
        tries.ShouldBe(3);
    }

    [Fact]
    public async Task A_read_is_given_up_after_the_last_try()
    {
        await using var metrc = new RawMetrc("<html></html>");
        using var client = metrc.Client(new MetrcSettings { Retry = Quick(tries: 4) });

        (await client.StrainsAsync()).Failure().ShouldBeOfType<MetrcFailure.Unavailable>();
        metrc.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_clear_no_is_not_asked_again()
    {
        await using var metrc = new RawMetrc("", 401);
        using var client = metrc.Client(new MetrcSettings { Retry = Quick(tries: 4) });

        (await client.StrainsAsync()).Failure().ShouldBeOfType<MetrcFailure.Refused>();
        metrc.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(1, null, 125, 250)]
    [InlineData(2, null, 250, 500)]
    [InlineData(3, null, 500, 1000)]
    [InlineData(9, null, 7500, 15000)]
    [InlineData(1, 4.0, 4000, 4000)]
    [InlineData(1, 0.0, 125, 250)]
    public void Waits_double_and_never_undercut_what_metrc_asks(int tried, double? asked, int least, int most)
    {
        var retry = new ReadRetry(new Random(7)) { Tries = 10 };
        var retryAfter = asked is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;

        var waits = Enumerable.Range(0, 200)
            .Select(_ => retry.DelayAfter(tried, retryAfter)!.Value.TotalMilliseconds)
            .ToList();

        waits.ShouldAllBe(wait => wait >= least && wait <= most);
        (waits.Distinct().Count() > 100).ShouldBe(least != most, "the wait is left to chance");
    }

    [Fact]
    public void Gives_up_when_the_tries_are_used_or_the_wait_asked_for_is_too_long()
    {
        var retry = new ReadRetry(new Random(7)) { Tries = 3, LongestDelay = TimeSpan.FromSeconds(10) };

        retry.DelayAfter(2, null).ShouldNotBeNull();
        retry.DelayAfter(3, null).ShouldBeNull();
        retry.DelayAfter(1, TimeSpan.FromSeconds(10)).ShouldNotBeNull();
        retry.DelayAfter(1, TimeSpan.FromSeconds(10.1)).ShouldBeNull();
        ReadRetry.Never.DelayAfter(1, null).ShouldBeNull();
    }

    [Theory]
    [InlineData("120", 120.0)]
    [InlineData(" 0 ", 0.0)]
    [InlineData("1.5", 1.5)]
    [InlineData("99999999999999999999", 604800.0)]
    [InlineData("Fri, 20 Nov 2026 12:00:30 GMT", 30.0)]
    [InlineData("Fri, 20 Nov 2026 11:59:00 GMT", 0.0)]
    [InlineData("Fri, 20 Nov 2099 11:59:00 GMT", 604800.0)]
    public void Retry_after_is_read_as_seconds_or_as_a_date(string header, double seconds) =>
        RetryAfterHeader.Parse(header, Noon).ShouldNotBeNull().TotalSeconds.ShouldBe(seconds);

    [Theory]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("")]
    public void An_unreadable_retry_after_is_none(string header) =>
        RetryAfterHeader.Parse(header, Noon).ShouldBeNull();

    private static ReadRetry Quick(int tries) =>
        new(new Random(1)) { Tries = tries, FirstDelay = TimeSpan.FromMilliseconds(1) };
}
