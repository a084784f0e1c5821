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
    private readonly SemaphoreSlim _one = new(1);
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Task _saving;
    private byte[] _saved = [];

    private DemoState(MetrcSimulator simulator, DemoKeys keys, string file, TimeProvider time, ILogger log)
    {
        (Simulator, Keys, _file, _time, _log) = (simulator, keys, file, time, log);
        // On file before it is answered: else a killed demo would forget what Tendril knows to be in Metrc.
        simulator.Accepted = SaveNowAsync;
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
        if (!File.Exists(file)) DemoWorld.Sow(simulator.State, "CO", keys);
        else await ReturnAsync(simulator, file, known is null ? keys : null, cancel);
        return new DemoState(simulator, keys, file, time, log);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Simulator.DisposeAsync();
        await _saving;
        _stop.Dispose();
        _one.Dispose();
    }

    // The state keeps only hashes of keys: when their file was lost, the doors get new ones.
    private static async Task ReturnAsync(
        MetrcSimulator simulator, string file, DemoKeys? added, CancellationToken cancel)
    {
        simulator.State.Load(await File.ReadAllBytesAsync(file, cancel));
        if (added is null) return;
        simulator.State.AddVendorKey(added.VendorKey);
        simulator.State.AddUserKey(added.UserKey);
    }

    // What is changed without a request, by the simulator's own hands, is saved within a second.
    private async Task SaveAsync()
    {
        while (true)
        {
            try
            {
                await SaveNowAsync();
            }
            catch (IOException full)
            {
                _log.LogWarning(full, "The demo's Metrc could not be saved to {File}", _file);
            }
            if (_stop.IsCancellationRequested) return;
            await Task.Delay(SaveEvery, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SaveNowAsync()
    {
        await _one.WaitAsync(CancellationToken.None);
        try
        {
            var state = Simulator.State.Save();
            if (state.AsSpan().SequenceEqual(_saved)) return;
            await File.WriteAllBytesAsync(_file + ".new", state, CancellationToken.None);
            File.Move(_file + ".new", _file, overwrite: true);
            _saved = state;
        }
        finally
        {
            _one.Release();
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
