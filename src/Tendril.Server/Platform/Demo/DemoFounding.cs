using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Hosting;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Demo;

/// <summary>The demo's organisation with the owner, password and API token that its file names.</summary>
public sealed class DemoFounding(
    AccessDb access, FoundOrganization founding, UserManager<User> users, IdSource ids, TimeProvider time)
{
    /// <summary>Founds the organisation, or makes the one of an interrupted start open with this file again.</summary>
    /// <exception cref="OperatorException">The data folder holds somebody's real organisation.</exception>
    public async Task EnsureAsync(DemoFile file, FoundOrganization.FirstSite site, CancellationToken cancel)
    {
        var known = await access.Organizations.AsNoTracking().ToListAsync(cancel);
        if (known.Find(one => !one.IsDemo) is { } real)
            throw new OperatorException(
                $"This data folder holds the organisation \"{real.Name}\", which is not a demo. "
                + "Give the demo a folder of its own with --data.");
        var organization = known.Count == 0 ? await FoundAsync(file, site, cancel) : known[0].Id;
        var owner = await users.FindByEmailAsync(file.Email)
            ?? throw new OperatorException($"The demo has no {file.Email}. Delete its data folder and start it again.");
        await SetPasswordAsync(owner, file.Password);
        await AddTokenAsync(organization, owner.Id, file.ApiToken, cancel);
    }

    /// <summary>Lets the demo's people keep the passwords that its file names.</summary>
    public Task KeepPasswordsAsync(IReadOnlyList<string> emails, CancellationToken cancel) =>
        access.Users.Where(user => emails.Contains(user.Email!)).ExecuteUpdateAsync(
            set => set.SetProperty(user => user.PasswordChangeNeeded, false), cancel);

    private async Task<Guid> FoundAsync(DemoFile file, FoundOrganization.FirstSite site, CancellationToken cancel)
    {
        var command = new FoundOrganization.Command(
            "", "Tall Pines Collective", "Sam Whitfield", file.Email, file.Password, site);
        return (await founding.HandleAsync(command, demo: true, cancel)).Refused(out var problem, out var founded)
            ? throw new InvalidOperationException($"The demo could not be made: {problem.Message}")
            : founded.OrganizationId;
    }

    // Another one is stored only when the file with it was lost.
    private async Task SetPasswordAsync(User owner, string password)
    {
        if (await users.CheckPasswordAsync(owner, password)) return;
        Must(await users.RemovePasswordAsync(owner));
        Must(await users.AddPasswordAsync(owner, password));
    }

    private async Task AddTokenAsync(Guid organization, Guid owner, string token, CancellationToken cancel)
    {
        var hash = ApiTokenAuthentication.Hash(token);
        if (await access.ApiTokens.AnyAsync(row => row.TokenHash == hash, cancel)) return;
        access.ApiTokens.Add(new ApiToken
        {
            Id = ids.Next(),
            OrganizationId = organization,
            UserId = owner,
            Name = "Demo",
            TokenHash = hash,
            Role = "org_admin",
            CreatedAt = time.GetUtcNow(),
        });
        await access.SaveChangesAsync(cancel);
    }

    private static void Must(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(" ", result.Errors.Select(error => error.Description)));
    }
}
