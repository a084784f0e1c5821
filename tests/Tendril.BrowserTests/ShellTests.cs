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

    /// <summary>The page is left while the choice is on its way to the server.</summary>
    [Fact]
    public Task A_language_survives_a_reload_right_after_it_was_chosen() => demo.JourneyAsync(
        async page =>
        {
            await page.GotoAsync("/settings");
            await page.GetByRole(AriaRole.Combobox, new() { Name = "Language", Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Option, new() { Name = "Français", Exact = true }).ClickAsync();
            await page.ReloadAsync();
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Lots", Exact = true })).ToBeVisibleAsync();
            // The device's line to the server stays open and the network is never idle: ask until the server knows.
            await page.WaitForFunctionAsync(
                "async () => (await (await fetch('/api/session')).text()).includes('\"language\":\"fr\"')");
            await page.ChooseLanguageAsync("Langue", "English");
        },
        demo.Demo.WithRole("head_grower"));

    [Fact]
    public Task Keys_lead_to_screens_to_a_new_batch_to_help_and_to_the_search() => demo.AdminAsync(async page =>
    {
        await page.GotoAsync("/");
        await Expect(page.Heading("Hello Sam")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("b");
        await Expect(page.Heading("Batches")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("i");
        await Expect(page.Heading("Inventory")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.Window()).ToContainTextAsync("Go to Batches");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Window()).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("n");
        await Expect(page.Heading("New batch")).ToBeVisibleAsync();
        await page.Field("Batch number").PressSequentiallyAsync("g b n ?");
        await Expect(page.Heading("New batch")).ToBeVisibleAsync();
        await Expect(page.Field("Batch number")).ToHaveValueAsync("g b n ?");
        await page.GotoAsync("/cultivars");
        await Expect(page.Heading("Cultivars")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("/");
        var search = page.GetByPlaceholder("Search screens");
        await Expect(search).ToBeFocusedAsync();
        await search.FillAsync("CK-0414");
        await page.GetByText("CK-0414", new() { Exact = true }).ClickAsync();
        await Expect(page.Heading("CK-0414")).ToBeVisibleAsync();
    });

    /// <summary>The switcher shows all sites, and the screen shows one: the one that was worked in last.</summary>
    [Fact]
    public Task Metrc_sync_opens_on_the_site_that_was_worked_in_last() => demo.AdminAsync(async page =>
    {
        await page.GotoAsync("/batches");
        await ChooseSiteAsync(page, demo.Demo.Grower.Name);
        await ChooseSiteAsync(page, "All sites");
        await page.GotoAsync("/compliance");
        await Expect(page.GetByText(demo.Demo.Grower.Licence)).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_thumb_reaches_every_screen_on_a_phone() => demo.AdminAsync(
        async page =>
        {
            await page.GotoAsync("/");
            var bar = page.GetByRole(AriaRole.Navigation, new() { Name = "Main screens" });
            foreach (var (tab, title) in new[]
                { ("Batches", "Batches"), ("Tasks", "Tasks"), ("Harvest", "Harvest") })
            {
                await bar.GetByText(tab, new() { Exact = true }).TapAsync();
                await Expect(page.Heading(title)).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Status)).ToHaveCountAsync(0);
                await FitsAsync(page);
            }
            await bar.GetByText("More", new() { Exact = true }).TapAsync();
            await page.Window().GetByRole(AriaRole.Link, new() { Name = "Cultivars", Exact = true }).TapAsync();
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

    private static async Task ChooseSiteAsync(IPage page, string name) =>
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Site", Exact = true }).First.SelectOptionAsync(name);

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
