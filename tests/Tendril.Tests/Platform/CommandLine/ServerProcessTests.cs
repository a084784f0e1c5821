using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tendril.Server.Platform.Postgres;
using Tendril.Tests.Support;

namespace Tendril.Tests.Platform.CommandLine;

/// <summary>The server and its database as real processes: starts, signals, kills.</summary>
public sealed class ServerProcessTests(ClusterTemplate template) : IAsyncLifetime
{
    private readonly string data = PrivatePostgresOptions.ForTests().DataFolder;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Cluster => Path.Combine(data, "postgres");

    public async ValueTask InitializeAsync() => await template.CopyToAsync(data, Cancel);

    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(data)) return;
        var cleanUp = new PrivatePostgresOptions(data) { DeleteOnStop = true };
        await using var last = await PrivatePostgres.StartAsync(
            cleanUp, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Serves_says_so_and_stops_with_its_database_when_told(string signal)
    {
        await using var server = Serve();
        await server.WaitForAsync("Tendril is ready at http://127.0.0.1:", Cancel);
        server.Said.ShouldContain("The setup code is ");
        using var client = new HttpClient();
        (await client.GetStringAsync(Address(server) + "/healthz/ready", Cancel)).ShouldBe("ready");

        await server.StopAsync(signal, Cancel);
        server.ExitCode.ShouldBe(0, server.Said);
        ClusterProcesses.All(Cluster).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_killed_server_finds_its_database_running()
    {
        await using var first = Serve();
        await first.WaitForAsync("Tendril is ready", Cancel);
        var postmaster = ClusterProcesses.Postmaster(Cluster);
        await first.StopAsync("KILL", Cancel);
        ClusterProcesses.Postmaster(Cluster).ShouldBe(postmaster);

        await using var second = Serve();
        await second.WaitForAsync("Tendril is ready", Cancel);
        second.Said.ShouldContain("Using the database that already runs");
        ClusterProcesses.Postmaster(Cluster).ShouldBe(postmaster);
        await second.StopAsync("TERM", Cancel);
        ClusterProcesses.All(Cluster).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_kill_of_server_and_database_is_recovered_from()
    {
        await using var first = Serve();
        await first.WaitForAsync("Tendril is ready", Cancel);
        var postmaster = ClusterProcesses.Postmaster(Cluster)!.Value;
        await first.StopAsync("KILL", Cancel);
        using (var victim = Process.GetProcessById(postmaster)) victim.Kill();

        await using var second = Serve();
        await second.WaitForAsync("Tendril is ready", Cancel);
        second.Said.ShouldContain("was not stopped cleanly");
        await second.StopAsync("TERM", Cancel);
    }

    [Fact]
    public async Task A_second_start_creates_and_migrates_nothing()
    {
        (await TendrilProcess.RunAsync(["migrate", "--data", data], Cancel)).Said.ShouldContain("Applied ");
        var again = await TendrilProcess.RunAsync(["migrate", "--data", data], Cancel);
        again.Said.ShouldContain("The database is up to date.");
        again.Said.ShouldNotContain("Creating");
        Directory.Exists(Path.Combine(data, "backups")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_port_in_use_is_a_sentence_and_starts_no_database()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        var refused = await TendrilProcess.RunAsync(["serve", "--port", $"{port}", "--data", data], Cancel);
        refused.ExitCode.ShouldBe(1);
        refused.Said.ShouldBe(
            $"Tendril cannot listen on 127.0.0.1:{port}: Address already in use. "
            + "Choose another with --port or --host.");
    }

    [Fact]
    public async Task A_lost_master_key_is_refused_not_replaced()
    {
        await TendrilProcess.RunAsync(["migrate", "--data", data], Cancel);
        var key = Path.Combine(data, "master.key");
        File.GetUnixFileMode(key).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var text = await File.ReadAllTextAsync(key, Cancel);
        File.Delete(key);
        var refused = await TendrilProcess.RunAsync(["migrate", "--data", data], Cancel);
        refused.ExitCode.ShouldBe(1);
        refused.Said.ShouldContain($"its master key {key} is missing");
        File.Exists(key).ShouldBeFalse();

        await File.WriteAllTextAsync(key, text, Cancel);
        File.SetUnixFileMode(key, (UnixFileMode)0b110_100_100);
        (await TendrilProcess.RunAsync(["migrate", "--data", data], Cancel)).Said.ShouldContain($"chmod 600 {key}");
    }

    [Fact]
    public async Task Works_as_a_plain_user()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess,
            "Only root can become another user; a plain user's run is every other test.");
        var own = Directory.CreateTempSubdirectory("tendril-user-").FullName;
        using (var give = Process.Start("chown", ["nobody:", own])) await give.WaitForExitAsync(Cancel);
        var folder = Path.Combine(own, "data");
        await using (var server = TendrilProcess.Start(["serve", "--port", "0", "--data", folder], user: "nobody"))
        {
            await server.WaitForAsync("Tendril is ready", Cancel);
            await server.StopAsync("INT", Cancel);
            server.ExitCode.ShouldBe(0, server.Said);
        }

        ClusterProcesses.All(Path.Combine(folder, "postgres")).ShouldBeEmpty();
        Directory.Delete(own, recursive: true);
    }

    [Fact]
    public async Task Doctor_finds_a_healthy_installation_well_and_an_open_table_wrong()
    {
        await TendrilProcess.RunAsync(["migrate", "--data", data], Cancel);
        var well = await TendrilProcess.RunAsync(["doctor", "--data", data, "--port", "0"], Cancel);
        well.Said.ShouldContain("All is well.");
        well.ExitCode.ShouldBe(0);

        await using (var database = TendrilProcess.Start(["database", "--data", data]))
        {
            await database.WaitForAsync("The database is ready", Cancel);
            var owner = new ClusterFolder(data).SocketFolder;
            await using var source = NpgsqlDataSource.Create(
                $"Host={owner};Username={ClusterRoles.Owner};Database={ClusterRoles.Database};Pooling=false");
            await using var open = source.CreateCommand("ALTER TABLE rooms NO FORCE ROW LEVEL SECURITY");
            await open.ExecuteNonQueryAsync(Cancel);
            await database.StopAsync("INT", Cancel);
        }

        var ill = await TendrilProcess.RunAsync(["doctor", "--data", data, "--port", "0"], Cancel);
        ill.Said.ShouldContain("✗ Row-level security: is not forced on rooms");
        ill.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Writes_the_description_of_the_API_without_a_database()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");
        var written = await TendrilProcess.RunAsync(["openapi", file], Cancel);
        written.ExitCode.ShouldBe(0, written.Said);
        (await File.ReadAllTextAsync(file, Cancel)).ShouldContain("\"/api/session\"");
        File.Delete(file);
    }

    private TendrilProcess Serve() => TendrilProcess.Start(["serve", "--port", "0", "--data", data]);

    private static string Address(TendrilProcess server) =>
        server.Said.Split('\n').Single(line => line.StartsWith("Tendril is ready at ", StringComparison.Ordinal))[20..];
}
