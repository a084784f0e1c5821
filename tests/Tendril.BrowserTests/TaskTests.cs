using Microsoft.Playwright;
using Tendril.BrowserTests.Support;
using static Tendril.BrowserTests.Support.Words;

namespace Tendril.BrowserTests;

/// <summary>A grower's round through the tasks, on a phone and without a signal.</summary>
public sealed class TaskTests(DemoBrowser demo)
{
    [Fact]
    public async Task Tasks_are_made_done_and_taken_back_without_a_server_and_arrive_when_it_is_back()
    {
        await using var wire = new Wire(demo.Demo.Url);
        await using var context = await demo.VisitorAsync(demo.Demo.WithRole("org_admin"), wire.Url, Device.Phone);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/tasks");
        await page.DeviceIsFilledAsync();
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.controller !== null");
        await wire.CutAsync();

        await page.GotoAsync("/tasks/new");
        await page.Field("What is to be done").FillAsync("Turn the drying racks");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Repeats" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "By days" }).ClickAsync();
        await Expect(page.GetByText("Every day", new() { Exact = true }).Last).ToBeVisibleAsync();
        await page.Button("Save").ClickAsync();
        await page.Button("Complete “Turn the drying racks”").ClickAsync();
        await Expect(page.Button("Undo")).ToBeVisibleAsync();
        await page.Button("Undo").ClickAsync();
        await Expect(page.Button("Complete “Turn the drying racks”")).ToHaveCountAsync(2);
        await page.Button("Complete “Turn the drying racks”").First.ClickAsync();
        await Expect(page.Button("Complete “Turn the drying racks”")).ToHaveCountAsync(1);

        await page.ReloadAsync();
        await page.DeviceIsReadyAsync();
        await Expect(page.Button("Complete “Turn the drying racks”")).ToHaveCountAsync(1);
        await Expect(page.GetByText("Saved here").First).ToBeVisibleAsync();

        wire.Mend();
        await page.SyncNowAsync();
        await page.DeviceIsQuietAsync();
        await Expect(page.GetByText("Saved here")).ToHaveCountAsync(0);

        await using var other = await demo.VisitorAsync(demo.Demo.WithRole("org_admin"));
        var second = await other.NewPageAsync();
        await second.GotoAsync("/tasks?view=done");
        await second.DeviceIsFilledAsync();
        await Expect(second.Button("Open “Turn the drying racks” again")).ToHaveCountAsync(1);
    }
}
