using Microsoft.Playwright;
using Tendril.BrowserTests.Support;
using static Tendril.BrowserTests.Support.Words;

namespace Tendril.BrowserTests;

public sealed class BooksTests(DemoBrowser demo)
{
    [Fact]
    public Task A_cultivar_is_made_by_its_form_and_what_is_wrong_is_said_once() => demo.AdminAsync(async page =>
    {
        await page.GotoAsync("/cultivars/new");
        await page.Button("Create cultivar").ClickAsync();
        await Expect(page.GetByText("Give the cultivar a name.")).ToHaveCountAsync(1);
        await page.Field("Name").FillAsync("Browser Blossom <b>#1</b>");
        await page.Field("THC %").FillAsync("21.5");
        await page.Button("Create cultivar").ClickAsync();
        await Expect(page.Heading("Browser Blossom <b>#1</b>")).ToBeVisibleAsync();
        var found = await demo.Server.GetAsync("/api/cultivars?q=Browser%20Blossom");
        var made = found.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        made.GetProperty("name").GetString().ShouldBe("Browser Blossom <b>#1</b>");
        made.GetProperty("thcPercent").GetDecimal().ShouldBe(21.5m);
    });

    [Fact]
    public Task A_batch_is_made_by_its_form_and_what_is_wrong_is_said_once() => demo.AdminAsync(async page =>
    {
        await page.GotoAsync("/batches/new");
        await page.Button("Create batch").ClickAsync();
        await Expect(page.GetByText("Give the batch a number or name.")).ToHaveCountAsync(1);
        await Expect(page.GetByText("Enter a whole number greater than 0.")).ToHaveCountAsync(1);
        await page.Field("Batch number").FillAsync("BR-0001");
        await page.Field("Plants").FillAsync("12");
        await ChooseAsync(page, page.GetByRole(AriaRole.Main).GetByLabel("Site").First, demo.Demo.Grower.Name);
        var cultivar = page.GetByLabel("Cultivar").First;
        await cultivar.FillAsync("Night Ferry");
        await page.GetByRole(AriaRole.Option, new() { Name = "Night Ferry", Exact = true }).ClickAsync();
        await page.Button("Create batch").ClickAsync();
        await Expect(page.Heading("BR-0001")).ToBeVisibleAsync();
        var made = await demo.Server.BatchAsync("BR-0001");
        made.GetProperty("plantCount").GetInt32().ShouldBe(12);
        made.GetProperty("cultivarName").GetString().ShouldBe("Night Ferry");
        made.GetProperty("metrcSyncStatus").GetString().ShouldBe("not_synced");
        await Expect(page.Button("Push to Metrc")).ToBeVisibleAsync();
    });

    private static async Task ChooseAsync(IPage page, ILocator field, string name)
    {
        await field.ClickAsync();
        await page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option, new() { Name = name, Exact = true })
            .ClickAsync();
    }
}
