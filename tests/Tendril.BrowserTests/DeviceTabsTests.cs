using System.Text.Json;
using Microsoft.Playwright;
using Tendril.BrowserTests.Support;
using static Tendril.BrowserTests.Support.Words;

namespace Tendril.BrowserTests;

/// <summary>Several tabs and several devices, and leaving one.</summary>
public sealed class DeviceTabsTests(DemoBrowser demo)
{
    private Demo.User Admin => demo.Demo.WithRole("org_admin");

    [Fact]
    public async Task One_tab_holds_the_store_for_all_and_another_takes_over_when_it_closes()
    {
        await using var context = await demo.VisitorAsync(Admin);
        var first = await FilledAsync(context);
        var second = await context.NewPageAsync();
        await second.GotoAsync("/device");
        await second.DeviceIsReadyAsync();
        (await LeadsAsync(first)).ShouldBeTrue();
        (await LeadsAsync(second)).ShouldBeFalse();

        await first.EvaluateAsync(
            """
            () => { window.seen = []; tendrilDevice.watch({ table: 'tasks' }, (answer) => {
              window.seen = answer.rows.map((row) => row.values.title); }); }
            """);
        var row = await second.SaveTaskAsync(demo.Demo.Grower.Id, "Saved in the second tab");
        await first.WaitForFunctionAsync("() => window.seen.includes('Saved in the second tab')");

        await first.CloseAsync();
        await second.WaitForFunctionAsync("() => tendrilDevice.getView().leads");
        (await second.DeviceRowAsync("tasks", row)).ShouldNotBeNull();
        await second.SaveTaskAsync(demo.Demo.Grower.Id, "Saved after the first tab closed");
        await second.DeviceIsQuietAsync();
        (await second.RowStatusAsync("tasks", row)).ShouldBe("confirmed");
    }

    [Fact]
    public async Task A_save_that_is_under_way_when_the_holder_closes_is_done_once()
    {
        await using var context = await demo.VisitorAsync(Admin);
        var first = await FilledAsync(context);
        var second = await context.NewPageAsync();
        await second.GotoAsync("/device");
        await second.DeviceIsReadyAsync();
        var saving = second.EvaluateAsync<JsonElement>(
            """
            (site) => Promise.all(Array.from({ length: 60 }, (_, place) => tendrilDevice.save([{ kind: 'create',
              table: 'tasks', row: crypto.randomUUID(),
              set: { site_id: site, title: `Torn ${place}`, status: 'pending' } }])))
            """,
            demo.Demo.Grower.Id.ToString());
        await first.CloseAsync();
        (await saving).GetArrayLength().ShouldBe(60);
        await second.DeviceIsQuietAsync();
        var kept = await second.EvaluateAsync<JsonElement>(
            "async () => (await tendrilDevice.read({ table: 'tasks', search: 'torn' })).rows");
        var titles = kept.EnumerateArray()
            .Select(one => one.GetProperty("values").GetProperty("title").GetString()).ToList();
        titles.Count.ShouldBe(60);
        titles.Distinct().Count().ShouldBe(60);
    }

