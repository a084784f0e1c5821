using Tendril.Sync.Merge;

namespace Tendril.Tests.Sync;

/// <summary>The device's clock is a claim.</summary>
public sealed class DeviceTimeTests
{
    private const long Now = 1_800_000_000_000;
    private const long Minute = 60_000;
    private const long Year = 365L * 24 * 60 * Minute;

    [Fact]
    public void A_good_clock_is_believed() =>
        DeviceTime.Bound(Now - 3 * Minute, Now - 1 * Minute, Now)
            .ShouldBe(new DeviceTime(Now - 3 * Minute, Now - 3 * Minute, -Minute, false));

    [Fact]
    public void A_small_lead_is_believed_but_never_lies_in_the_future() =>
        DeviceTime.Bound(Now + 4 * Minute, Now + 4 * Minute, Now).At.ShouldBe(Now);

    [Theory, InlineData(-40), InlineData(73)]
    public void A_clock_that_is_years_off_is_corrected_by_its_distance(int years)
    {
        var sent = Now + (years * Year);
        var time = DeviceTime.Bound(sent - 10 * Minute, sent, Now);
        time.At.ShouldBe(Now - 10 * Minute);
        time.Corrected.ShouldBeTrue();
        time.SkewMs.ShouldBe(years * Year);
    }

    [Fact]
    public void A_clock_that_ran_backwards_between_doing_and_sending_counts_as_now()
    {
        var sent = Now - Year;
        DeviceTime.Bound(Now + Year, sent, Now).At.ShouldBe(Now);
    }
}
