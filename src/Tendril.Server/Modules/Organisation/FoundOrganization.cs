using Microsoft.AspNetCore.Identity;
using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Domain.Rules;
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
        if (Check(command, out var email).Refused(out var problem, out var site)) return problem;
        var now = time.GetUtcNow();
        var organization = new Organization
        {
            Id = ids.Next(),
            Name = command.OrganizationName.Trim(),
            IsDemo = demo,
            CreatedAt = now,
        };
        var user = new User
        {
            Id = ids.Next(),
            UserName = email,
            Email = email,
            EmailConfirmed = true,
            FullName = command.FullName.Trim(),
            CreatedAt = now,
        };
        await using var transaction = await access.Database.BeginTransactionAsync(cancel);
        var created = await users.CreateAsync(user, command.Password);
        if (!created.Succeeded) return Describe(created.Errors);
        access.Organizations.Add(organization);
        access.Memberships.Add(new Membership
        {
            OrganizationId = organization.Id,
            UserId = user.Id,
            Role = "org_admin",
            CreatedAt = now,
        });
        await access.SaveChangesAsync(cancel);
        var siteId = await AddSiteAsync(site, command.Site.Sandbox, organization.Id, user, cancel);
        await transaction.CommitAsync(cancel);
        return new Founded(organization.Id, user, siteId);
    }

    // The site is another role's table and so another transaction. It goes first: an organisation without its row in
    // access.organizations is invisible, and a repeated first run makes a new one.
    private async Task<Guid> AddSiteAsync(
        SiteFields site, bool sandbox, Guid organizationId, User user, CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(new TenantScope(organizationId, user.Id, user.FullName), cancel);
        var row = new Site
        {
            Id = ids.Next(),
            Name = site.Name,
            License = site.License,
            State = site.State,
            TimeZone = site.TimeZone,
            Kind = WireName.Of(SiteKind.Grower),
            Sandbox = sandbox,
        };
        unit.Db.Sites.Add(row);
        await unit.CommitAsync(cancel);
        return row.Id;
    }

    private static Result<SiteFields> Check(Command command, out string email)
    {
        email = "";
        if (FieldRules.Current.Text("organisation_name", command.OrganizationName, "organizationName")
            .Refused(out var problem, out _))
            return problem;
        if (FieldRules.Current.Text("person_name", command.FullName, "fullName")
            .Refused(out problem, out _)) return problem;
        if (EmailAddress.Parse(command.Email).Refused(out problem, out email!)) return problem;
        var site = command.Site;
        return SiteFields.Check(site.Name, site.License, site.State, site.TimeZone, "site.");
    }

    private static Problem Describe(IEnumerable<IdentityError> errors)
    {
        var list = errors.ToList();
        return list.Any(error => error.Code is "DuplicateEmail" or "DuplicateUserName")
            ? EmailAddress.Taken.Refuse("This email address has an account already.", "email",
                kind: ProblemKind.Conflict)
            : SessionProblems.Password(list) with { Field = "password" };
    }
}
