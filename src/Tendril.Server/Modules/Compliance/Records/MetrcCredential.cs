using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance;

/// <summary>The two keys for one site and environment, sealed.</summary>
public sealed class MetrcCredential : ISiteRow, IAuditedRow, IDatedRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public Guid SiteId { get; set; }

    /// <summary>sandbox or production.</summary>
    public required string Environment { get; set; }

    public required string BaseUrl { get; set; }

    [NotAudited]
    public required byte[] VendorKey { get; set; }

    [NotAudited]
    public required byte[] UserKey { get; set; }

    /// <summary>The last four characters.</summary>
    public required string VendorKeyHint { get; set; }

    public required string UserKeyHint { get; set; }

    /// <summary>As Metrc names the facility behind the site's licence.</summary>
    public required string FacilityName { get; set; }

    /// <summary>A fingerprint of host and both keys, for evidence.</summary>
    public required string KeyId { get; set; }

    public DateTimeOffset ValidatedAt { get; set; }

    /// <summary>The age of the keys counts from here.</summary>
    public DateTimeOffset KeysChangedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
