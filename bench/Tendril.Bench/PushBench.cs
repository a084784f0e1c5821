using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Tendril.Bench;

/// <summary>One push after another: what of it is ours, and how long the rules alone take.</summary>
internal static class PushBench
{
    private const string Licence = "BENCH-PUSH";
    private const string Strain = "Blue Dream";
    private const int Warm = 5;
    private const int Pushes = 40;

    private static string Day => TimeProvider.System.GetUtcNow().AddDays(-2)
        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await using var metrc = await BenchMetrc.StartAsync(
            Licence, plan => plan with { StrainNames = [Strain] }, cancel);
        await using var server = await BenchServer.StartAsync(cancel);
        var (_, site, client) = await server.FoundAsync(Licence, cancel);
        using (client)
        {
            await BenchServer.GiveKeyAsync(client, site, metrc.Url, cancel);
            var place = await PlaceAsync(client, site, cancel);
            var strain = await CreateAsync(client, "/api/cultivars", new { name = Strain }, cancel);
            List<double> rules = [], ours = [], bare = [];
            for (var n = 0; n < Warm + Pushes; n++)
            {
                var batch = await BatchAsync(client, site, strain, n, cancel);
                var check = await TimeAsync(client, "/api/compliance/check-batch", batch, place, cancel);
                var push = await TimeAsync(client, "/api/compliance/push-batch", batch, place, cancel);
                var waited = await WaitedAsync(server.Database.Owner, push.Answer, cancel);
                var floor = await BareAsync(metrc.Url, server.Database.Owner, place, n, cancel);
                if (n < Warm) continue;
                rules.Add(check.Milliseconds);
                ours.Add(push.Milliseconds - waited);
                bare.Add(floor);
            }
            yield return new Figure("push.our_share.p95", Spread.P95(ours), "ms", Spread.Median(bare),
                "< 500 ms of a push, without the waits for Metrc", Spread.P95(ours) < 500);
            yield return new Figure("push.our_share.median", Spread.Median(ours), "ms", Spread.Median(bare),
                "< 500 ms of a push, without the waits for Metrc", Spread.Median(ours) < 500);
            yield return new Figure("push.rules.p95", Spread.P95(rules), "ms", null,
                "< 100 ms to check a batch, request and reads included", Spread.P95(rules) < 100);
        }
    }

    private static async Task<string> PlaceAsync(HttpClient client, Guid site, CancellationToken cancel)
    {
        foreach (var type in (string[])["facilities", "locations", "strains"])
            await PostAsync(client, "/api/compliance/sync", new { siteId = site, syncType = type }, cancel);
        var list = await client.GetFromJsonAsync<JsonElement>(
            $"/api/compliance/mirror/locations?siteId={site}&for=plant_batches", cancel);
        return list.GetProperty("items")[0].GetProperty("name").GetString()!;
    }

    private static Task<Guid> BatchAsync(HttpClient client, Guid site, Guid cultivar, int n,
        CancellationToken cancel) =>
        CreateAsync(client, "/api/batches", new
        {
            siteId = site,
            cultivarId = cultivar,
            batchNumber = $"PUSH-{n:0000}",
            plantCount = 24,
            startDate = Day,
            stage = "clone",
        }, cancel);

    private static async Task<(double Milliseconds, JsonElement Answer)> TimeAsync(
        HttpClient client, string path, Guid batchId, string location, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await PostAsync(client, path, new { batchId, location }, cancel);
        return (Stopwatch.GetElapsedTime(began).TotalMilliseconds, answer);
    }

    // The evidence keeps how long each exchange with Metrc took, in whole milliseconds: what is cut off counts as ours.
    private static async Task<double> WaitedAsync(string database, JsonElement push, CancellationToken cancel)
    {
        if (push.GetProperty("status").GetString() != "confirmed")
            throw new InvalidOperationException($"The push answered {push}");
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            "SELECT sum(elapsed_ms)::float8 FROM report_evidence WHERE operation_id = $1");
        command.Parameters.Add(new() { Value = push.GetProperty("operationId").GetGuid() });
        return (double)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>The least a push could be: the same request to Metrc, and one row kept for good.</summary>
    private static async Task<double> BareAsync(
        string metrc, string database, string place, int n, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = new Uri(metrc) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{BenchMetrc.Vendor}:{BenchMetrc.User}")));
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancel);
        await using var table = new NpgsqlCommand(
            "CREATE TABLE IF NOT EXISTS public.bare_pushes (id integer PRIMARY KEY, body text)", connection);
        await table.ExecuteNonQueryAsync(cancel);
        object[] rows =
            [new { Name = $"BARE-{n:0000}", Type = "Clone", Count = 24, Strain, Location = place, ActualDate = Day }];
        var began = Stopwatch.GetTimestamp();
        using var answer = await http.PostAsJsonAsync(
            $"/plantbatches/v2/plantings?licenseNumber={Licence}", rows, JsonSerializerOptions.Default, cancel);
        var said = await answer.Content.ReadAsStringAsync(cancel);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"The simulator answered {said}");
        await using var insert = new NpgsqlCommand("INSERT INTO public.bare_pushes VALUES ($1, $2)", connection);
        insert.Parameters.Add(new() { Value = n });
        insert.Parameters.Add(new() { Value = said });
        await insert.ExecuteNonQueryAsync(cancel);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task<Guid> CreateAsync(
        HttpClient client, string path, object body, CancellationToken cancel) =>
        (await PostAsync(client, path, body, cancel)).GetProperty("item").GetProperty("id").GetGuid();

    private static async Task<JsonElement> PostAsync(
        HttpClient client, string path, object body, CancellationToken cancel)
    {
        using var answer = await client.PostAsJsonAsync(path, body, cancel);
        var said = await answer.Content.ReadAsStringAsync(cancel);
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(said).RootElement
            : throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode} {said}");
    }
}
