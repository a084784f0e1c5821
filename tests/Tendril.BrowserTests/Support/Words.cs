using Microsoft.Playwright;

namespace Tendril.BrowserTests.Support;

/// <summary>Finding things on a page as a person names them.</summary>
internal static class Words
{
    public static ILocator Button(this IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Heading(this IPage page, string name) =>
        page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1, Exact = true });

    public static ILocator Window(this IPage page) => page.GetByRole(AriaRole.Dialog);

    /// <summary>A field by its label; the star of required fields belongs to the label too.</summary>
    public static ILocator Field(this IPage page, string label) =>
        page.GetByRole(AriaRole.Textbox, new() { Name = label });

    /// <summary>Opens the detail of a batch.</summary>
    public static async Task OpenBatchAsync(this IPage page, DemoServer server, string number)
    {
        var batch = await server.BatchAsync(number);
        await page.GotoAsync("/batches/" + batch.GetProperty("id").GetGuid());
        await Expect(page.Heading(number)).ToBeVisibleAsync();
    }

    /// <summary>Chooses the language in the settings and waits until it is kept for the person.</summary>
    public static async Task ChooseLanguageAsync(this IPage page, string field, string name)
    {
        await page.GetByRole(AriaRole.Combobox, new() { Name = field, Exact = true }).ClickAsync();
        var kept = await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Option, new() { Name = name, Exact = true }).ClickAsync(),
            "**/api/session/preferences");
        kept.Ok.ShouldBeTrue();
    }

    public static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    public static IPageAssertions Expect(IPage page) => Assertions.Expect(page);
}
