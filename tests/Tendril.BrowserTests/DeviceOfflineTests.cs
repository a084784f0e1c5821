using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Tendril.BrowserTests.Support;
using static Tendril.BrowserTests.Support.Words;

namespace Tendril.BrowserTests;

/// <summary>The app without its server, and what is left when the browser dies.</summary>
public sealed class DeviceOfflineTests(DemoBrowser demo)
{
    private Demo.User Admin => demo.Demo.WithRole("org_admin");

    [Fact]
    public async Task The_app_opens_and_works_with_the_server_dead_and_everything_arrives_when_it_is_back()
    {
        await using var wire = new Wire(demo.Demo.Url);
        await using var context = await demo.VisitorAsync(Admin, wire.Url, Device.Phone);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/device");
        await page.DeviceIsFilledAsync();
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.controller !== null");
        await wire.CutAsync();

        await page.ReloadAsync();
        await Expect(page.Heading("Device and sync")).ToBeVisibleAsync();
        await page.DeviceIsReadyAsync();
        var row = await page.SaveTaskAsync(demo.Demo.Grower.Id, "Saved without a server");
        await Expect(Chip(page)).ToHaveAccessibleNameAsync("Device and sync: Offline, 1 unsent");
        await page.ReloadAsync();
        await page.DeviceIsReadyAsync();
        (await page.RowStatusAsync("tasks", row)).ShouldBeOneOf("pending", "sent");
        await Expect(page.GetByText("New in tasks")).ToBeVisibleAsync();

        wire.Mend();
        await page.Button("Sync now").ClickAsync();
        await page.DeviceIsQuietAsync();
        (await page.RowStatusAsync("tasks", row)).ShouldBe("confirmed");
        await Expect(Chip(page)).ToHaveAccessibleNameAsync("Device and sync: Synced");
        await Expect(page.GetByText("Everything is on the server")).ToBeVisibleAsync();

        await using var other = await demo.VisitorAsync(Admin);
        var second = await other.NewPageAsync();
        await second.GotoAsync("/");
        await second.DeviceIsFilledAsync();
        (await second.RowStatusAsync("tasks", row)).ShouldBe("confirmed");
    }

    /// <summary>No warning, no time to write: the processes are killed the moment the store has answered.</summary>
    [Fact]
    public async Task What_the_store_has_answered_survives_the_death_of_the_browser()
    {
        var profile = Directory.CreateTempSubdirectory("tendril-profile-");
        Guid row;
        await using (var context = await OpenAsync(profile))
        {
            var page = context.Pages[0];
            await SignInAsync(page);
            await page.DeviceIsFilledAsync();
            await page.RouteAsync("**/api/sync/push", route => route.AbortAsync());
            row = await page.SaveTaskAsync(demo.Demo.Grower.Id, "Saved before the end");
            Kill(profile);
        }
        await using (var context = await OpenAsync(profile))
        {
            var page = context.Pages[0];
            // The session was the browser's until its end; the store outlives it.
            await SignInAsync(page);
            await page.DeviceIsReadyAsync();
            await page.DeviceIsQuietAsync();
            (await page.RowStatusAsync("tasks", row)).ShouldBe("confirmed");
        }
        profile.Delete(recursive: true);
    }

    private static ILocator Chip(IPage page) => page.Locator("[data-says]");

    private async Task<IBrowserContext> OpenAsync(DirectoryInfo profile)
    {
        var launch = Chromium.Options();
        var context = await demo.Browsers.Chromium.LaunchPersistentContextAsync(profile.FullName, new()
        {
            ExecutablePath = launch.ExecutablePath,
            Args = launch.Args,
            BaseURL = demo.Demo.Url,
        });
        context.SetDefaultTimeout(60_000);
        return context;
    }

    private async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/sign-in");
        await page.Field("Email").FillAsync(Admin.Email);
        await page.GetByLabel("Password", new() { Exact = false }).First.FillAsync(Admin.Password);
        await page.Button("Sign in").ClickAsync();
    }

    /// <summary>Kills the processes of the browser that has this profile, and no others.</summary>
    private static void Kill(DirectoryInfo profile)
    {
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                if (!File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(profile.FullName,
                    StringComparison.Ordinal)) continue;
                using var process = Process.GetProcessById(id);
                process.Kill();
                process.WaitForExit(TimeSpan.FromSeconds(5));
            }
            catch (Exception gone) when (gone is IOException or ArgumentException or UnauthorizedAccessException
                or InvalidOperationException)
            {
                continue; // it ended by itself meanwhile
            }
        }
    }
}
