using Microsoft.Playwright;
using Tendril.BrowserTests.Support;
using static Tendril.BrowserTests.Support.Words;

namespace Tendril.BrowserTests;

public sealed class ShellTests(DemoBrowser demo)
{
    [Fact]
    public Task Spanish_is_spoken_by_the_menu_and_kept_for_the_person() => demo.JourneyAsync(
        async page =>
        {
            await page.GotoAsync("/settings");
            await page.ChooseLanguageAsync("Language", "Español");
            var link = page.GetByRole(AriaRole.Link, new() { Name = "Lotes", Exact = true });
            await Expect(link).ToBeVisibleAsync();
            await page.ReloadAsync();
            await Expect(link).ToBeVisibleAsync();
            var kept = await page.APIRequest.GetAsync("/api/session");
            (await kept.TextAsync()).ShouldContain("\"language\":\"es\"");
            await page.ChooseLanguageAsync("Idioma", "English");
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Batches", Exact = true })).ToBeVisibleAsync();
        },
        demo.Demo.WithRole("operator"));

    [Fact]
    public Task A_thumb_reaches_every_screen_on_a_phone() => demo.AdminAsync(
        async page =>
        {
            await page.GotoAsync("/");
            var bar = page.GetByRole(AriaRole.Navigation, new() { Name = "Main screens" });
            foreach (var (tab, title) in new[]
                { ("Batches", "Batches"), ("Inventory", "Inventory"), ("Metrc sync", "Metrc sync") })
            {
                await bar.GetByText(tab, new() { Exact = true }).TapAsync();
                await Expect(page.Heading(title)).ToBeVisibleAsync();
                await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                await FitsAsync(page);
            }
            await bar.GetByText("More", new() { Exact = true }).TapAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Cultivars", Exact = true }).Last.TapAsync();
            await Expect(page.Heading("Cultivars")).ToBeVisibleAsync();
            await page.OpenBatchAsync(demo.Server, "NF-0416");
            await FitsAsync(page);
            await page.Button("Push to Metrc").TapAsync();
            await Expect(page.Window().GetByLabel("Location in Metrc").First).ToHaveValueAsync("Clone Room");
            await FitsAsync(page);
        },
        Device.Phone);

    [Fact]
    public Task A_cashier_sees_no_compliance_and_a_direct_address_answers_plainly() => demo.JourneyAsync(
        async page =>
        {
            await page.GotoAsync("/");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Settings", Exact = true })).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Metrc sync" })).ToHaveCountAsync(0);
            await page.GotoAsync("/compliance");
            await Expect(page.Heading("You may not open this screen")).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(
                "Your role (Cashier) does not include this screen");
            await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("compliance:view");
            var answer = await page.APIRequest.GetAsync($"/api/compliance/overview?siteId={demo.Demo.Grower.Id}");
            answer.Status.ShouldBe(403);
        },
        demo.Demo.WithRole("cashier"));

    private static async Task FitsAsync(IPage page)
    {
        var wide = await page.EvaluateAsync<int>(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        wide.ShouldBeLessThanOrEqualTo(0, $"{page.Url} is wider than the phone");
        var overlapping = await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('dd')].filter(one => one.scrollWidth > one.clientWidth + 1)"
                + ".map(one => one.textContent)");
        overlapping.ShouldBeEmpty($"on {page.Url} these run into their neighbour");
    }
}
