using Tendril.Metrc;

namespace Tendril.Tests.Metrc;

public class ModifiedWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Nothing_to_walk_when_the_end_is_not_after_the_start(int hours) =>
        ModifiedWindows.Split(Start, Start.AddHours(hours)).ShouldBeEmpty();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(23 * 60 + 55, 1)]
    [InlineData(23 * 60 + 56, 2)]
    [InlineData(24 * 60, 2)]
    [InlineData(7 * 24 * 60, 8)]
    [InlineData(60 * 24 * 60, 61)]
    public void Windows_cover_everything_oldest_first_with_overlap(int minutes, int count)
    {
        var to = Start.AddMinutes(minutes);
        var windows = ModifiedWindows.Split(Start, to).ToList();

        windows.Count.ShouldBe(count);
        windows[0].Start.ShouldBe(Start.AddMinutes(-5));
        windows[^1].End.ShouldBe(to);
        windows.ShouldAllBe(window => window.End - window.Start <= TimeSpan.FromHours(24));
        foreach (var (earlier, later) in windows.Zip(windows.Skip(1)))
            later.Start.ShouldBe(earlier.End.AddMinutes(-5));
    }

    [Fact]
    public void A_window_cannot_be_longer_than_a_day_or_end_before_it_starts()
    {
        new ModifiedWindow(Start, Start.AddHours(24)).End.ShouldBe(Start.AddHours(24));
        Should.Throw<ArgumentException>(() => new ModifiedWindow(Start, Start.AddHours(24).AddTicks(1)));
        Should.Throw<ArgumentException>(() => new ModifiedWindow(Start, Start.AddTicks(-1)));
    }
}
