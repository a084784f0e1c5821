namespace Tendril.Metrc;

/// <summary>
/// Metrc's hosts: one per state, production and sandbox apart; data and tags never cross.
/// Source: the 28 states of Metrc's public request collections.
/// </summary>
public static class MetrcHosts
{
    /// <summary>The states that run Metrc, as two capital letters.</summary>
    public static IReadOnlyList<string> States { get; } =
    [
        "AK", "AL", "CA", "CO", "DC", "GU", "IL", "KY", "LA", "MA", "MD", "ME", "MI", "MN",
        "MO", "MS", "MT", "NJ", "NV", "NY", "OH", "OK", "OR", "RI", "SD", "VA", "VI", "WV",
    ];

    /// <summary>The address of a state's Metrc.</summary>
    /// <exception cref="ArgumentException">The state has no Metrc.</exception>
    public static Uri For(string state, bool sandbox) =>
        States.Contains(state, StringComparer.OrdinalIgnoreCase)
            ? new Uri($"https://{(sandbox ? "sandbox-api-" : "api-")}{state.ToLowerInvariant()}.metrc.com/")
            : throw new ArgumentException($"no Metrc is known for the state '{state}'", nameof(state));

    /// <summary>Whether an address belongs to the real Metrc, which demos and tests must never call.</summary>
    public static bool IsReal(Uri address)
    {
        var host = address.IdnHost.TrimEnd('.');
        return host.Equals("metrc.com", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".metrc.com", StringComparison.OrdinalIgnoreCase);
    }
}
