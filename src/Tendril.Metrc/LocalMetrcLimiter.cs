using System.Collections.Concurrent;

namespace Tendril.Metrc;

/// <summary>How many reads may begin in one window, and how many may be on the way at once.</summary>
public sealed record MetrcLimit(int Calls, int AtOnce)
{
    /// <summary>
    /// The window that Calls counts in. It slides, so that no second, however Metrc's clock cuts it, holds more.
    /// </summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>
/// The limits of one process, for all its clients. First come, first served within a facility; a busy facility holds at
/// most its own number of places in the integrator's queue, so others keep their share.
/// </summary>
public sealed class LocalMetrcLimiter(TimeProvider time) : MetrcLimiter
{
    private readonly ConcurrentDictionary<MetrcCall, Lane> lanes = new();

    public MetrcLimit Facility { get; init; } = new(50, 10);

    public MetrcLimit Integrator { get; init; } = new(150, 30);

    /// <summary>A pause longer than this is handed back to the caller instead of being waited out.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    public override async ValueTask<MetrcTurn> EnterAsync(MetrcCall call, CancellationToken cancel)
    {
        var integrator = LaneOf(call with { License = null });
        if (call.License is null) return Answer(await integrator.EnterAsync(LongestWait, cancel), integrator, null);
        var facility = LaneOf(call);
        if (await facility.EnterAsync(LongestWait, cancel) is { } wait) return MetrcTurn.Later(wait);
        try
        {
            var later = await integrator.EnterAsync(LongestWait, cancel);
            if (later is not null) facility.Leave();
            return Answer(later, integrator, facility);
        }
        catch
        {
            facility.Leave();
            throw;
        }
    }

    public override ValueTask PauseAsync(MetrcCall call, TimeSpan pause, CancellationToken cancel)
    {
        LaneOf(call).Pause(pause);
        return ValueTask.CompletedTask;
    }

    private static MetrcTurn Answer(TimeSpan? wait, Lane integrator, Lane? facility) =>
        wait is { } later ? MetrcTurn.Later(later) : MetrcTurn.Granted(() =>
        {
            integrator.Leave();
            facility?.Leave();
            return ValueTask.CompletedTask;
        });

    private Lane LaneOf(MetrcCall call) =>
        lanes.GetOrAdd(call, key => new Lane(key.License is null ? Integrator : Facility, time));

    /// <summary>One facility's or integrator's queue: places, the beginnings of the last calls, and a pause.</summary>
#pragma warning disable CA1001 // the semaphore never hands out a wait handle, so it holds nothing to dispose
    private sealed class Lane(MetrcLimit limit, TimeProvider time)
#pragma warning restore CA1001 // as above
    {
        /// <summary>Timers cut a wait to whole milliseconds; without one more the loop would spin.</summary>
        private static readonly TimeSpan TimerStep = TimeSpan.FromMilliseconds(1);

        private readonly SemaphoreSlim places = new(limit.AtOnce);
        private readonly TimeSpan[] begun = [.. Enumerable.Repeat(TimeSpan.MinValue, limit.Calls)];
        private readonly Lock gate = new();
        private readonly long origin = time.GetTimestamp();
        private int oldest;
        private TimeSpan pausedUntil = TimeSpan.Zero;

        private TimeSpan Now => time.GetElapsedTime(origin);

        /// <summary>Null when entered, or how long a pause still is that is not worth waiting for.</summary>
        public async ValueTask<TimeSpan?> EnterAsync(TimeSpan longestWait, CancellationToken cancel)
        {
            if (Paused() > longestWait) return Paused();
            await places.WaitAsync(cancel);
            try
            {
                var slot = Reserve();
                while (true)
                {
                    var paused = Paused();
                    if (paused > longestWait) break;
                    var wait = slot - Now > paused ? slot - Now : paused;
                    if (wait <= TimeSpan.Zero) return null;
                    await Task.Delay(wait + TimerStep, time, cancel);
                }
            }
            catch
            {
                places.Release();
                throw;
            }
            places.Release();
            return Paused();
        }

        public void Leave() => places.Release();

        public void Pause(TimeSpan pause)
        {
            lock (gate)
            {
                var until = Now + pause;
                if (until > pausedUntil) pausedUntil = until;
            }
        }

        private TimeSpan Paused()
        {
            lock (gate) return pausedUntil > Now ? pausedUntil - Now : TimeSpan.Zero;
        }

        /// <summary>When one more call may begin: one window after the call that is Calls back.</summary>
        private TimeSpan Reserve()
        {
            lock (gate)
            {
                var free = begun[oldest] == TimeSpan.MinValue ? Now : begun[oldest] + limit.Window;
                var slot = free > Now ? free : Now;
                begun[oldest] = slot;
                oldest = (oldest + 1) % begun.Length;
                return slot;
            }
        }
    }
}
