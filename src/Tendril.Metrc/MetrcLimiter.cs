namespace Tendril.Metrc;

/// <summary>Whose limits a read counts against: the integrator's, and the facility's where it names one.</summary>
/// <param name="Integrator">The fingerprint of host and vendor key (<see cref="MetrcConnection.Integrator"/>).</param>
/// <param name="License">The facility's licence number; null for the few calls that name none.</param>
public readonly record struct MetrcCall(string Integrator, string? License);

/// <summary>
/// Asked before every read. Metrc limits reads only: 50 a second and 10 at once per facility, 150 a second and 30 at
/// once per integrator; writes are not limited.
/// </summary>
public abstract class MetrcLimiter
{
    /// <summary>Lets everything pass.</summary>
    public static MetrcLimiter None { get; } = new Open();

    /// <summary>
    /// Waits for this call's turn. Dispose the turn when the answer is complete. The turn may instead say that it is
    /// too early, when the wait would be long.
    /// </summary>
    public abstract ValueTask<MetrcTurn> EnterAsync(MetrcCall call, CancellationToken cancel);

    /// <summary>Metrc answered 429: no calls for this facility (without one: this integrator) for a while.</summary>
    public abstract ValueTask PauseAsync(MetrcCall call, TimeSpan pause, CancellationToken cancel);

    private sealed class Open : MetrcLimiter
    {
        public override ValueTask<MetrcTurn> EnterAsync(MetrcCall call, CancellationToken cancel) =>
            ValueTask.FromResult(MetrcTurn.Granted());

        public override ValueTask PauseAsync(MetrcCall call, TimeSpan pause, CancellationToken cancel) =>
            ValueTask.CompletedTask;
    }
}

/// <summary>A limiter's answer: go, and tell when done; or not before a while.</summary>
public sealed class MetrcTurn : IAsyncDisposable
{
    private Func<ValueTask>? leave;

    private MetrcTurn(TimeSpan? notBefore, Func<ValueTask>? leave) => (NotBefore, this.leave) = (notBefore, leave);

    /// <summary>Null when the call may go; otherwise how long it has to stay away.</summary>
    public TimeSpan? NotBefore { get; }

    public static MetrcTurn Granted(Func<ValueTask>? leave = null) => new(null, leave);

    public static MetrcTurn Later(TimeSpan notBefore) => new(notBefore, null);

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref leave, null)?.Invoke() ?? ValueTask.CompletedTask;
}
