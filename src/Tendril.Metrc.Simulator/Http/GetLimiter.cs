namespace Tendril.Metrc.Simulator.Http;

/// <summary>
/// Metrc's GET limits: calls per clock second and calls at once, per facility and per vendor key. Windows follow the
/// clock's seconds, so even an even stream at the limit meets a 429 now and then, as in practice.
/// </summary>
internal sealed class GetLimiter(SimulatorOptions options)
{
    private sealed class Meter
    {
        internal long Second;
        internal int Calls;
        internal int Inside;
    }

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Meter> _meters = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>For calls that no limit holds: writes.</summary>
    internal static readonly IDisposable Free = new Lease(null);

    /// <summary>Null when the caller must slow down; else dispose it when the answer is out.</summary>
    internal IDisposable? Enter(string vendor, string? licence)
    {
        if (!options.Limits) return Free;
        lock (_gate)
        {
            var second = options.WireTime.GetUtcNow().ToUnixTimeSeconds();
            var all = Of("vendor/" + vendor, second);
            var here = licence is null ? null : Of("facility/" + licence, second);
            all.Calls++;
            if (here is not null) here.Calls++;
            if (all.Calls > options.VendorCallsPerSecond || all.Inside >= options.VendorConcurrentCalls) return null;
            if (here?.Calls > options.FacilityCallsPerSecond || here?.Inside >= options.FacilityConcurrentCalls)
                return null;
            all.Inside++;
            if (here is not null) here.Inside++;
            return new Lease(() => Leave(all, here));
        }
    }

    private Meter Of(string name, long second)
    {
        if (!_meters.TryGetValue(name, out var meter)) _meters[name] = meter = new Meter();
        if (meter.Second != second) (meter.Second, meter.Calls) = (second, 0);
        return meter;
    }

    private void Leave(Meter all, Meter? here)
    {
        lock (_gate)
        {
            all.Inside--;
            if (here is not null) here.Inside--;
        }
    }

    private sealed class Lease(Action? leave) : IDisposable
    {
        public void Dispose() => leave?.Invoke();
    }
}
