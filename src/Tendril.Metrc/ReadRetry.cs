namespace Tendril.Metrc;

/// <summary>
/// How often and after what wait a read that found Metrc unavailable is tried again: each wait twice the one before,
/// between half and all of it by chance, never shorter than Metrc's own Retry-After.
/// </summary>
public sealed class ReadRetry(Random random)
{
    /// <summary>One try only.</summary>
    public static ReadRetry Never { get; } = new(new Random(0)) { Tries = 1 };

    /// <summary>How often a read is tried in all.</summary>
    public int Tries { get; init; } = 3;

    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest single wait; asked to wait longer, the read gives up and says how long.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The wait before the next try, or null when there is to be none.</summary>
    /// <param name="tried">How many tries there were, from 1.</param>
    /// <param name="retryAfter">What Metrc asked for, if anything.</param>
    public TimeSpan? DelayAfter(int tried, TimeSpan? retryAfter)
    {
        if (tried >= Tries || retryAfter > LongestDelay) return null;
        var full = FirstDelay * Math.Pow(2, Math.Min(tried - 1, 30));
        if (full > LongestDelay) full = LongestDelay;
        var delay = full * (0.5 + (Chance() / 2));
        return retryAfter > delay ? retryAfter : delay;
    }

    private double Chance()
    {
        lock (random) return random.NextDouble();
    }
}
