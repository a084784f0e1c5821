using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Tendril.BrowserTests.Support.Words;

namespace Tendril.BrowserTests.Support;

/// <summary>A screen, or a window of it that a press opens: of a button by its name, or of a key.</summary>
public sealed record Screen(string Path, string? Press = null)
{
    public bool IsKey => Press?.Length == 1;
}

/// <summary>Every screen of the app with the windows that open from it.</summary>
internal static partial class Screens
{
    /// <summary>Before anybody has signed in.</summary>
    public static readonly IReadOnlyList<Screen> Doors = [new("/sign-in")];

    /// <summary>Of an administrator; <paramref name="batch"/> is one that may be pushed.</summary>
    public static IReadOnlyList<Screen> Inside(Guid site, Guid batch, Guid cultivar, Guid lot, Guid operation) =>
    [
        new("/"), new("/", "Account of Sam Whitfield"), new("/", "/"), new("/", "?"),
        new("/batches"), new("/batches", "Push many"), new("/batches/new"), new($"/batches/{batch}"),
        new($"/batches/{batch}?tab=history"), new($"/batches/{batch}", "Push to Metrc"),
        new($"/batches/{batch}", "Change stage"), new($"/batches/{batch}", "Change count"),
        new($"/batches/{batch}", "Metrc: Not synced. Show details"), new($"/batches/{batch}/edit"),
        new("/cultivars"), new("/cultivars/new"), new($"/cultivars/{cultivar}"),
        new("/tasks"), new("/tasks", "More for “Look at the trichomes”"), new("/tasks?view=done"),
        new("/tasks/calendar"), new("/tasks/new"), new("/tasks/0193464e-7c00-7000-8000-000000000511"),
        new("/tasks/series/0193464e-7c00-7000-8000-000000000501"),
        new("/harvests"), new("/harvests/new"), new($"/harvests/{HarvestOf(site, "cure")}"),
        new($"/harvests/{HarvestOf(site, "cure")}", "Weigh"), new($"/harvests/{HarvestOf(site, "cure")}", "Finalise"),
        new($"/harvests/{HarvestOf(site, "stock")}"),
        new("/inventory"), new($"/inventory?lot={lot}"),
        new($"/compliance?site={site}"), new($"/compliance?site={site}", "Edit the schedule of Packages"),
        new("/compliance/operations"), new($"/compliance/operations?operation={operation}"),
        new("/compliance/history"), new($"/compliance/unlinked?site={site}"),
        new("/admin/compliance"), new("/admin/sites"), new("/admin/sites", "New site"),
        new("/admin/rooms"), new("/admin/rooms", "New room"), new("/admin/pods"), new("/admin/pods", "New pod"),
        new("/admin/users"), new("/admin/users", "Invite a person"),
        new("/admin/api-tokens"), new("/admin/api-tokens", "New token"), new("/admin/audit"), new("/admin/devices"),
        new("/admin/telemetry"), new("/settings"), new("/conflicts"), new("/device"), new("/nowhere"),
    ];

    public static async Task<IReadOnlyList<Screen>> InsideAsync(DemoBrowser demo)
    {
        async Task<Guid> FirstAsync(string path) =>
            (await demo.Server.GetAsync(path)).GetProperty("items")[0].GetProperty("id").GetGuid();
        return Inside(
            demo.Demo.Grower.Id,
            (await demo.Server.BatchAsync("LA-0417")).GetProperty("id").GetGuid(),
            await FirstAsync("/api/cultivars"),
            await FirstAsync("/api/lots"),
            await FirstAsync("/api/compliance/operations?q=CK-0414"));
    }

    /// <summary>A harvest of the demo: its id follows from its name (UUID version 5).</summary>
    private static Guid HarvestOf(Guid site, string name)
    {
        Span<byte> text = [.. site.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes($"demo harvest {name}")];
#pragma warning disable CA5350 // The standard of these ids says SHA-1; they keep no secret.
        var hash = SHA1.HashData(text).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }

    /// <summary>The addresses that the app itself knows; <c>$id</c> stands for any id.</summary>
    public static IReadOnlyList<string> OfTheApp()
    {
        var file = File.ReadAllText(Path.Combine(Built.Root, "web", "src", "app", "screens.ts"));
        return [.. Address().Matches(file).Select(found => found.Groups[1].Value)];
    }

    /// <summary>Opens a screen and waits until it has what it shows.</summary>
    public static async Task OpenAsync(this IPage page, Screen screen)
    {
        try
        {
            await TryOpenAsync(page, screen);
        }
        catch (PlaywrightException never)
        {
            Assert.Fail($"{screen.Path} {screen.Press} does not come to rest: {never.Message}\n"
                + await page.Locator("body").AriaSnapshotAsync());
        }
    }

    private static async Task TryOpenAsync(IPage page, Screen screen)
    {
        await page.GotoAsync(screen.Path);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await IsLoadedAsync(page);
        if (screen.Press is null) return;
        if (screen.IsKey) await page.Keyboard.PressAsync(screen.Press);
        else await page.Button(screen.Press).First.ClickAsync();
        await Expect(page.Locator("[role=dialog], [role=menu], [role=region]").Last).ToBeVisibleAsync();
        await IsLoadedAsync(page);
    }

    private static Task IsLoadedAsync(IPage page) => Expect(page.GetByRole(AriaRole.Status)).ToHaveCountAsync(0);

    [GeneratedRegex("path: '([^']+)'")]
    private static partial Regex Address();
}
