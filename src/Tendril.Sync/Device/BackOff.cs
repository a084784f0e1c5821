namespace Tendril.Sync.Device;

/// <summary>When to try again after failures: 1, 2, 4, 8, 16 s, then every 15 minutes; kept across restarts.</summary>
/// <param name="Tries">How many failed in a row.</param>
/// <param name="NotBefore">By the device's clock.</param>
/// <param name="Wait">How long the wait was meant to be.</param>
public sealed record BackOff(int Tries, DateTimeOffset NotBefore, TimeSpan Wait)
{
    private const int QuickTries = 5;
    private static readonly TimeSpan SlowStep = TimeSpan.FromMinutes(15);

    public static readonly BackOff None = new(0, DateTimeOffset.MinValue, TimeSpan.Zero);

    /// <summary>The last failure; null when the last try went well.</summary>
    public SyncErrorClass? Error { get; init; }

    /// <summary>True when the server named the wait: then a person's tap does not cut it short.</summary>
    public bool Asked { get; init; }

    /// <param name="now">The device's clock. When it was set back, the wait is over: it cannot be measured.</param>
    /// <param name="byHand">A person asked for it.</param>
    public bool IsDue(DateTimeOffset now, bool byHand) =>
        now >= NotBefore || NotBefore - now > Wait || (byHand && !Asked);

    /// <param name="failure">What went wrong.</param>
    /// <param name="now">The device's clock.</param>
    /// <param name="jitter">From 0 to 1: spreads devices that failed together.</param>
    public BackOff After(SyncTransportException failure, DateTimeOffset now, double jitter)
    {
        var tries = Tries + 1;
        var step = tries <= QuickTries && SyncError.Of(failure.Kind).Retryable
            ? TimeSpan.FromSeconds(1 << (tries - 1)) : SlowStep;
        var wait = step * (0.75 + jitter / 2);
        var asked = failure.RetryAfter is { } named && named > wait;
        if (asked) wait = failure.RetryAfter!.Value;
        return new BackOff(tries, now + wait, wait) { Error = failure.Kind, Asked = asked };
    }
}
