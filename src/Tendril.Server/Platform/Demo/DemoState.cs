using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.Seeding;

namespace Tendril.Server.Platform.Demo;

/// <summary>The demo's Metrc: a simulator that remembers across restarts what it was told.</summary>
public sealed class DemoState : IAsyncDisposable
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Task _saving;

    private DemoState(MetrcSimulator simulator, DemoKeys keys, string file, TimeProvider time, ILogger log)
    {
        (Simulator, Keys, _file, _time, _log) = (simulator, keys, file, time, log);
        _saving = SaveAsync();
    }

    public MetrcSimulator Simulator { get; }

    public DemoKeys Keys { get; }

    /// <param name="known">The demo of an earlier start; its address and keys are kept where possible.</param>
    public static async Task<DemoState> StartAsync(
        string dataFolder, DemoFile? known, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        var file = Path.Combine(dataFolder, "demo-metrc.state");
        var keys = known is null
            ? new DemoKeys(Secret(), Secret())
            : new DemoKeys(known.Metrc.VendorKey, known.Metrc.UserKey);
        var port = known is not null && IsFree(new Uri(known.Metrc.Url).Port) ? new Uri(known.Metrc.Url).Port : 0;
        var simulator = await MetrcSimulator.StartAsync(new SimulatorOptions { Port = port }, cancel);
        if (known is not null && File.Exists(file)) simulator.State.Load(await File.ReadAllBytesAsync(file, cancel));
        else DemoWorld.Sow(simulator.State, "CO", keys);
        return new DemoState(simulator, keys, file, time, log);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _saving;
        await Simulator.DisposeAsync();
        _stop.Dispose();
    }

    // A killed demo forgets at most a second of what its Metrc was told.
    private async Task SaveAsync()
    {
        byte[] saved = [];
        while (true)
        {
            try
            {
                var state = Simulator.State.Save();
                if (!state.AsSpan().SequenceEqual(saved))
                {
                    await File.WriteAllBytesAsync(_file + ".new", state, CancellationToken.None);
                    File.Move(_file + ".new", _file, overwrite: true);
                    saved = state;
                }
                if (_stop.IsCancellationRequested) return;
                await Task.Delay(SaveEvery, _time, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                // Once more, then done.
            }
            catch (IOException full)
            {
                _log.LogWarning(full, "The demo's Metrc could not be saved to {File}", _file);
                if (_stop.IsCancellationRequested) return;
                await Task.Delay(SaveEvery, _time, CancellationToken.None);
            }
        }
    }

    private static string Secret() =>
        RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", 32);

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