    [Fact]
    public async Task Two_devices_that_changed_the_same_field_settle_it_on_the_screen_and_lose_neither_value()
    {
        await using var one = await demo.VisitorAsync(Admin);
        await using var other = await demo.VisitorAsync(Admin);
        var mine = await FilledAsync(one);
        var row = await mine.SaveTaskAsync(demo.Demo.Grower.Id, "Water");
        await mine.SyncNowAsync();
        await mine.DeviceIsQuietAsync();
        var theirs = await FilledAsync(other);

        await mine.RouteAsync("**/api/sync/**", route => route.AbortAsync());
        await mine.RenameTaskAsync(row, "Water twice");
        await theirs.RenameTaskAsync(row, "Water never");
        await theirs.SyncNowAsync();
        await theirs.DeviceIsQuietAsync();
        await mine.UnrouteAsync("**/api/sync/**");
        await mine.SyncNowAsync();
        await mine.DeviceIsQuietAsync();
        (await mine.RowStatusAsync("tasks", row)).ShouldBe("conflict");

        await mine.GotoAsync($"/conflicts?row={row}");
        await Expect(mine.GetByText("Before: Water")).ToBeVisibleAsync();
        await mine.GetByRole(AriaRole.Radio, new() { NameRegex = new("^Water twice") }).CheckAsync();
        await mine.GetByRole(AriaRole.Radio, new() { NameRegex = new("^Water never") }).CheckAsync();
        await mine.Button("Settle").ClickAsync();
        await mine.Button("Undo").ClickAsync();
        await Expect(mine.Button("Settle")).ToBeVisibleAsync();
        await mine.GetByRole(AriaRole.Radio, new() { NameRegex = new("^Water never") }).CheckAsync();
        await mine.Button("Settle").ClickAsync();
        await Expect(mine.GetByText("No conflicts")).ToBeVisibleAsync();
        await mine.DeviceIsQuietAsync();

        await theirs.SyncNowAsync();
        await theirs.DeviceIsQuietAsync();
        (await theirs.RowStatusAsync("tasks", row)).ShouldBe("confirmed");
        var seen = await theirs.DeviceRowAsync("tasks", row);
        seen!.Value.GetProperty("values").GetProperty("title").GetString().ShouldBe("Water never");
        seen.Value.GetProperty("values").GetProperty("conflict_seen").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_server_refuses_waits_for_the_person_with_its_reason()
    {
        await using var context = await demo.VisitorAsync(Admin);
        var page = await FilledAsync(context);
        var row = await page.SaveTaskAsync(Guid.CreateVersion7(), "At a site that is nowhere");
        await Expect(page.GetByText("Refused", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("What to do:")).ToBeVisibleAsync();
        (await page.RowStatusAsync("tasks", row)).ShouldBe("parked");
        await Expect(page.Locator("[data-says=parked]")).ToBeVisibleAsync();
        await page.Button("Give up").ClickAsync();
        await Expect(page.GetByText("Everything is on the server")).ToBeVisibleAsync();
        (await page.RowStatusAsync("tasks", row)).ShouldBe("missing");
    }

    [Fact]
    public async Task Signing_out_and_reset_are_refused_until_everything_is_sent_and_then_leave_nothing()
    {
        // A session of its own: it ends here, and other journeys go on with theirs.
        await using var context = await demo.VisitorAsync(Admin, anew: true);
        var page = await FilledAsync(context);
        await page.RouteAsync("**/api/sync/push", route => route.AbortAsync());
        await page.SaveTaskAsync(demo.Demo.Grower.Id, "Not sent yet");
        await page.Button("Reset this device").ClickAsync();
        await Expect(page.GetByText("1 entry has not reached the server.")).ToBeVisibleAsync();
        await page.Button("Account of Sam Whitfield").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.Window()).ToContainTextAsync("1 entry is on this device only");
        await page.Button("Send now").ClickAsync();
        await Expect(page.GetByText("1 entry is still not sent")).ToBeVisibleAsync();
        (await StoresAsync(page)).ShouldBe(1);

        await page.UnrouteAsync("**/api/sync/push");
        var told = page.WaitForResponseAsync("**/api/devices/*/revoke");
        await page.Button("Send now").ClickAsync();
        await Expect(page.Heading("Sign in")).ToBeVisibleAsync();
        (await told).Status.ShouldBe(200);
        (await StoresAsync(page)).ShouldBe(0);
    }

    /// <summary>A tab whose device has downloaded everything.</summary>
    private static async Task<IPage> FilledAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/device");
        await page.DeviceIsFilledAsync();
        return page;
    }

    private static Task<bool> LeadsAsync(IPage page) =>
        page.EvaluateAsync<bool>("() => tendrilDevice.getView().leads");

    /// <summary>How many stores lie on this browser's private files.</summary>
    private static Task<int> StoresAsync(IPage page) => page.EvaluateAsync<int>(
        """
        async () => {
          const root = await navigator.storage.getDirectory();
          let count = 0;
          for await (const name of root.keys()) if (name.startsWith('tendril-')) count++;
          return count;
        }
        """);
}
