using Microsoft.AspNetCore.Identity;
using Tendril.Domain;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Creates an organisation with its administrator and first site; used by first run and by the demo.</summary>
public sealed class FoundOrganization(
    UserManager<User> users, AccessDb access, TenantUnits units, TimeProvider time, IdSource ids)
{
    public sealed record FirstSite(string Name, string License, string State, string TimeZone, bool Sandbox);

    public sealed record Command(
        string SetupCode, string OrganizationName, string FullName, string Email, string Password, FirstSite Site);

    public sealed record Founded(Guid OrganizationId, User User, Guid SiteId);

    public async Task<Result<Founded>> HandleAsync(Command command, bool demo, CancellationToken cancel)
    {
        if (Check(command) is { } problem) return problem;
        var now = time.GetUtcNow();
        var organization = new Organization
        {
            Id = ids.Next(), Name = command.OrganizationName.Trim(), IsDemo = demo, CreatedAt = now,
        };
        var user = new User
        {
            Id = ids.Next(), UserName = command.Email, Email = command.Email, EmailConfirmed = true,
            FullName = command.FullName.Trim(), CreatedAt = now,
        };
        await using var transaction = await access.Database.BeginTransactionAsync(cancel);
        var created = await users.CreateAsync(user, command.Password);
        if (!created.Succeeded) return Describe(created.Errors);
        access.Organizations.Add(organization);
        access.Memberships.Add(new Membership
        {
            OrganizationId = organization.Id, UserId = user.Id, Role = "org_admin", CreatedAt = now,
        });
        await access.SaveChangesAsync(cancel);
        var siteId = await AddSiteAsync(command.Site, organization.Id, user, cancel);
        await transaction.CommitAsync(cancel);
        return new Founded(organization.Id, user, siteId);
    }

    // The site is another role's table and so another transaction. It goes first: an organisation without its row in
    // access.organizations is invisible, and a repeated first run makes a new one.
    private async Task<Guid> AddSiteAsync(FirstSite site, Guid organizationId, User user, CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(new TenantScope(organizationId, user.Id, user.FullName), cancel);
        var row = new Site
        {
            Id = ids.Next(), Name = site.Name.Trim(), License = site.License.Trim().ToUpperInvariant(),
            State = site.State.ToUpperInvariant(), TimeZone = site.TimeZone, Kind = "grower", Sandbox = site.Sandbox,
        };
        unit.Db.Sites.Add(row);
        await unit.CommitAsync(cancel);
        return row.Id;
    }

    private static Problem? Check(Command command) => command switch
    {
        { OrganizationName: var name } when name.Trim().Length is 0 or > 200 =>
            SessionProblems.Field("organizationName", "The organisation needs a name of 1 to 200 characters."),
        { FullName: var name } when name.Trim().Length is 0 or > 200 =>
            SessionProblems.Field("fullName", "Your name is needed, 1 to 200 characters."),
        { Email: var email } when !email.Contains('@') || email.Length > 254 =>
            SessionProblems.Field("email", "This is not an email address."),
        { Site: var site } => SiteFields.Check(site.Name, site.License, site.State, site.TimeZone),
    };

    private static Problem Describe(IEnumerable<IdentityError> errors)
    {
        var list = errors.ToList();
        return list.Any(error => error.Code is "DuplicateEmail" or "DuplicateUserName")
            ? SessionProblems.Field("email", "This email address has an account already.")
            : list.Any(error => error.Code.StartsWith("Password", StringComparison.Ordinal))
                ? SessionProblems.Password(list) with { Field = "password" }
                : SessionProblems.Field("email", string.Join(" ", list.Select(error => error.Description)));
    }
}
