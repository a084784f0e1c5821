using Tendril.Domain;

namespace Tendril.Tests.Domain;

public class IdSourceTests
{
    [Fact]
    public void Makes_different_ids_in_the_order_of_time()
    {
        var clock = new StoppedClock();
        var ids = new IdSource(clock);
        var first = ids.Next();
        clock.Now = clock.Now.AddMilliseconds(1);
        var second = ids.Next();
        first.ShouldNotBe(second);
        string.CompareOrdinal($"{first}", $"{second}").ShouldBeLessThan(0);
        (first.Version, second.Version).ShouldBe((7, 7));
    }

    [Fact]
    public void A_seed_gives_the_same_ids_again()
    {
        Guid[] Three(int seed)
        {
            var ids = new IdSource(new StoppedClock(), new Random(seed));
            return [ids.Next(), ids.Next(), ids.Next()];
        }

        Three(1).ShouldBe(Three(1));
        Three(1).ShouldNotBe(Three(2));
        Three(1).ShouldAllBe(id => id.Version == 7 && $"{id}".StartsWith("019b76da-a800-", StringComparison.Ordinal));
        Three(1).ShouldBeUnique();
    }

    private sealed class StoppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

public class ResultTests
{
    [Fact]
    public void Holds_a_value_or_a_problem()
    {
        Result<int> good = 7;
        good.Refused(out var problem, out var value).ShouldBeFalse();
        (problem, value).ShouldBe((null, 7));
        Result<int> bad = new Problem("a.b", "no");
        bad.Refused(out problem, out value).ShouldBeTrue();
        problem!.Code.ShouldBe("a.b");
    }

    [Fact]
    public void Holds_a_value_of_an_interface()
    {
        Result<IReadOnlyList<int>>.Of([1]).Refused(out _, out var list).ShouldBeFalse();
        list.ShouldBe([1]);
    }
}
