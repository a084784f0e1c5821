using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tendril.Server.Platform.CommandLine;
using Tendril.Server.Platform.Postgres;
using Tendril.Tests.Support;

namespace Tendril.Tests.Platform.CommandLine;

/// <summary>A server whose built-in rules are broken does not start.</summary>
public sealed class BrokenRulesTests : IAsyncDisposable
{
    private readonly string program = Directory.CreateTempSubdirectory("tendril-broken-rules-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly string data = PrivatePostgresOptions.ForTests().DataFolder;

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(program, recursive: true);
        if (!Directory.Exists(data)) return;
        await using var left = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions(data) { DeleteOnStop = true }, TimeProvider.System, NullLogger.Instance,
            CancellationToken.None);
    }

    [Fact]
    public async Task A_broken_rules_file_stops_the_start_and_is_named()
    {
        Copy(whole: false);
        await using var refused = TendrilProcess.Start(["serve", "--port", "0", "--data", data], program: Server);
        (await refused.ExitAsync(TimeSpan.FromSeconds(30), Cancel)).ShouldBe(1, refused.Said);
        refused.Said.ShouldContain("A rule file of this version is wrong, so that nothing was started. rules/");
        refused.Said.ShouldContain("$.effectiveFron: ");
        Directory.Exists(data).ShouldBeFalse("no database is made for a server that cannot work");
    }

    [Fact]
    public async Task The_same_copy_with_its_rules_whole_gets_past_them()
    {
        Copy(whole: true);
        // A port that is in use comes right after the rules, and before any database.
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        await using var refused = TendrilProcess.Start(["serve", "--port", $"{port}", "--data", data], program: Server);
        await refused.ExitAsync(TimeSpan.FromSeconds(30), Cancel);
        refused.Said.ShouldStartWith($"Tendril cannot listen on 127.0.0.1:{port}");
    }

    private string Server => Path.Combine(program, "tendril.dll");

    // What is only read is linked; a program finds its parts beside where its own file really is, so that is copied.
    private void Copy(bool whole)
    {
        var built = Path.GetDirectoryName(typeof(TendrilCommand).Assembly.Location)!;
        foreach (var part in Directory.EnumerateFileSystemEntries(built))
        {
            var there = Path.Combine(program, Path.GetFileName(part));
            if (Path.GetFileName(part).StartsWith("tendril.", StringComparison.OrdinalIgnoreCase))
                File.Copy(part, there);
            else if (Directory.Exists(part)) Directory.CreateSymbolicLink(there, part);
            else File.CreateSymbolicLink(there, part);
        }
        if (whole) return;
        var domain = Path.Combine(program, "Tendril.Domain.dll");
        var bytes = File.ReadAllBytes(domain);
        var word = Encoding.UTF8.GetBytes("\"effectiveFrom\":");
        var at = bytes.AsSpan().IndexOf(word);
        at.ShouldBeGreaterThan(0);
        bytes[at + word.Length - 3] = (byte)'n';
        File.WriteAllBytes(domain, bytes);
    }
}
