using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Tendril.BrowserTests.Support;

namespace Tendril.Bench;

/// <summary>The first page in a browser that was never here: started anew each time, with an empty profile.</summary>
internal static class PageBench
{
    private const int Rounds = 7;
    private const string Target = "<= 1 s; the floor is an empty page in the same browser";

    // When something was first painted, and what the clock says: milliseconds since the address was given.
    private const string Painted = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0";
    private const string Now = "() => performance.now()";

    public static async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await using var server = await BenchServer.StartAsync(cancel, BuiltWeb.Root);
        var (_, _, client) = await server.FoundAsync("BENCH-PAGE", cancel);
        client.Dispose();
        await using var empty = await EmptyAsync(cancel);
        using var playwright = await Playwright.CreateAsync();
        List<double> floor = [], door = [], doorUsable = [], today = [], todayFilled = [], again = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var bare = await OpenAsync(playwright, empty.Urls.First(), "/", "p", signedIn: false);
            var url = server.App.Urls.First();
            var signIn = await OpenAsync(playwright, url, "/", "input[type=password]", signedIn: false);
            var first = await OpenAsync(playwright, url, "/", "h1:has-text(\"Bench\")", signedIn: true);
            // The very first round warms the server up.
            if (round == 0) continue;
            floor.Add(bare.Painted);
            door.Add(signIn.Painted);
            doorUsable.Add(signIn.There);
            today.Add(first.Painted);
            todayFilled.Add(first.There);
            again.Add(first.Again);
        }
        yield return Median("page.sign_in.first_paint", door, floor);
        yield return Median("page.sign_in.usable", doorUsable, floor);
        yield return Median("page.today.first_paint", today, floor);
        yield return Median("page.today.filled", todayFilled, floor);
        yield return Median("page.today.filled_again", again, floor);
    }

    private static Figure Median(string name, List<double> times, List<double> floor) =>
        new(name, Spread.Median(times), "ms", Spread.Median(floor), Target, Spread.Median(times) <= 1000);

    private static async Task<(double Painted, double There, double Again)> OpenAsync(
        IPlaywright playwright, string url, string path, string wanted, bool signedIn)
    {
        await using var browser = await playwright.Chromium.LaunchAsync(Chromium.Options());
        await using var context = await browser.NewContextAsync(new() { BaseURL = url });
        if (signedIn)
        {
            var answer = await context.APIRequest.PostAsync("/api/session", new()
            {
                DataObject = new { email = BenchServer.FirstEmail, password = BenchServer.Password },
                Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Tendril"] = "1" },
            });
            if (!answer.Ok) throw new InvalidOperationException($"Signing in answered {await answer.TextAsync()}");
        }
        var page = await context.NewPageAsync();
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit });
        await page.WaitForSelectorAsync(wanted);
        var there = await page.EvaluateAsync<double>(Now);
        await page.WaitForFunctionAsync(Painted);
        var painted = await page.EvaluateAsync<double>(Painted);
        // The same person on the same device, as on every day after the first.
        var next = await context.NewPageAsync();
        await next.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit });
        await next.WaitForSelectorAsync(wanted);
        return (painted, there, await next.EvaluateAsync<double>(Now));
    }

    private static async Task<WebApplication> EmptyAsync(CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/", () => Results.Text("<!doctype html><title>Empty</title><p>Empty</p>", "text/html"));
        await app.StartAsync(cancel);
        return app;
    }
}
