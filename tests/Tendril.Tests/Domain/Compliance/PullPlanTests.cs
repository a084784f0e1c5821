using FsCheck;
using FsCheck.Fluent;
using Tendril.Domain.Compliance;
using Tendril.Domain.Values;

namespace Tendril.Tests.Domain.Compliance;

public class PullPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 18, 30, 0, TimeSpan.Zero);
    private static readonly SiteZone Denver =
        SiteZone.Parse("America/Denver").Refused(out _, out var zone) ? throw new InvalidOperationException() : zone;

    [Fact]
    public void Without_a_watermark_everything_is_read() =>
        Plan(PullRange.WhateverIsNew, null).ShouldSatisfyAllConditions(
            plan => plan.IsComplete.ShouldBeTrue(),
            plan => plan.Windows.ShouldBeEmpty(),
            plan => plan.Watermark.ShouldBe(Now));

    [Fact]
    public void A_fresh_watermark_still_reads_seven_local_days_back()
    {
        var plan = Plan(PullRange.WhateverIsNew, Now.AddMinutes(-10));
        plan.Windows[0].Start.ShouldBe(At("2026-11-13T07:00:00Z") - PullPlan.Overlap);
        plan.Windows[^1].End.ShouldBe(Now);
        plan.Watermark.ShouldBe(Now);
        plan.IsComplete.ShouldBeFalse();
    }

    [Fact]
    public void An_old_watermark_is_where_reading_begins() =>
        Plan(PullRange.WhateverIsNew, Now.AddDays(-30)).Windows[0].Start.ShouldBe(Now.AddDays(-30) - PullPlan.Overlap);

    [Fact]
    public void A_watermark_of_another_year_means_a_complete_sweep() =>
        Plan(PullRange.WhateverIsNew, Now.AddDays(-400)).IsComplete.ShouldBeTrue();

    [Fact]
    public void Days_are_the_facilitys_and_the_end_is_included()
    {
        var plan = Plan(Days("2026-11-02", "2026-11-02"), null);
        plan.Windows.ShouldBe([new PullWindow(At("2026-11-02T07:00:00Z"), At("2026-11-03T07:00:00Z"))]);
        plan.Watermark.ShouldBeNull();
    }

    [Fact]
    public void A_day_of_25_hours_takes_two_windows() =>
        Plan(Days("2026-11-01", "2026-11-01"), null).Windows.ShouldBe([
            new PullWindow(At("2026-11-01T06:00:00Z"), At("2026-11-02T06:00:00Z")),
            new PullWindow(At("2026-11-02T05:55:00Z"), At("2026-11-02T07:00:00Z"))]);

    [Fact]
    public void Today_ends_now() =>
        Plan(Days("2026-11-20", "2026-11-30"), null).Windows
            .ShouldBe([new PullWindow(At("2026-11-20T07:00:00Z"), Now)]);

    [Theory]
    [InlineData("2026-11-19T00:00:00Z", true)]
    [InlineData("2026-11-17T00:00:00Z", false)]
    [InlineData("2026-11-20T18:30:00Z", false)]
    public void A_range_moves_the_watermark_only_where_it_joins_it(string watermark, bool moves) =>
        Plan(Days("2026-11-18", "2026-11-20"), At(watermark)).Watermark.ShouldBe(moves ? Now : null);

    [Theory]
    [InlineData("2026-11-03", "2026-11-02", "pull.range_reversed")]
    [InlineData("2026-11-21", "2026-11-22", "pull.range_reversed")]
    [InlineData("2025-01-01", "2026-01-02", "pull.range_too_long")]
    [InlineData(null, "2026-11-02", "pull.range_incomplete")]
    [InlineData("2026-11-02", null, "pull.range_incomplete")]
    public void Refuses_ranges_that_are_none(string? from, string? to, string code)
    {
        PullPlan.Decide(Days(from, to), null, Denver, Now).Refused(out var problem, out _).ShouldBeTrue();
        problem!.Code.ShouldBe(code);
        problem.Field.ShouldNotBeNull();
    }

    [Fact]
    public void Takes_a_leap_year_of_366_days() =>
        Plan(Days("2025-01-01", "2026-01-01"), null).Windows.Count.ShouldBe(368);

    [Fact]
    public void Windows_are_short_in_order_and_leave_no_gap() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(Gen.Choose(1, 366 * 24 * 60).ToArbitrary(), minutesBack =>
            {
                var plan = Plan(PullRange.WhateverIsNew, Now.AddMinutes(-minutesBack));
                if (plan.IsComplete) return minutesBack > 365 * 24 * 60;
                var short24 = plan.Windows.All(one => one.End > one.Start && one.End - one.Start <= PullPlan.Longest);
                var overlap = plan.Windows.Zip(plan.Windows.Skip(1))
                    .All(pair => pair.First.End - pair.Second.Start == PullPlan.Overlap);
                return short24 && overlap && plan.Windows[^1].End == Now
                    && plan.Windows[0].Start <= Now.AddMinutes(-minutesBack) - PullPlan.Overlap;
            }));

    private static PullPlan Plan(PullRange range, DateTimeOffset? watermark) =>
        PullPlan.Decide(range, watermark, Denver, Now).Refused(out var problem, out var plan)
            ? throw new InvalidOperationException(problem.Message)
            : plan;

    private static PullRange Days(string? from, string? to) =>
        new(from is null ? null : DateOnly.Parse(from), to is null ? null : DateOnly.Parse(to));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text);
}
