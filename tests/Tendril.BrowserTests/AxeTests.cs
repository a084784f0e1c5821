using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tendril.BrowserTests.Support;

namespace Tendril.BrowserTests;

/// <summary>Every screen in both themes, asked by axe for what the Web Content Accessibility Guidelines refuse.</summary>
public sealed class AxeTests(DemoBrowser demo)
{
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
        Regex.IsMatch(path, "^" + Regex.Escape(pattern).Replace("\\$id", "[0-9a-f-]{36}", StringComparison.Ordinal) + "$");

    private static async Task LookAtAllAsync(IPage page, IReadOnlyList<Screen> screens)
    {
        List<string> found = [];
        foreach (var screen in screens)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
            await page.OpenAsync(screen);
            // Through the debugger, as the page's own policy lets no foreign script in.
            await page.EvaluateAsync(Axe);
            found.AddRange(await AskAsync(page, screen, "light"));
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });
            await page.WaitForFunctionAsync("() => document.documentElement.dataset.mantineColorScheme === 'dark'");
            found.AddRange(await AskAsync(page, screen, "dark"));
        }
        found.ShouldBeEmpty();
    }

    private static async Task<IEnumerable<string>> AskAsync(IPage page, Screen screen, string theme)
    {
        var broken = await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, {
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'],
            })).violations.map(rule => `${rule.id}: ` + rule.nodes.map(node => node.target.join(' ')).join(', '))
            """);
        return broken.Select(one => $"{screen.Path} {screen.Press} ({theme}) {one}");
    }
}
