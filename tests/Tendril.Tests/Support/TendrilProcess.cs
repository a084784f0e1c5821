using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Tendril.Server.Platform.CommandLine;

namespace Tendril.Tests.Support;

/// <summary>The built <c>tendril</c> as a process of its own, as an operator starts it.</summary>
public sealed class TendrilProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();

    private TendrilProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public int ExitCode => process.ExitCode;

    /// <summary>Everything it has said on both outputs.</summary>
    public string Said => string.Join('\n', lines);

    /// <param name="arguments">The verb and its options.</param>
    /// <param name="user">Runs it as this user instead of root.</param>
    /// <param name="environment">Added to the environment.</param>
    /// <param name="folder">The folder it is started in.</param>
    /// <param name="program">Another copy of <c>tendril.dll</c>.</param>
    public static TendrilProcess Start(
        IEnumerable<string> arguments, string? user = null, IReadOnlyDictionary<string, string>? environment = null,
        string folder = "/", string? program = null)
    {
        string[] command = ["dotnet", program ?? typeof(TendrilCommand).Assembly.Location, .. arguments];
        if (user is not null)
            command = ["setpriv", $"--reuid={user}", "--regid=nogroup", "--clear-groups", "env", "HOME=/tmp",
                .. command];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory =
                folder,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        var started = new TendrilProcess(new Process { StartInfo = start });
        started.process.OutputDataReceived += (_, line) => started.Hear(line.Data);
        started.process.ErrorDataReceived += (_, line) => started.Hear(line.Data);
        started.process.Start();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<TendrilProcess> RunAsync(IEnumerable<string> arguments, CancellationToken cancel,
        string? user = null)
    {
        var started = Start(arguments, user);
        await started.process.WaitForExitAsync(cancel);
        return started;
    }

    /// <summary>The exit code of one that ends by itself; fails when it goes on.</summary>
    public async Task<int> ExitAsync(TimeSpan within, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(within);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Assert.Fail($"It did not end within {within.TotalSeconds:0} s:\n{Said}");
        }
        return process.ExitCode;
    }

    /// <summary>Waits until it has said something; fails with all it said when it ends before.</summary>
    public async Task WaitForAsync(string words, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        while (!Said.Contains(words, StringComparison.Ordinal))
        {
            if (process.HasExited) Assert.Fail($"It ended with {process.ExitCode} before it said \"{words}\":\n{Said}");
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(120)) Assert.Fail(
                $"It never said \"{words}\":\n{Said}");
            await Task.Delay(20, cancel);
        }
    }

    /// <summary>What Ctrl+C or a service manager does; waits for the end.</summary>
    public async Task StopAsync(string signal, CancellationToken cancel)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancel);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Assert.Fail($"It did not stop within a minute of SIG{signal}:\n{Said}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}
