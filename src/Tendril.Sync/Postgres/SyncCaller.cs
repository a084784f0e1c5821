using Tendril.Sync.Tables;

namespace Tendril.Sync.Postgres;

/// <summary>Who pushes or pulls, as the token says; nothing of it comes from a body.</summary>
/// <param name="OrganizationId">Whose books; the transaction must have been opened for it.</param>
/// <param name="UserId">The person.</param>
/// <param name="DeviceId">The registered device.</param>
/// <param name="Sites">The sites that the person sees; null for all.</param>
/// <param name="Permissions">What the person may do, as <c>harvest:edit</c>.</param>
public sealed record SyncCaller(
    Guid OrganizationId, Guid UserId, Guid DeviceId, IReadOnlySet<Guid>? Sites, IReadOnlySet<string> Permissions)
{
    public bool May(SyncTable table, string action) => Permissions.Contains($"{table.Area}:{action}");

    /// <summary>True when a row with these values is within the caller's scope.</summary>
    public bool Sees(SyncTable table, IReadOnlyList<string?> values)
    {
        var site = table.SitePosition < 0 ? null : values[table.SitePosition];
        var owner = table.OwnerPosition < 0 ? null : values[table.OwnerPosition];
        return (site is null || Sites is null || (Guid.TryParse(site, out var id) && Sites.Contains(id)))
            && (owner is null || owner == FieldText.Of(UserId));
    }
}
