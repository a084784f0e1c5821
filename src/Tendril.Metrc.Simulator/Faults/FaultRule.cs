namespace Tendril.Metrc.Simulator.Faults;

/// <summary>Which requests go wrong, how, and how often.</summary>
public sealed record FaultRule
{
    public required SimulatorFault Fault { get; init; }

    /// <summary>Only this HTTP method; null is any.</summary>
    public string? Method { get; init; }

    /// <summary>Only where path and query contain this text, without case; null is any.</summary>
    public string? PathContains { get; init; }

    /// <summary>How many requests it strikes; null is all.</summary>
    public int? Times { get; init; }

    /// <summary>How many matching requests pass before it strikes.</summary>
    public int Skip { get; init; }

    /// <summary>How late, how long or how far off, in seconds; the meaning is the fault's.</summary>
    public double? Seconds { get; init; }

    /// <summary>For an outage and any other rule that holds only for a while, on the state's clock.</summary>
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? To { get; init; }

    /// <summary>For faults that may strike either side of the effect: true carries the request out first.</summary>
    public bool AfterEffect { get; init; }

    internal TimeSpan Lasting(double otherwise) => TimeSpan.FromSeconds(Seconds ?? otherwise);
}

/// <summary>A rule with its place on the board.</summary>
public sealed record PlacedFault(int Id, FaultRule Rule, int Passed, int Struck);
