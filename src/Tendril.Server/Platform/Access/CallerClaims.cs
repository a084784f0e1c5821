using System.Collections.Frozen;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Access;

/// <summary>Builds the caller anew on every request, so that a removed right or member is gone at once.</summary>
public sealed class CallerClaims(AccessDb access, SessionBook sessions)
{
    /// <summary>
    /// The principal of a session; null when it or the membership ended, or the password changed since.
    /// </summary>
    public async Task<ClaimsPrincipal?> OfSessionAsync(
        Guid sessionId, Guid userId, Guid organizationId, string stamp, CancellationToken cancel)
    {
        var found = await (
            from session in sessions.Of(userId).AsNoTracking()
            join user in access.Users on session.UserId equals user.Id
            join member in access.Memberships on user.Id equals member.UserId
            where session.Id == sessionId && member.OrganizationId == organizationId && member.Active
            select new { session, user, member }).FirstOrDefaultAsync(cancel);
        if (found is null || found.user.SecurityStamp != stamp) return null;
        await sessions.NoteUseAsync(sessionId, found.session.LastSeenAt, cancel);
        var principal = Principal(
            found.user, found.member, found.member.Role, found.member.SiteIds, SessionCookie.Scheme);
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.AddClaim(new Claim(Caller.SessionClaim, sessionId.ToString()));
        if (found.user.PasswordChangeNeeded) identity.AddClaim(new Claim(Caller.PasswordChangeClaim, "1"));
        return principal;
    }

    /// <summary>The principal of a member; null when the membership ended.</summary>
    public async Task<ClaimsPrincipal?> OfMemberAsync(
        Guid userId, Guid organizationId, string scheme, CancellationToken cancel)
    {
        var found = await (
            from user in access.Users.AsNoTracking()
            join member in access.Memberships on user.Id equals member.UserId
            where user.Id == userId && member.OrganizationId == organizationId && member.Active
            select new { user, member }).FirstOrDefaultAsync(cancel);
        return found is null
            ? null
            : Principal(found.user, found.member, found.member.Role, found.member.SiteIds, scheme);
    }

    /// <summary>The token behind a hash, and its principal: never more than the person behind it may.</summary>
    /// <returns>No token when there is none that may be used; no principal when the membership ended.</returns>
    public async Task<(ApiToken? Token, ClaimsPrincipal? Principal)> OfTokenAsync(
        byte[] hash, DateTimeOffset now, string scheme, CancellationToken cancel)
    {
        var found = await (
            from token in access.ApiTokens.AsNoTracking()
            where token.TokenHash == hash && token.RevokedAt == null
                && (token.ExpiresAt == null || token.ExpiresAt > now)
            from user in access.Users.Where(one => one.Id == token.UserId).DefaultIfEmpty()
            from member in access.Memberships.Where(one => one.UserId == token.UserId
                && one.OrganizationId == token.OrganizationId && one.Active).DefaultIfEmpty()
            select new { token, user, member }).FirstOrDefaultAsync(cancel);
        if (found is null) return default;
        if (found.user is null || found.member is null) return (found.token, null);
        var sites = (found.token.SiteIds, found.member.SiteIds) switch
        {
            (null, var theirs) => theirs,
            (var its, null) => its,
            (var its, var theirs) => [.. its.Intersect(theirs)],
        };
        var role = LowerOf(found.token.Role, found.member.Role);
        return (found.token, Principal(found.user, found.member, role, sites, scheme));
    }

    // A token made before its owner was given a lower role must not go on assigning roles with the old rank.
    private static string LowerOf(string token, string member) =>
        WireName.TryParse<Role>(token, out var its) && WireName.TryParse<Role>(member, out var theirs)
        && Roles.Current.RankOf(theirs) < Roles.Current.RankOf(its)
            ? member
            : token;

    private static ClaimsPrincipal Principal(User user, Membership member, string role, Guid[]? sites, string scheme)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, user.Id.ToString()),
            new(ClaimTypes.Name, user.FullName),
            new(Caller.OrganizationClaim, member.OrganizationId.ToString()),
            new(Caller.RoleClaim, role),
            new(Caller.StampClaim, user.SecurityStamp ?? ""),
        ];
        if (sites is not null)
        {
            claims.Add(new Claim(Caller.LimitedClaim, "1"));
            claims.AddRange(sites.Select(site => new Claim(Caller.SiteClaim, site.ToString())));
        }
        var permissions = Of(role).Intersect(Of(member.Role));
        claims.AddRange(permissions.Select(permission => new Claim(Caller.PermissionClaim, permission)));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    private static FrozenSet<string> Of(string role) =>
        WireName.TryParse<Role>(role, out var known) ? Roles.Current.PermissionsOf(known) : [];
}
