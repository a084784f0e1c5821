using System.Collections.Concurrent;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>The pulls that this server is running, so that it can stop in order.</summary>
internal sealed class PullRuns(SitePull pull) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<Guid, Task> running = new();

    /// <summary>Starts a pull that outlives the caller; null while another run holds the site.</summary>
    public async Task<StartedPull?> StartAsync(PullOrder order, CancellationToken cancel)
    {
        var started = await pull.StartAsync(order, cancel, stopping.Token);
        if (started is null) return null;
        running[started.LogId] = started.Ended;
        _ = ForgetAsync(started);
        return started;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await Task.WhenAll(running.Values).WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private async Task ForgetAsync(StartedPull started)
    {
        await started.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        running.TryRemove(started.LogId, out _);
    }
}
