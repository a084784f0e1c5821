using System.Security.Cryptography;
using Tendril.Domain.Values;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Access;

namespace Tendril.Server.Platform.Demo;

/// <summary>
/// Fills an empty installation by the same doors that people use: the API. Every step looks first whether it was done
/// by a start that was interrupted.
/// </summary>
/// <param name="keep">Writes the file down; it must not be lost between two steps.</param>
public sealed class DemoSeed(
    IServiceProvider services, Uri url, DemoState metrc, IReadOnlyList<string> licences,
    Func<DemoFile, Task> keep)
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

    /// <summary>
    /// Brings the demo to where a visitor can come in, from nothing or from where an earlier start ended.
    /// </summary>
    public async Task<DemoFile> BringAsync(DemoFile? known, CancellationToken cancel)
    {
        if (known is { Filled: true }) return await ReturnAsync(known, cancel);
        // Written before anybody is founded with it: the password and the keys are kept nowhere else.
        var file = Here(known ?? Begin());
        await keep(file);
        await FoundAsync(file, cancel);
        using var api = new DemoApi(url, file.ApiToken, Today, Time);
        var sites = await AddSitesAsync(api, cancel);
        foreach (var site in sites) await EnterKeysAsync(api, site, cancel);
        foreach (var site in sites) await api.SyncAsync(site.Id, cancel);
        await new DemoBooks(api, sites[0].Id).SowAsync(cancel);
        await new DemoTasks(api, sites[0].Id, Time).SowAsync(cancel);
        var owner = (await api.ItemsAsync("/api/users", cancel))
            .First(member => member.GetProperty("email").GetString() == Email).GetProperty("userId").GetGuid();
        await new DemoHarvests(api, sites[0].Id, owner, Time.GetUtcNow()).HangAsync(cancel);
        file = file with
        {
            Sites = [.. sites.Select(site => new DemoFile.DemoSite(site.Id, site.Name, site.License))],
            Users = await InviteAsync(api, file, cancel),
            Filled = true,
        };
        await SettleAsync(file, cancel);
        await keep(file);
        return file;
    }

    /// <summary>The simulator may have moved to another port since the last start.</summary>
    private async Task<DemoFile> ReturnAsync(DemoFile known, CancellationToken cancel)
    {
        var now = Here(known);
        if (now.Metrc.Url != known.Metrc.Url)
        {
            using var api = new DemoApi(url, known.ApiToken, Today, Time);
            foreach (var site in await api.SitesAsync(cancel)) await EnterKeysAsync(api, site, cancel);
        }
        await keep(now);
        return now;
    }

    private DemoFile Begin() => new(
        "", Email, Passphrase(), ApiTokenAuthentication.Create().Token, [],
        new DemoFile.DemoMetrc("", metrc.Keys.VendorKey, metrc.Keys.UserKey, licences), []);

    private DemoFile Here(DemoFile file) => file with
    {
        Url = url.ToString().TrimEnd('/'),
        Metrc = file.Metrc with { Url = metrc.Simulator.Url },
    };

    private async Task FoundAsync(DemoFile file, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<DemoFounding>(scope.ServiceProvider).EnsureAsync(
            file, new(Sites[0].Name, licences[0], "CO", "America/Denver", Sandbox: true), cancel);
    }

    // The demo made these passwords for its visitor, who reads them in its file: nobody handed them over.
    private async Task SettleAsync(DemoFile file, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<DemoFounding>(scope.ServiceProvider).KeepPasswordsAsync(
            [.. file.Users.Select(user => user.Email)], cancel);
    }

    private async Task<List<SiteRef>> AddSitesAsync(DemoApi api, CancellationToken cancel)
    {
        var known = (await api.SitesAsync(cancel)).ToDictionary(site => site.License, StringComparer.Ordinal);
        List<SiteRef> sites = [];
        for (var i = 0; i < Sites.Length; i++)
            sites.Add(known.GetValueOrDefault(licences[i]) ?? await api.AddSiteAsync(SiteBody(i), cancel));
        // The first was founded without its kind.
        await api.PutAsync($"/api/sites/{sites[0].Id}", SiteBody(0), cancel);
        return sites;
    }

    private static async Task<List<DemoFile.DemoUser>> InviteAsync(
        DemoApi api, DemoFile file, CancellationToken cancel)
    {
        var users = new List<DemoFile.DemoUser> { new(Email, file.Password, "org_admin") };
        foreach (var (email, name, role) in People)
        {
            users.Add(file.Users.FirstOrDefault(user => user.Email == email)
                ?? await api.InviteAsync(email, name, role, cancel));
        }
        return users;
    }

    private Task EnterKeysAsync(DemoApi api, SiteRef site, CancellationToken cancel) => api.PutAsync(
        $"/api/compliance/credentials?siteId={site.Id}",
        new
        {
            environment = "sandbox",
            baseUrl = metrc.Simulator.Url,
            vendorKey = metrc.Keys.VendorKey,
            userKey = metrc.Keys.UserKey,
        },
        cancel);

    private object SiteBody(int i) => new
    {
        name = Sites[i].Name,
        license = licences[i],
        state = "CO",
        timeZone = "America/Denver",
        kind = Sites[i].Kind,
        sandbox = true,
        active = true,
    };

    private TimeProvider Time => services.GetRequiredService<TimeProvider>();

    private DateOnly Today => SiteZone.Parse("America/Denver").Refused(out _, out var zone)
        ? throw new InvalidOperationException("This machine does not know the zone America/Denver.")
        : zone.DayOf(Time.GetUtcNow());

    private static string Passphrase() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);
}
