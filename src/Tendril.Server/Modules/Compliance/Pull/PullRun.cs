using Tendril.Server.Jobs;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>Everything that stays the same while one type of one site is pulled.</summary>
/// <param name="LogId">The sync log that counts.</param>
/// <param name="At">When the run began; every row it writes carries this moment.</param>
internal sealed record PullRun(
    TenantScope Scope, SiteMetrc Metrc, SiteLease Lease, PullType Type, Guid LogId, DateTimeOffset At)
{
    public PullCounters Counters { get; } = new();

    /// <summary>
    /// What this run met: kind → id → the row's hash and list. Tells doubles, and what is missing at the end.
    /// </summary>
    public Dictionary<string, Dictionary<long, (Guid Hash, string List)>> Met { get; } = new(StringComparer.Ordinal);

    public Dictionary<long, (Guid Hash, string List)> MetOf(string kind) =>
        Met.TryGetValue(kind, out var met) ? met : Met[kind] = [];

    /// <summary>Kinds of which some row could not even be told apart; nothing of them may be called gone.</summary>
    public HashSet<string> Nameless { get; } = new(StringComparer.Ordinal);

    private readonly Dictionary<string, DateTimeOffset> oldest = new(StringComparer.Ordinal);

    /// <summary>The oldest modification met in a list, where its rows tell one.</summary>
    public DateTimeOffset? OldestOf(PullList list) => oldest.TryGetValue(list.Key, out var at) ? at : null;

    public void Seen(PullList list, DateTimeOffset? modified)
    {
        if (modified is { } at && (!oldest.TryGetValue(list.Key, out var before) || at < before)) oldest[list.Key] = at;
    }

    public string Stage { get; set; } = "";

    public Guid SiteId => Metrc.SiteId;

    public Guid OrganizationId => Metrc.OrganizationId;
}
