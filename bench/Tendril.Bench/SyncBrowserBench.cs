using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Playwright;
using Tendril.BrowserTests.Support;

namespace Tendril.Bench;

/// <summary>
/// A first download into a real browser's store on the disk, with its indexes and its search, as after the first
/// sign-in there. The app itself says how long it took; what memory the page has then, the system says.
/// </summary>
internal static class SyncBrowserBench
{
    private const int Rounds = 3;

    public static async IAsyncEnumerable<Figure> RunAsync(
        SyncWorld world, SyncFloors floors, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var playwright = await Playwright.CreateAsync();
        List<double> rates = [], sizes = [], bare = [];
        for (var round = 0; round < Rounds; round++)
        {
            var (rows, milliseconds, memory) = await DownloadAsync(playwright, world, cancel);
            rates.Add(rows / milliseconds * 1000);
            sizes.Add(memory / 1e6);
            bare.Add(world.Harvests.Count / (await floors.ReadAsync(cancel)).Milliseconds * 1000);
        }
        yield return new Figure("sync.first.browser", rates.Max(), "rows/s", bare.Max(),
            ">= 60,000 rows/s into the store of a real browser; the floor reads and writes them uncompressed",
            rates.Max() >= 60_000)
        { IsRate = true };
        yield return new Figure("sync.first.browser.memory", Spread.Median(sizes), "MB", null,
            "<= 150 MB private memory of the page after the download", Spread.Median(sizes) <= 150);
    }

    private static async Task<(double Rows, double Milliseconds, double Memory)> DownloadAsync(
        IPlaywright playwright, SyncWorld world, CancellationToken cancel)
    {
        await using var browser = await playwright.Chromium.LaunchAsync(Chromium.Options());
        await using var context = await browser.NewContextAsync(new() { BaseURL = world.Server.App.Urls.First() });
        context.SetDefaultTimeout(120_000);
        var answer = await context.APIRequest.PostAsync("/api/session", new()
        {
            DataObject = new { email = BenchServer.FirstEmail, password = BenchServer.Password },
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Tendril"] = "1" },
        });
        if (!answer.Ok) throw new InvalidOperationException($"Signing in answered {await answer.TextAsync()}");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/device");
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var file = await page.RunAndWaitForDownloadAsync(() =>
                page.GetByRole(AriaRole.Button, new() { Name = "Export diagnostics" }).ClickAsync());
            await using var stream = await file.CreateReadStreamAsync();
            using var json = await JsonDocument.ParseAsync(stream, cancellationToken: cancel);
            if (First(json.RootElement) is not { } first)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancel);
                continue;
            }
            if (first.Rows < world.Harvests.Count)
                throw new InvalidOperationException($"The browser has {first.Rows} rows");
            return (first.Rows, first.Milliseconds, await MemoryAsync(browser, page, cancel));
        }
    }

    /// <summary>What the app noted of its first download; null while it is under way.</summary>
    private static (double Rows, double Milliseconds)? First(JsonElement diagnostics)
    {
        foreach (var entry in diagnostics.GetProperty("log").EnumerateArray())
            if (entry.GetProperty("what").GetString() == "pull"
                && entry.GetProperty("detail").GetString()!.Split(' ') is ["first,", var rows, "rows"])
                return (double.Parse(rows, CultureInfo.InvariantCulture), entry.GetProperty("took").GetDouble());
        return null;
    }

    /// <summary>The private memory of the largest page process, in bytes, once what can be given back is.</summary>
    private static async Task<double> MemoryAsync(IBrowser browser, IPage page, CancellationToken cancel)
    {
        await page.RequestGCAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancel);
        var session = await browser.NewBrowserCDPSessionAsync();
        var found = await session.SendAsync("SystemInfo.getProcessInfo");
        return found!.Value.GetProperty("processInfo").EnumerateArray()
            .Where(one => one.GetProperty("type").GetString() == "renderer")
            .Max(one => PrivateBytes(one.GetProperty("id").GetInt32()));
    }

    private static double PrivateBytes(int process) => File.ReadLines($"/proc/{process}/smaps_rollup")
        .Where(line => line.StartsWith("Private_", StringComparison.Ordinal))
        .Sum(line => double.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);
}
