using Microsoft.Playwright;
using Tendril.BrowserTests.Support;
using static Tendril.BrowserTests.Support.Words;

namespace Tendril.BrowserTests;

/// <summary>
/// The main screens on each device. With a folder in <c>TENDRIL_SCREENSHOTS</c> their pictures are kept there.
/// </summary>
[Collection(typeof(Looks))]
public sealed class PictureTests(LookBrowser demo)
{
    public static TheoryData<string> Devices => [.. Device.All.Select(device => device.Name)];

    [Theory]
    [MemberData(nameof(Devices))]
    public Task The_main_screens_stand_without_a_complaint(string name)
    {
        var device = Device.All.Single(one => one.Name == name);
        return demo.AdminAsync(
            async page =>
            {
                await OpenAsync(page, "/", "Metrc per site");
                await KeepAsync(page, device, "today");
                await OpenAsync(page, "/batches", "SK-0415");
                await KeepAsync(page, device, "batches");
                await OpenAsync(page, "/compliance", "Types and schedule");
                await KeepAsync(page, device, "compliance");
                await OpenAsync(page, "/inventory", "Package tag");
                await KeepAsync(page, device, "inventory");
                await page.OpenBatchAsync(demo.Server, "SK-0415");
                await page.Button("Push to Metrc").ClickAsync();
                await Expect(page.Button("Send to Metrc")).ToBeEnabledAsync();
                await Expect(page.Window()).ToContainTextAsync("From the room of its pod Shelf A");
                await KeepAsync(page, device, "push");
                await IsOfSchemeAsync(page, device);
                (await ContrastAsync(page.Button("Send to Metrc"))).ShouldBeGreaterThanOrEqualTo(4.5);
            },
            device);
    }

    private static async Task OpenAsync(IPage page, string path, string words)
    {
        await page.GotoAsync(path);
        await Expect(page.GetByRole(AriaRole.Main).GetByText(words, new() { Exact = true }).First).ToBeVisibleAsync();
    }

    private static async Task KeepAsync(IPage page, Device device, string screen)
    {
        var folder = Environment.GetEnvironmentVariable("TENDRIL_SCREENSHOTS");
        if (string.IsNullOrEmpty(folder)) return;
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveCountAsync(0);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{screen}-{device.Name}.png") });
    }

    private static async Task IsOfSchemeAsync(IPage page, Device device) =>
        (await page.EvaluateAsync<string>("() => document.documentElement.dataset.mantineColorScheme"))
            .ShouldBe(device.Scheme == ColorScheme.Dark ? "dark" : "light");

    /// <summary>Of a button's words on its ground, as WCAG computes it.</summary>
    private static Task<double> ContrastAsync(ILocator button) => button.EvaluateAsync<double>(
        """
        button => {
          const light = colour => {
            const [r, g, b] = colour.match(/[\d.]+/g).slice(0, 3).map(part => part / 255)
              .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
          };
          const style = getComputedStyle(button);
          const [a, b] = [light(style.color), light(style.backgroundColor)];
          return Math.max(a, b) / Math.min(a, b);
        }
        """);
}
