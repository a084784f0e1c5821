using Microsoft.Playwright;
using Tendril.BrowserTests.Support;

namespace Tendril.BrowserTests;

/// <summary>What a gloved thumb needs of every screen on a phone.</summary>
[Collection(typeof(Looks))]
public sealed class ThumbTests(LookBrowser demo)
{
    [Fact]
    public Task Everything_to_press_is_48_px_and_no_screen_is_wider_than_the_phone() => demo.AdminAsync(
        async page =>
        {
            List<string> found = [];
            foreach (var screen in await Screens.InsideAsync(demo))
            {
                if (screen.IsKey) continue;
                await page.OpenAsync(screen);
                var where = $"{screen.Path} {screen.Press}";
                found.AddRange((await SmallAsync(page)).Select(one => $"{where}: {one}"));
                var over = await page.EvaluateAsync<int>(
                    "() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
                if (over > 0) found.Add($"{where}: wider than the phone by {over} px");
            }
            found.ShouldBeEmpty();
        },
        Device.Phone);

    /// <summary>A field's box, and a tick's whole line, take the tap. Links within sentences are exempt.</summary>
    private static Task<string[]> SmallAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        () => {
          const all = 'button, input:not([type=hidden]), select, textarea, [role=tab], [role^=menuitem], nav a';
          const box = one => (one.closest('label')
            ?? one.closest('[class*=-body]:has(> [class*=-inner])')
            ?? one.closest('[class*=Input-wrapper]') ?? one).getBoundingClientRect();
          const seen = one => one.checkVisibility({ visibilityProperty: true })
            && one.getBoundingClientRect().width > 1;
          return [...document.querySelectorAll(all)].filter(seen)
            .map(one => ({ one, own: one.getBoundingClientRect(), box: box(one) }))
            .filter(({ one, own, box }) => one.tagName === 'BUTTON' && !one.closest('label')
              ? Math.round(own.width) < 48 || Math.round(own.height) < 48
              : Math.round(box.width) < 48 || Math.round(box.height) < 48)
            .map(({ one, own }) => `${one.getAttribute('aria-label') ?? one.textContent} `
              + `${one.tagName} ${one.className} ${Math.round(own.width)}x${Math.round(own.height)}`);
        }
        """);
}
