using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Tendril.Server.Platform.Postgres;
using Tendril.Tests.Support;

namespace Tendril.Tests.Platform.CommandLine;

/// <summary>The private database is killed alone, under a living server.</summary>
public sealed class DatabaseDeathTests(ClusterTemplate template) : IAsyncLifetime
{
    private readonly string data = PrivatePostgresOptions.ForTests().DataFolder;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Cluster => Path.Combine(data, "postgres");

    public async ValueTask InitializeAsync() => await template.CopyToAsync(data, Cancel);

    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(data)) return;
        await using var last = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions(data) { DeleteOnStop = true }, TimeProvider.System, NullLogger.Instance,
            CancellationToken.None);
    }

    [Fact]
    public async Task A_database_killed_alone_is_started_again_by_the_living_server()
    {
        await using var server = TendrilProcess.Start(["serve", "--port", "0", "--data", data]);
        using var client = await ReadyAsync(server);
        var postmaster = Kill();

        // Until it is back: 503 with a code, never a 500; readiness says so too.
        HashSet<string> seen = [];
        var began = Stopwatch.GetTimestamp();
        while (!(seen.Contains("503 server.database_away") && seen.Contains("200 ")))
        {
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(60))
                Assert.Fail($"Saw only {string.Join(", ", seen)}\n{server.Said}");
            using var answer = await client.GetAsync("/api/setup", Cancel);
            var code = answer.IsSuccessStatusCode ? ""
                : (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("code").GetString();
            seen.Add($"{(int)answer.StatusCode} {code}");
            using var ready = await client.GetAsync("/healthz/ready", Cancel);
            seen.Add($"ready {(int)ready.StatusCode}");
            await Task.Delay(20, Cancel);
        }
        seen.ShouldContain("ready 503");
        seen.ShouldBeSubsetOf(["200 ", "503 server.database_away", "ready 200", "ready 503"]);
        (await client.GetStringAsync("/healthz/ready", Cancel)).ShouldBe("ready");
        server.Said.ShouldContain("is gone; starting it again (try 1 of 5)");
        ClusterProcesses.Postmaster(Cluster).ShouldNotBe(postmaster);
        await server.StopAsync("TERM", Cancel);
        server.ExitCode.ShouldBe(0, server.Said);
        ClusterProcesses.All(Cluster).ShouldBeEmpty();
    }

    /// <summary>What stands in the way is as a disk or a limit of open files may put it there for a moment.</summary>
    [Theory]
    [InlineData("postgres.door.lock", "The database could not be started")]
    [InlineData("postgres/postmaster.pid", "lives cannot be seen")]
    public async Task A_watch_that_met_trouble_of_its_own_goes_on_and_starts_the_database_again(
        string file, string complaint)
    {
        await using var server = TendrilProcess.Start(["serve", "--port", "0", "--data", data]);
        using var client = await ReadyAsync(server);
        var inTheWay = Path.Combine(data, file);
        Kill(() =>
        {
            File.Delete(inTheWay);
            Directory.CreateDirectory(inTheWay);
        });
        try
        {
            await server.WaitForAsync(complaint, Cancel);
        }
        finally
        {
            Directory.Delete(inTheWay);
        }

        var began = Stopwatch.GetTimestamp();
        while (await client.GetAsync("/api/setup", Cancel) is { IsSuccessStatusCode: false })
        {
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(60), server.Said);
            await Task.Delay(50, Cancel);
        }
        await server.StopAsync("TERM", Cancel);
        server.ExitCode.ShouldBe(0, server.Said);
    }

    private static async Task<HttpClient> ReadyAsync(TendrilProcess server)
    {
        await server.WaitForAsync("Tendril is ready at http://127.0.0.1:", Cancel);
        var url = server.Said.Split('\n').Single(line =>
            line.StartsWith("Tendril is ready at ", StringComparison.Ordinal));
        var client = new HttpClient { BaseAddress = new Uri(url[20..]) };
        (await client.GetAsync("/api/setup", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        return client;
    }

    /// <summary>Kills the main process, after whatever is to stand in the way of the next.</summary>
    private int Kill(Action? before = null)
    {
        var postmaster = ClusterProcesses.Postmaster(Cluster)!.Value;
        before?.Invoke();
        using var victim = Process.GetProcessById(postmaster);
        victim.Kill();
        return postmaster;
    }
}
