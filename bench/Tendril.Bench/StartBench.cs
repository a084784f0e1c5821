using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Tendril.Server.Platform;
using Tendril.Server.Platform.Postgres;

namespace Tendril.Bench;

/// <summary>From the command to "ready", with a database that is there already and does not run.</summary>
internal static class StartBench
{
    private const int Rounds = 5;
    private const string Ready = "Tendril is ready at";

    private static readonly string Server = typeof(TendrilHost).Assembly.Location;

    public static async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("tendril-bench-");
        try
        {
            // PostgreSQL runs as another user when the benchmark runs as root; it must reach its folder.
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
            string[] serve = [Server, "serve", "--port", "0", "--data", folder.FullName];
            await TimeAsync(serve, Ready, cancel);
            List<double> ours = [], bare = [], database = [];
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(await TimeAsync(serve, Ready, cancel));
                bare.Add(await TimeAsync(
                    [typeof(BareServer).Assembly.Location, BareServer.Verb], BareServer.Ready, cancel));
                database.Add(await DatabaseAsync(folder.FullName, cancel));
            }
            var floor = Spread.Median(bare) + Spread.Median(database);
            yield return new Figure("start.ready.median", Spread.Median(ours), "s", floor,
                "<= 3 s; the floor is an empty web server and then PostgreSQL alone", Spread.Median(ours) <= 3);
            yield return new Figure("start.ready.worst", ours.Max(), "s", floor, "<= 3 s", ours.Max() <= 3);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> TimeAsync(string[] command, string ready, CancellationToken cancel)
    {
        var said = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", command)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            },
        };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) said.TrySetResult(false);
            else if (line.Data.StartsWith(ready, StringComparison.Ordinal)) said.TrySetResult(true);
        };
        var began = Stopwatch.GetTimestamp();
        process.Start();
        process.BeginOutputReadLine();
        var isReady = await said.Task.WaitAsync(TimeSpan.FromMinutes(2), cancel);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (!isReady) throw new InvalidOperationException($"{string.Join(' ', command)} ended before it was ready.");
        using var stop = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(cancel);
        return took;
    }

    private static async Task<double> DatabaseAsync(string folder, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        await using var postgres = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions(folder), TimeProvider.System, NullLogger.Instance, cancel);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
