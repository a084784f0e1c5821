using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Tendril.Domain;
using Tendril.Domain.Values;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Demo;

/// <summary>Fills an empty installation by the same doors that people use: the API.</summary>
public sealed class DemoSeed(IServiceProvider services, Uri url, DemoState metrc, IReadOnlyList<string> licences)
{
    private const string Email = "owner@tallpines.example";

    private static readonly (string Name, string Kind)[] Sites =
        [("Tall Pines Cultivation", "grower"), ("Copperline Extracts", "processor"),
            ("Meadow Street Shop", "retailer")];

    private static readonly (string Email, string Name, string Role)[] People =
    [
        ("grower@tallpines.example", "Rosa Delgado", "head_grower"),
        ("compliance@tallpines.example", "Imani Cole", "compliance_qa"),
        ("operator@tallpines.example", "Luc Martin", "operator"),
        ("cashier@tallpines.example", "Ana Souza", "cashier"),
    ];

    public async Task<DemoFile> SowAsync(CancellationToken cancel)
    {
        var password = Passphrase();
        var (organizationId, userId) = await FoundAsync(password, cancel);
        var token = await TokenAsync(organizationId, userId, cancel);
        using var api = new DemoApi(url, token, Today);
        var sites = (await api.SitesAsync(cancel)).ToList();
        await api.PutAsync($"/api/sites/{sites[0].Id}", SiteBody(0), cancel);
        for (var i = 1; i < Sites.Length; i++) sites.Add(await api.AddSiteAsync(SiteBody(i), cancel));
        foreach (var site in sites) await EnterKeysAsync(api, site, cancel);
        foreach (var site in sites) await api.SyncAsync(site.Id, cancel);
        await new DemoBooks(api, sites[0].Id).SowAsync(cancel);
        var users = new List<DemoFile.DemoUser> { new(Email, password, "org_admin") };
        foreach (var (email, name, role) in People) users.Add(await api.InviteAsync(email, name, role, cancel));
        return new DemoFile(
            url.ToString().TrimEnd('/'), Email, password, token,
            [.. sites.Select(site => new DemoFile.DemoSite(site.Id, site.Name, site.License))],
            new DemoFile.DemoMetrc(metrc.Simulator.Url, metrc.Keys.VendorKey, metrc.Keys.UserKey, licences), users);
    }

    /// <summary>The simulator may have moved to another port since the last start.</summary>
    public async Task<DemoFile> ReturnAsync(DemoFile known, CancellationToken cancel)
    {
        var now = known with
        {
            Url = url.ToString().TrimEnd('/'),
            Metrc = known.Metrc with { Url = metrc.Simulator.Url },
        };
        if (now.Metrc.Url == known.Metrc.Url) return now;
        using var api = new DemoApi(url, known.ApiToken, Today);
        foreach (var site in await api.SitesAsync(cancel)) await EnterKeysAsync(api, site, cancel);
        return now;
    }

    private Task EnterKeysAsync(DemoApi api, SiteRef site, CancellationToken cancel) => api.PutAsync(
        $"/api/compliance/credentials?siteId={site.Id}",
        new
        {
            environment = "sandbox", baseUrl = metrc.Simulator.Url, vendorKey = metrc.Keys.VendorKey,
                userKey = metrc.Keys.UserKey,
        },
        cancel);

    private object SiteBody(int i) => new
    {
        name = Sites[i].Name, license = licences[i], state = "CO", timeZone = "America/Denver", kind = Sites[i].Kind,
            sandbox = true,
        active = true,
    };

    private async Task<(Guid Organization, Guid User)> FoundAsync(string password, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var command = new FoundOrganization.Command(
            "", "Tall Pines Collective", "Sam Whitfield", Email, password,
            new FoundOrganization.FirstSite(Sites[0].Name, licences[0], "CO", "America/Denver", Sandbox: true));
        var result = await scope.ServiceProvider.GetRequiredService<FoundOrganization>()
            .HandleAsync(command, demo: true, cancel);
        return result.Refused(out var problem, out var founded)
            ? throw new InvalidOperationException($"The demo could not be made: {problem.Message}")
            : (founded.OrganizationId, founded.User.Id);
    }

    private async Task<string> TokenAsync(Guid organizationId, Guid userId, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var access = scope.ServiceProvider.GetRequiredService<AccessDb>();
        var (token, hash) = ApiTokenAuthentication.Create();
        access.ApiTokens.Add(new ApiToken
        {
            Id = services.GetRequiredService<IdSource>().Next(), OrganizationId = organizationId, UserId = userId,
                Name = "Demo",
            TokenHash = hash, Role = "org_admin", CreatedAt = services.GetRequiredService<TimeProvider>().GetUtcNow(),
        });
        await access.SaveChangesAsync(cancel);
        return token;
    }

    private DateOnly Today => SiteZone.Parse("America/Denver").Refused(out _, out var zone)
        ? throw new InvalidOperationException("This machine does not know the zone America/Denver.")
        : zone.DayOf(services.GetRequiredService<TimeProvider>().GetUtcNow());

    private static string Passphrase() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);
}
