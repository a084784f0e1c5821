using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tendril.Bench;

/// <summary>Pulling 5,000 packages of one facility from a simulator without limits, against the bare loop.</summary>
internal static class PullBench
{
    private const string Licence = "BENCH-1";
    private const int Packages = 5000;
    private const int Rounds = 5;

    // As many as the product takes by default (metrc:pagesAtOnce).
    private const int PagesAtOnce = 6;

    public static async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await using var metrc = await BenchMetrc.StartAsync(Licence, plan => plan with
        {
            Packages = Packages,
            StrainNames = [.. Enumerable.Range(1, 300).Select(n => $"Strain {n}")],
            ItemNames = [.. Enumerable.Range(1, 500).Select(n => $"Item {n} <b>Øl & Æble</b>")],
        }, cancel);
        await using var server = await BenchServer.StartAsync(cancel);
        var cold = await PullAsync(server, metrc.Url, cancel);
        List<double> ours = [], bare = [], again = [];
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await BareAsync(server, metrc.Url, cancel));
            var (first, second) = await PullAsync(server, metrc.Url, cancel);
            ours.Add(first);
            again.Add(second);
        }
        var (value, floor) = (Spread.Median(ours), Spread.Median(bare));
        yield return new Figure(
            "pull.packages.5000.first", cold.First, "s", null, "<= 5 s, the very first pull of a fresh server",
                cold.First <= 5);
        yield return new Figure(
            "pull.packages.5000", value, "s", floor, "<= 5 s and >= 50 % of the bare loop's speed", value <= 5
                && floor / value >= 0.5);
        yield return new Figure("pull.packages.5000.sweep_unchanged", Spread.Median(again), "s", floor,
            "faster than the first", Spread.Median(again) <= value);
    }

    private static async Task<double> BareAsync(BenchServer server, string metrc, CancellationToken cancel)
    {
        using var loop = new BareLoop(
            metrc, BenchMetrc.Vendor, BenchMetrc.User, Licence, server.Database.Owner, PagesAtOnce);
        var began = Stopwatch.GetTimestamp();
        var count = await loop.RunAsync(cancel);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return count == Packages ? took : throw new InvalidOperationException($"The bare loop brought {count} rows.");
    }

    private static async Task<(double First, double Second)> PullAsync(BenchServer server, string metrc,
        CancellationToken cancel)
    {
        var (_, site, client) = await server.FoundAsync(Licence, cancel);
        using (client)
        {
            await BenchServer.GiveKeyAsync(client, site, metrc, cancel);
            return (await PullOnceAsync(client, site, Packages, cancel), await PullOnceAsync(client, site, 0, cancel));
        }
    }

    private static async Task<double> PullOnceAsync(HttpClient client, Guid site, int created, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await client.PostAsJsonAsync("/api/compliance/sync", new
        {
            siteId = site,
            syncType = "packages",
            complete = true
        }, cancel);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancel);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return body.TryGetProperty("result", out var result) && result.GetProperty("packagesCreated")
            .GetInt32() == created
            ? took
            : throw new InvalidOperationException($"The pull answered {body}");
    }
}
