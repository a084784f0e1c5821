using System.Threading.Channels;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>
/// Tells the reporter of this server that something was recorded; other servers see it at their next poll.
/// </summary>
public sealed class ReporterBell
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rings.Writer.TryWrite(true);

    /// <summary>Returns at the next ring, or after <paramref name="most"/>.</summary>
    public async Task WaitAsync(TimeSpan most, TimeProvider time, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(most, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await _rings.Reader.ReadAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Nothing rang: time to look anyway.
        }
    }
}

/// <summary>
/// Works the ledger off, on every server at once; a lease with a fence keeps each operation with one worker.
/// </summary>
public sealed class Reporter(
    ReportLedger ledger, OperationRunner runner, ReporterBell bell, ReporterOptions options, TimeProvider time,
    ILogger<Reporter> log) : BackgroundService
{
    private readonly Dictionary<Guid, Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StartDueAsync(stoppingToken);
                await RestAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception broken)
            {
                // The database may be away; the ledger keeps everything until it is back.
                log.LogError(broken, "The reporter could not read the ledger; it tries again");
                await Task.Delay(options.Poll, time, CancellationToken.None);
            }
        }
        await Task.WhenAll(_running.Values);
    }

    // One slow answer must not keep the others waiting, so each runs on its own and its place is refilled when it ends.
    private async Task StartDueAsync(CancellationToken cancel)
    {
        foreach (var ended in _running.Where(pair => pair.Value.IsCompleted).Select(pair => pair.Key).ToList())
            _running.Remove(ended);
        if (_running.Count >= options.AtOnce) return;
        foreach (var due in await ledger.DueAsync(options.AtOnce, cancel))
        {
            if (_running.Count >= options.AtOnce) return;
            if (!_running.ContainsKey(due.OperationId)) _running[due.OperationId] = RunAsync(due, cancel);
        }
    }

    private async Task RunAsync(DueOperation due, CancellationToken cancel)
    {
        try
        {
            if (await runner.RunAsync(due, cancel)) bell.Ring();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops; the row says how far it came.
        }
        catch (Exception broken)
        {
            // No ring: with a database that cannot write, the next poll is soon enough.
            log.LogError(broken, "Operation {Operation} could not be taken; it is tried again", due.OperationId);
        }
    }

    private Task RestAsync(CancellationToken cancel) => bell.WaitAsync(options.Poll, time, cancel);
}
