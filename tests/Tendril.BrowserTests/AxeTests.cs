using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tendril.BrowserTests.Support;

namespace Tendril.BrowserTests;

/// <summary>Every screen in both themes, asked by axe for what WCAG 2.0 to 2.2, A and AA, refuse.</summary>
[Collection(typeof(Looks))]
public sealed class AxeTests(LookBrowser demo)
{
    private static readonly string[] EveryRule = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    // A theme changes nothing but colours; what the other rules ask is the same page.
    private static readonly string[] RulesOfColour = ["color-contrast", "link-in-text-block"];

    private static readonly string Axe = File.ReadAllText(
        Path.Combine(Built.Root, "web", "node_modules", "axe-core", "axe.min.js"));

    [Fact]
    public Task No_screen_breaks_a_guideline_in_either_theme() => demo.AdminAsync(async page =>
        await LookAtAllAsync(page, await Screens.InsideAsync(demo)));

    [Fact]
    public Task The_door_breaks_no_guideline_in_either_theme() => demo.JourneyAsync(
        page => LookAtAllAsync(page, Screens.Doors), who: null, refused: "/api/session");

    [Fact]
    public async Task Every_screen_of_the_app_is_looked_at()
    {
        var looked = (await Screens.InsideAsync(demo)).Select(screen => screen.Path.Split('?')[0]).ToArray();
        var all = Screens.OfTheApp();
        all.Count.ShouldBeGreaterThan(15);
        all.Where(path => !looked.Any(one => Stands(path, one))).ShouldBeEmpty();
    }

    private static bool Stands(string pattern, string path) =>
        Regex.IsMatch(
            path, $"^{Regex.Escape(pattern).Replace("\\$id", "[0-9a-f-]{36}", StringComparison.Ordinal)}$");

    private static async Task LookAtAllAsync(IPage page, IReadOnlyList<Screen> screens)
    {
        List<string> found = [];
        foreach (var screen in screens)
        {
            await PaintAsync(page, ColorScheme.Light);
            await page.OpenAsync(screen);
            // Through the debugger, as the page's own policy lets no foreign script in.
            await page.EvaluateAsync(Axe);
            found.AddRange(await AskAsync(page, screen, "light", EveryRule));
            await PaintAsync(page, ColorScheme.Dark);
            await page.WaitForFunctionAsync(
                """
                () => document.documentElement.dataset.mantineColorScheme === 'dark'
                  // Even the shortest change of colour takes a frame, and a busy machine draws few.
                  && document.getAnimations().every(one => one.playState === 'finished')
                """);
            found.AddRange(await AskAsync(page, screen, "dark", RulesOfColour));
        }
        found.ShouldBeEmpty();
    }

    private static Task PaintAsync(IPage page, ColorScheme scheme) =>
        page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });

    private static async Task<IEnumerable<string>> AskAsync(
        IPage page, Screen screen, string theme, string[] rules)
    {
        var broken = await page.EvaluateAsync<string[]>(
            """
            async rules => (await axe.run(document, { runOnly: rules, resultTypes: ['violations'] })).violations
              .map(rule => `${rule.id}: ` + rule.nodes.map(node => node.target.join(' ')).join(', '))
            """,
            rules);
        return broken.Select(one => $"{screen.Path} {screen.Press} ({theme}) {one}");
    }
}
