namespace Tendril.Metrc.Simulator.Faults;

/// <summary>The faults in force. Safe from any thread.</summary>
public sealed class FaultBoard
{
    private readonly Lock _gate = new();
    private readonly List<PlacedFault> _placed = [];
    private int _lastId;

    /// <summary>Puts a rule in force; returns its id.</summary>
    public int Add(FaultRule rule)
    {
        lock (_gate)
        {
            _placed.Add(new PlacedFault(++_lastId, rule, 0, 0));
            return _lastId;
        }
    }

    /// <summary>Short form for tests: one fault for the next matching requests.</summary>
    public int Add(
        SimulatorFault fault, string? method = null, string? pathContains = null, int? times = 1,
        double? seconds = null) =>
        Add(new FaultRule
        {
            Fault = fault,
            Method = method,
            PathContains = pathContains,
            Times = times,
            Seconds = seconds,
        });

    public bool Remove(int id)
    {
        lock (_gate) return _placed.RemoveAll(p => p.Id == id) > 0;
    }

    public void Clear()
    {
        lock (_gate) _placed.Clear();
    }

    /// <summary>What is in force, with how often each rule let pass and struck.</summary>
    public IReadOnlyList<PlacedFault> Placed
    {
        get { lock (_gate) return [.. _placed]; }
    }

    /// <summary>The rules that strike this request; each is counted once.</summary>
    internal Weather Take(string method, string pathAndQuery, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_placed.Count == 0) return Weather.Calm;
            var struck = new List<FaultRule>();
            for (var i = 0; i < _placed.Count; i++)
            {
                if (!Matches(_placed[i].Rule, method, pathAndQuery, now)) continue;
                _placed[i] = Count(_placed[i], struck);
            }
            return struck.Count == 0 ? Weather.Calm : new Weather(struck);
        }
    }

    private static PlacedFault Count(PlacedFault placed, List<FaultRule> struck)
    {
        if (placed.Passed < placed.Rule.Skip) return placed with { Passed = placed.Passed + 1 };
        if (placed.Struck >= (placed.Rule.Times ?? int.MaxValue)) return placed;
        struck.Add(placed.Rule);
        return placed with { Struck = placed.Struck + 1 };
    }

    private static bool Matches(FaultRule rule, string method, string pathAndQuery, DateTimeOffset now) =>
        (rule.Method is null || rule.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && (rule.PathContains is null || pathAndQuery.Contains(rule.PathContains, StringComparison.OrdinalIgnoreCase))
        && (rule.From is null || rule.From <= now)
        && (rule.To is null || now < rule.To);
}

/// <summary>The faults that strike one request.</summary>
internal sealed class Weather(IReadOnlyList<FaultRule> rules)
{
    internal static readonly Weather Calm = new([]);

    internal IReadOnlyList<FaultRule> Rules => rules;

    internal FaultRule? Of(SimulatorFault fault) => rules.FirstOrDefault(r => r.Fault == fault);

    internal FaultRule? Before(SimulatorFault fault) => rules.FirstOrDefault(r => r.Fault == fault && !r.AfterEffect);

    internal FaultRule? After(SimulatorFault fault) => rules.FirstOrDefault(r => r.Fault == fault && r.AfterEffect);

    internal TimeSpan ClockOffset => Of(SimulatorFault.ClockOff)?.Lasting(0) ?? TimeSpan.Zero;
}
