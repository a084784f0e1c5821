using Microsoft.EntityFrameworkCore;
using Tendril.Server.Platform;
using Tendril.Server.Platform.Access;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>A site as other records refer to it.</summary>
public sealed record SiteRef(Guid Id, string Name, string License, string State, string TimeZone, bool Sandbox);

public sealed record SessionUser(Guid Id, string Email, string FullName, string Language, string Theme);

public sealed record OrganizationRef(Guid Id, string Name);

/// <summary>Who is signed in, where, and what they may do.</summary>
/// <param name="PasswordChangeNeeded">
/// The password is temporary: until it is changed, a session opens nothing but that, signing out and this.
/// </param>
public sealed record SessionView(
    SessionUser User, OrganizationRef Organization, IReadOnlyList<OrganizationRef> Organizations, string Role,
    IReadOnlyList<string> Permissions, IReadOnlyList<SiteRef> Sites, bool Demo,
    bool PasswordChangeNeeded);

/// <summary>Puts together what the app needs to know about its caller.</summary>
public sealed class SessionReader(AccessDb access, TenantUnits units, CallerClaims claims, ServerOptions options)
{
    public async Task<SessionView> ReadAsync(Guid userId, Guid organizationId, CancellationToken cancel)
    {
        var principal = await claims.OfMemberAsync(userId, organizationId, SessionCookie.Scheme, cancel)
            ?? throw new InvalidOperationException("The caller is no longer a member.");
        return await ReadAsync(Caller.From(principal)!, cancel);
    }

    public async Task<SessionView> ReadAsync(Caller caller, CancellationToken cancel)
    {
        var user = await access.Users.AsNoTracking().SingleAsync(row => row.Id == caller.UserId, cancel);
        var organizations = await (
            from member in access.Memberships
            join organization in access.Organizations on member.OrganizationId equals organization.Id
            where member.UserId == caller.UserId && member.Active
            orderby organization.Name
            select new OrganizationRef(organization.Id, organization.Name)).ToListAsync(cancel);
        var sites = await units.ReadAsync(
            caller.Scope,
            db => db.Sites.Where(site => site.Active).OrderBy(site => site.Name)
                .Select(site => new SiteRef(site.Id, site.Name, site.License, site.State, site.TimeZone, site.Sandbox))
                .ToListAsync(cancel),
            cancel);
        return new SessionView(
            new SessionUser(user.Id, user.Email!, user.FullName, user.Language, user.Theme),
            organizations.Single(row => row.Id == caller.OrganizationId),
            organizations,
            caller.Role,
            [.. caller.Permissions.Order(StringComparer.Ordinal)],
            sites,
            options.Demo,
            user.PasswordChangeNeeded);
    }
}
