using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tendril.BrowserTests.Support;
using static Tendril.BrowserTests.Support.Words;

namespace Tendril.BrowserTests;

public sealed partial class SyncTests(DemoBrowser demo)
{
    [Fact]
    public Task Sync_now_shows_its_progress_and_ends_as_a_line_of_the_history() => demo.AdminAsync(async page =>
    {
        var before = await PullsAsync();
        await page.GotoAsync("/compliance?site=" + demo.Demo.Grower.Id);
        await Expect(page.Heading("Metrc sync")).ToBeVisibleAsync();
        await Expect(page.GetByText(demo.Demo.Grower.Licence)).ToBeVisibleAsync();
        await demo.Server.DelayMetrcAsync("/packages/", seconds: 4, times: 1);
        await page.Button("Sync now").ClickAsync();
        var progress = page.GetByRole(AriaRole.Progressbar, new() { Name = "Progress of the pull" });
        await Expect(progress).ToBeAttachedAsync(new() { Timeout = 10_000 });
        await Expect(page.GetByText(Reading())).ToBeVisibleAsync();
        await Expect(page.GetByText($"Everything · {demo.Demo.Grower.Name}")).ToBeVisibleAsync();
        await Expect(page.GetByText(Took())).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(progress).ToHaveCountAsync(0);
        await Expect(page.GetByText(Counts())).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Completed");

        (await PullsAsync()).ShouldBeGreaterThan(before);
        await page.GotoAsync("/compliance/history");
        var newest = page.GetByRole(AriaRole.Row).Nth(1);
        await Expect(newest).ToContainTextAsync("Pull");
        await Expect(newest).ToContainTextAsync("Completed");
    });

    [Fact]
    public Task Inventory_shows_the_pulled_packages_under_their_exact_names() => demo.AdminAsync(async page =>
    {
        var inMetrc = await demo.Server.PackagesInMetrcAsync(demo.Demo.Grower.Licence);
        var lots = await demo.Server.GetAsync($"/api/lots?pageSize=200&siteId={demo.Demo.Grower.Id}");
        // And one that came out of a harvest.
        lots.GetProperty("total").GetInt32().ShouldBe(inMetrc.Count + 1);
        inMetrc.Count.ShouldBeGreaterThan(2);
        await page.GotoAsync("/inventory");
        foreach (var package in inMetrc.Take(3))
        {
            var tag = DemoServer.Text(package, "label")!;
            await page.GetByRole(AriaRole.Searchbox).FillAsync(tag);
            var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = tag[^6..] });
            await Expect(row).ToHaveCountAsync(1);
            var name = DemoServer.Text(package, "item");
            await Expect(row.GetByRole(AriaRole.Button, new() { Name = name, Exact = true })).ToBeVisibleAsync();
            var quantity = decimal.Parse(DemoServer.Text(package, "quantity")!, CultureInfo.InvariantCulture);
            await Expect(row).ToContainTextAsync(quantity.ToString("#,##0.####", CultureInfo.InvariantCulture));
        }
    });

    private async Task<int> PullsAsync() =>
        (await demo.Server.GetAsync("/api/compliance/sync-logs?direction=pull")).GetProperty("total").GetInt32();

    [GeneratedRegex("^(Reading from Metrc|[0-9,]+ of about [0-9,]+)")]
    private static partial Regex Reading();

    [GeneratedRegex("^Took ")]
    private static partial Regex Took();

    [GeneratedRegex(@"\d+ read, \d+ new, \d+ changed, 0 failed")]
    private static partial Regex Counts();
}
