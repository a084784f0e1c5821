using System.Security.Claims;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Access;

/// <summary>Who is calling, as the token or cookie says: never as the body says.</summary>
public sealed record Caller(Guid UserId, string Name, Guid OrganizationId, string Role, IReadOnlyList<Guid>? SiteIds)
{
    public const string OrganizationClaim = "tendril:organization";
    public const string RoleClaim = "tendril:role";
    public const string SiteClaim = "tendril:site";
    public const string LimitedClaim = "tendril:limited";
    public const string StampClaim = "tendril:stamp";
    public const string SessionClaim = "tendril:session";
    public const string PasswordChangeClaim = "tendril:password_change";

    /// <summary>The permissions of both the membership and, for a token, of the token's role.</summary>
    public required IReadOnlySet<string> Permissions { get; init; }

    public TenantScope Scope => new(OrganizationId, UserId, Name, SiteIds);

    public bool May(string permission) => Permissions.Contains(permission);

    /// <summary>The caller of this request; null when nobody signed in.</summary>
    public static Caller? From(ClaimsPrincipal principal)
    {
        if (principal.Identity?.IsAuthenticated != true) return null;
        if (!Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var user)
            || !Guid.TryParse(principal.FindFirstValue(OrganizationClaim), out var organization))
            return null;
        var sites = principal.FindAll(SiteClaim).Select(claim => Guid.Parse(claim.Value)).ToList();
        return new Caller(
            user,
            principal.FindFirstValue(ClaimTypes.Name) ?? "",
            organization,
            principal.FindFirstValue(RoleClaim) ?? "",
            principal.HasClaim(claim => claim.Type == LimitedClaim) ? sites : null)
        {
            Permissions = principal.FindAll(PermissionClaim).Select(claim => claim.Value)
                .ToHashSet(StringComparer.Ordinal),
        };
    }

    public const string PermissionClaim = "tendril:permission";
}
