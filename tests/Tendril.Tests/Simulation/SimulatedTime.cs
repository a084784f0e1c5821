namespace Tendril.Tests.Simulation;

/// <summary>The true time of a world; it moves when the world says so.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>A device's own clock: the true time, wrong by some hours.</summary>
internal sealed class WrongTime(SimulatedTime time) : TimeProvider
{
    public TimeSpan Skew { get; set; }

    public override DateTimeOffset GetUtcNow() => time.Now + Skew;
}
