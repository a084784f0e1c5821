using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tendril.Metrc.Simulator.State;
using Tendril.Server.Platform.Demo;
using Tendril.Server.Platform.Postgres;
using Tendril.Tests.Support;

namespace Tendril.Tests.Platform.CommandLine;

/// <summary>The demo as a real process, killed while it fills itself.</summary>
public sealed class DemoProcessTests : IAsyncDisposable
{
    private readonly string data = PrivatePostgresOptions.ForTests().DataFolder;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(data)) return;
        var cleanUp = new PrivatePostgresOptions(data) { DeleteOnStop = true };
        await using var last = await PrivatePostgres.StartAsync(
            cleanUp, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
    }

    [Fact]
    public async Task A_demo_killed_while_it_fills_itself_is_whole_after_the_next_start()
    {
        await KillAsync(async _ => await CountAsync("access.organizations") > 0, "founded");
        await KillAsync(async demo => await PushedAsync(demo) > 0, "filled and pushing");
        await using var whole = Demo();
        await whole.WaitForAsync("Tendril is ready", Cancel);
        var demo = (await DemoFile.LoadAsync(data, Cancel))!;
        demo.Filled.ShouldBeTrue();
        demo.Sites.Count.ShouldBe(3);
        demo.Users.Select(user => user.Role)
            .ShouldBe(["org_admin", "head_grower", "compliance_qa", "operator", "cashier"]);
        (await CountAsync("access.organizations")).ShouldBe(1);
        (await CountAsync("access.users")).ShouldBe(demo.Users.Count);
        foreach (var user in demo.Users) (await SignInAsync(demo, user)).ShouldBe(HttpStatusCode.OK, user.Email);
        await EverythingOnceAsync(demo);
        await whole.StopAsync("TERM", Cancel);
    }

    /// <summary>Each row once, and what was to be told to Metrc is there once.</summary>
    private async Task EverythingOnceAsync(DemoFile demo)
    {
        using var client = Client(demo);
        (await TotalAsync(client, "sites")).ShouldBe(3);
        (await TotalAsync(client, "rooms")).ShouldBe(4);
        (await TotalAsync(client, "pods")).ShouldBe(8);
        (await TotalAsync(client, "cultivars")).ShouldBe(12);
        (await TotalAsync(client, "batches")).ShouldBe(15);
        (await TotalAsync(client, "batches", "metrcStatus=not_synced")).ShouldBe(11);
        // Those of Metrc, and that of the harvest in stock.
        (await TotalAsync(client, "lots")).ShouldBe(60 + 1);
        // One that was on its way when the process was killed is looked up first.
        var began = Stopwatch.GetTimestamp();
        while (await TotalAsync(client, "batches", "metrcStatus=synced") < 3)
        {
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromMinutes(2));
            await Task.Delay(100, Cancel);
        }
        var metrc = new SimulatorState(TimeProvider.System);
        metrc.Load(await File.ReadAllBytesAsync(Path.Combine(data, "demo-metrc.state"), Cancel));
        foreach (var name in new[] { "HL-0412", "JH-0413", "CK-0414" }) metrc.CreationsOf(name).ShouldBe(1, name);
    }

    /// <summary>Starts the demo and kills it as soon as it has come so far.</summary>
    private async Task KillAsync(Func<DemoFile, Task<bool>> isReached, string what)
    {
        await using var started = Demo();
        await started.WaitForAsync("Filling the demo", Cancel);
        while (await DemoFile.LoadAsync(data, Cancel) is not { } demo || !await isReached(demo))
        {
            started.Said.ShouldNotContain("Tendril is ready", Case.Sensitive, $"too late: it should be {what}");
            await Task.Delay(20, Cancel);
        }
        await started.StopAsync("KILL", Cancel);
    }

    private TendrilProcess Demo() => TendrilProcess.Start(["demo", "--port", "0", "--data", data]);

    private async Task<long> CountAsync(string what)
    {
        await using var source = NpgsqlDataSource.Create(
            $"Host={new ClusterFolder(data).SocketFolder};Username={ClusterRoles.Owner};"
            + $"Database={ClusterRoles.Database};Pooling=false");
        await using var command = source.CreateCommand($"SELECT count(*) FROM {what}");
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private static async Task<int> PushedAsync(DemoFile demo)
    {
        using var client = Client(demo);
        try
        {
            return await TotalAsync(client, "compliance/operations");
        }
        catch (HttpRequestException)
        {
            // Not founded yet, or still the address of the last start.
            return 0;
        }
    }

    private static async Task<int> TotalAsync(HttpClient client, string list, string filter = "") =>
        (await client.GetFromJsonAsync<JsonElement>($"/api/{list}?{filter}", Cancel)).GetProperty("total").GetInt32();

    private static async Task<HttpStatusCode> SignInAsync(DemoFile demo, DemoFile.DemoUser user)
    {
        using var client = new HttpClient { BaseAddress = new Uri(demo.Url) };
        client.DefaultRequestHeaders.Add("X-Tendril", "1");
        using var answer = await client.PostAsJsonAsync("/api/session", new { user.Email, user.Password }, Cancel);
        // Nobody handed these passwords over: the visitor reads them in the demo's own file.
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        if (answer.IsSuccessStatusCode) session.GetProperty("passwordChangeNeeded").GetBoolean().ShouldBeFalse();
        return answer.StatusCode;
    }

    private static HttpClient Client(DemoFile demo)
    {
        var client = new HttpClient { BaseAddress = new Uri(demo.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", demo.ApiToken);
        return client;
    }
}
