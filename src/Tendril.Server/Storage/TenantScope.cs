namespace Tendril.Server.Storage;

/// <summary>
/// For whom a unit of work runs. Comes from the token or from the job store, never from a request body.
/// </summary>
/// <param name="SiteIds">Sites the person may see; null for all of the organisation.</param>
public sealed record TenantScope(Guid OrganizationId, Guid? UserId, string Actor, IReadOnlyList<Guid>? SiteIds = null)
{
    /// <summary>No organisation: such a scope sees nothing.</summary>
    public static TenantScope None { get; } = new(Guid.Empty, null, "nobody", []);

    /// <summary>The server's own work for an organisation, such as a scheduled pull.</summary>
    public static TenantScope Server(Guid organizationId) => new(organizationId, null, "Tendril");

    public bool MaySee(Guid siteId) => SiteIds is null || SiteIds.Contains(siteId);
}
