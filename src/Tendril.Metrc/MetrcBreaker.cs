namespace Tendril.Metrc;

/// <summary>A host is left alone.</summary>
/// <param name="Since">When it first gave no answer.</param>
/// <param name="NextTryAt">When one read may ask it again; in the past while that read is awaited.</param>
/// <param name="Length">How long it is left alone in all.</param>
public sealed record MetrcPause(DateTimeOffset Since, DateTimeOffset NextTryAt, TimeSpan Length)
{
    /// <summary>
    /// How long to stay away; zero when one may try. A clock that was put back does not make it longer than it is.
    /// </summary>
    public TimeSpan Left(DateTimeOffset now) =>
        NextTryAt - now is var left && left > TimeSpan.Zero && left <= Length ? left : TimeSpan.Zero;
}

/// <summary>
/// Leaves a host alone that has failed many times in a row: no answer, a broken one, or 408 and 5xx. After a pause one
/// read may try (half-open); its answer ends the pause, its failure doubles it. Safe to use from several threads; share
/// one among all clients of a host. Reads ask it by themselves. A write is the caller's decision: look at
/// <see cref="Pause"/> first.
/// </summary>
public sealed class MetrcBreaker(TimeProvider time)
{
    // A probe that was never noted (a bug, a lost thread) must not keep the host closed for ever.
    private static readonly TimeSpan ProbeLasts = TimeSpan.FromMinutes(2);
    private readonly Lock gate = new();
    private int failures;
    private int pauses;
    private DateTimeOffset failingSince;
    private DateTimeOffset? pausedAt;
    private DateTimeOffset? probedAt;
    private DateTimeOffset? answeredAt;

    /// <summary>Never pauses.</summary>
    public static MetrcBreaker None { get; } = new(TimeProvider.System) { Failures = 0 };

    /// <summary>So many failures in a row begin a pause; 0 never does.</summary>
    public int Failures { get; init; } = 8;

    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Told of each begin (with the pause) and of the end (null).</summary>
    public Action<MetrcPause?>? Changed { get; init; }

    /// <summary>Null when the host answers, as far as is known.</summary>
    public MetrcPause? Pause
    {
        get
        {
            lock (gate) return Current;
        }
    }

    /// <summary>When the host last answered, be it with a refusal; null before its first answer.</summary>
    public DateTimeOffset? AnsweredAt
    {
        get
        {
            lock (gate) return answeredAt;
        }
    }

    /// <summary>Whether a read may go; otherwise how long to stay away. The one that may go ends with a note.</summary>
    internal MetrcAway? Enter()
    {
        lock (gate)
        {
            if (Current is not { } pause) return null;
            var now = time.GetUtcNow();
            var left = pause.Left(now);
            if (left > TimeSpan.Zero) return new MetrcAway(pause, left);
            if (probedAt is { } probed && now - probed < ProbeLasts && now >= probed)
                return new MetrcAway(pause, TimeSpan.FromSeconds(2));
            probedAt = now;
            return null;
        }
    }

    /// <summary>Whether the host answered, be it with a refusal.</summary>
    internal void Note(bool answered)
    {
        MetrcPause? changed;
        lock (gate)
        {
            if (answered) answeredAt = time.GetUtcNow();
            if (Failures == 0) return;
            var was = Current;
            if (answered) Close();
            else Fail();
            changed = Current;
            if (was == changed) return;
        }
        Changed?.Invoke(changed);
    }

    /// <summary>A read that was let through was given up by us and says nothing.</summary>
    internal void Forget()
    {
        lock (gate) probedAt = null;
    }

    private MetrcPause? Current => pausedAt is { } at ? new MetrcPause(failingSince, at + Length, Length) : null;

    private TimeSpan Length
    {
        get
        {
            var doubled = FirstPause * Math.Pow(2, Math.Clamp(pauses - 1, 0, 20));
            return doubled < LongestPause ? doubled : LongestPause;
        }
    }

    private void Close() => (failures, pauses, pausedAt, probedAt) = (0, 0, null, null);

    private void Fail()
    {
        var now = time.GetUtcNow();
        if (failures++ == 0) failingSince = now;
        // What was on its way before the pause began says nothing new.
        var begins = pausedAt is null ? failures >= Failures : probedAt is not null;
        if (!begins) return;
        pauses++;
        (pausedAt, probedAt) = (now, null);
    }
}

/// <summary>A read that may not go, and for how long.</summary>
internal sealed record MetrcAway(MetrcPause Pause, TimeSpan Left);
