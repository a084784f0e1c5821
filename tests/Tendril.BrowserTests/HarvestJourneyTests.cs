using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tendril.BrowserTests.Support;
using static Tendril.BrowserTests.Support.Words;

namespace Tendril.BrowserTests;

/// <summary>A grower with a phone and no signal: from the cut into stock.</summary>
public sealed class HarvestJourneyTests(DemoBrowser demo)
{
    private Demo.User Admin => demo.Demo.WithRole("org_admin");

    [Fact]
    public async Task A_harvest_goes_from_the_cut_into_stock_with_the_server_dead_and_another_device_sees_it()
    {
        await using var wire = new Wire(demo.Demo.Url);
        await using var context = await demo.VisitorAsync(Admin, wire.Url, Device.Phone);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/harvests");
        await page.DeviceIsFilledAsync();
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.controller !== null");
        await wire.CutAsync();

        await page.GotoAsync("/harvests/new");
        await page.DeviceIsReadyAsync();
        var scan = page.GetByLabel("Plant tag or batch number");
        await scan.FillAsync("NF-0416");
        await scan.PressAsync("Enter");
        await page.Button("Start the harvest").ClickAsync();
        await Expect(page.Heading("NF-0416")).ToBeVisibleAsync();
        var id = Guid.Parse(new Uri(page.Url).Segments[^1]);

        await WeighAsync(page, "Wet", "1200.5");
        await page.Button("To Drying").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Undo") }).ClickAsync();
        await Expect(page.Button("To Drying")).ToBeVisibleAsync();
        await page.Button("To Drying").ClickAsync();
        await WeighAsync(page, "Dry", "240");
        await page.Button("To Curing").ClickAsync();
        await Expect(page.Button("Finalise")).ToBeVisibleAsync();

        await page.ReloadAsync();
        await page.DeviceIsReadyAsync();
        await page.Button("Finalise").ClickAsync();
        foreach (var point in new[] { "Aroma is right", "Stems snap", "Humidity in the jar is right" })
            await page.GetByLabel(point).CheckAsync();
        await page.Button("Put into stock").ClickAsync();
        await Expect(page.GetByText("240 g").First).ToBeVisibleAsync();
        (await StageAsync(page, id)).ShouldBe("inventory");
        (await page.RowStatusAsync("harvests", id)).ShouldBeOneOf("pending", "sent");

        wire.Mend();
        await page.SyncNowAsync();
        await page.DeviceIsQuietAsync();
        (await page.DeviceStatusAsync()).GetProperty("parked").GetInt32().ShouldBe(0);
        (await page.RowStatusAsync("harvests", id)).ShouldBe("confirmed");
        (await StageAsync(page, id)).ShouldBe("inventory");

        await using var other = await demo.VisitorAsync(Admin);
        var second = await other.NewPageAsync();
        await second.GotoAsync($"/harvests/{id}");
        await second.DeviceIsFilledAsync();
        await Expect(second.Heading("NF-0416")).ToBeVisibleAsync();
        await Expect(second.GetByRole(AriaRole.Table, new() { Name = "Stages so far" })).ToContainTextAsync("Undone");
        await Expect(second.GetByRole(AriaRole.Table, new() { Name = "Attempts" })).ToContainTextAsync("Finalising");
        (await StageAsync(second, id)).ShouldBe("inventory");
    }

    private static async Task WeighAsync(IPage page, string kind, string grams)
    {
        await page.Button("Weigh").ClickAsync();
        var pad = page.GetByRole(AriaRole.Dialog);
        await pad.GetByText(kind, new() { Exact = true }).ClickAsync();
        await pad.GetByLabel("Weight", new() { Exact = true }).FillAsync(grams);
        await pad.GetByRole(AriaRole.Button, new() { Name = "Save weight" }).ClickAsync();
        await Expect(pad.GetByText($"Saved: {kind} {grams} g")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(pad).ToHaveCountAsync(0);
    }

    private static async Task<string?> StageAsync(IPage page, Guid id) =>
        (await page.DeviceRowAsync("harvests", id))?.GetProperty("values").GetProperty("stage").GetString();
}
