using Microsoft.Playwright;
using Tendril.BrowserTests.Support;
using static Tendril.BrowserTests.Support.Words;

namespace Tendril.BrowserTests;

public sealed class ManyTests(DemoBrowser demo)
{
    [Fact]
    public async Task Many_batches_are_pushed_at_once_from_a_phone_and_each_says_how_it_ended()
    {
        await PlantAsync("MANY-01", 4);
        await PlantAsync("MANY-02", 5);
        await PlantAsync("MANY-03", 6, withCultivar: false);
        await demo.AdminAsync(
            async page =>
            {
                await page.GotoAsync("/batches?q=MANY-");
                await page.Button("Push many").TapAsync();
                foreach (var number in new[] { "MANY-01", "MANY-02", "MANY-03" })
                    await page.GetByLabel("Choose " + number).TapAsync();
                await Expect(page.GetByText("3 batches chosen")).ToBeVisibleAsync();
                await page.Button("Check and push 3").TapAsync();

                var dialog = page.Window();
                await Expect(Row(dialog, "MANY-01")).ToContainTextAsync("4 × Clone, Night Ferry, in Clone Room");
                await Expect(Row(dialog, "MANY-03")).ToContainTextAsync("Not sent");
                await Expect(Row(dialog, "MANY-03")).ToContainTextAsync("Must be mended:");
                await Expect(dialog).ToContainTextAsync("1 batch is left out: mend it first.");
                await page.Button("Send 2 to Metrc").TapAsync();

                await Expect(dialog).ToContainTextAsync(
                    "2 confirmed, 0 on the way, 0 need you", new() { Timeout = 30_000 });
                await Expect(Row(dialog, "MANY-02")).ToContainTextAsync("Confirmed by Metrc");
                await dialog.GetByText("Close", new() { Exact = true }).Last.TapAsync();
                await Expect(page.GetByLabel("Metrc: Synced. Show details")).ToHaveCountAsync(2);
            },
            Device.Phone);
        foreach (var number in new[] { "MANY-01", "MANY-02" })
            DemoServer.Text((await demo.Server.PlantBatchesInMetrcAsync(number)).ShouldHaveSingleItem(), "creations")
                .ShouldBe("1");
        (await demo.Server.PlantBatchesInMetrcAsync("MANY-03")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_happened_to_a_batch_stands_in_its_history()
    {
        await PlantAsync("HIST-01", 10);
        await demo.AdminAsync(async page =>
        {
            await page.OpenBatchAsync(demo.Server, "HIST-01");
            await page.Button("Change count").ClickAsync();
            await page.Window().GetByLabel("Plants now").FillAsync("8");
            await page.Window().GetByRole(AriaRole.Combobox, new() { Name = "Reason" }).ClickAsync();
            await page.GetByRole(AriaRole.Option, new() { Name = "Died", Exact = true }).ClickAsync();
            await page.Window().GetByLabel("Notes").FillAsync("Frost <b>");
            await page.Button("Save the count").ClickAsync();
            await Expect(page.Window()).ToHaveCountAsync(0);
            await page.GetByRole(AriaRole.Tab, new() { Name = "History" }).ClickAsync();

            var newest = page.GetByRole(AriaRole.Tabpanel).GetByRole(AriaRole.Listitem).First;
            await Expect(newest).ToContainTextAsync("Plants: 10 → 8");
            await Expect(newest).ToContainTextAsync("Reason: Died");
            await Expect(newest).ToContainTextAsync("Notes: Frost <b>");
            await Expect(newest).ToContainTextAsync("Sam Whitfield");
            await page.ReloadAsync();
            await Expect(newest).ToContainTextAsync("Plants: 10 → 8");
        });
    }

    private static ILocator Row(ILocator dialog, string number) =>
        dialog.GetByRole(AriaRole.Listitem).Filter(new() { HasText = number }).First;

    private async Task PlantAsync(string number, int plantCount, bool withCultivar = true)
    {
        var server = demo.Server;
        var known = await server.BatchAsync("NF-0416");
        var pods = await server.GetAsync("/api/pods?q=Dome%201");
        var startDate = known.GetProperty("startDate").GetString();
        var batch = await server.PostAsync("/api/batches", new
        {
            siteId = demo.Demo.Grower.Id,
            batchNumber = number,
            domainType = "cannabis",
            sourceType = "clone",
            plantCount,
            startDate,
            stage = "clone",
            cultivarId = withCultivar ? known.GetProperty("cultivarId").GetGuid() : (Guid?)null,
        });
        var id = batch.GetProperty("item").GetProperty("id").GetGuid();
        var podId = pods.GetProperty("items")[0].GetProperty("id").GetGuid();
        await server.PostAsync($"/api/batches/{id}/pods", new { podId, plantCount, from = startDate });
    }
}
