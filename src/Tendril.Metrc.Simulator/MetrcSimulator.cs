using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tendril.Metrc.Simulator.Admin;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Metrc.Simulator.Http;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator;

/// <summary>
/// A pretend Metrc on 127.0.0.1. Start it, seed <see cref="State"/>, point a client at <see cref="Url"/>, spoil the
/// weather with <see cref="Faults"/>, look at <see cref="Requests"/>, dispose it.
/// </summary>
public sealed class MetrcSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();

    private MetrcSimulator(SimulatorOptions options)
    {
        (Options, State, Requests) =
            (options, new SimulatorState(options.Time), new RequestLog(options.RequestLogSize));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new FaultNames());
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
        _app = builder.Build();
        var pipeline = new Pipeline(
            State, options, Faults, Requests, () => Accepted?.Invoke() ?? Task.CompletedTask, _stopping.Token);
        _app.MapAdmin(this);
        _app.Run(pipeline.HandleAsync);
    }

    public SimulatorOptions Options { get; }

    /// <summary>What the pretend state remembers; for tests in the same process.</summary>
    public SimulatorState State { get; }

    /// <summary>The faults in force.</summary>
    public FaultBoard Faults { get; } = new();

    /// <summary>The requests seen, without keys.</summary>
    public RequestLog Requests { get; }

    /// <summary>Awaited after every accepted write and before its answer: what is kept here survives a kill.</summary>
    public Func<Task>? Accepted { get; set; }

    /// <summary>The base address, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    public static async Task<MetrcSimulator> StartAsync(
        SimulatorOptions? options = null, CancellationToken cancel = default)
    {
        var simulator = new MetrcSimulator(options ?? new SimulatorOptions());
        await simulator._app.StartAsync(cancel);
        var addresses = simulator._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        simulator.Url = addresses.Addresses.First();
        return simulator;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>The owner of the process minds Ctrl+C, not the simulator inside it.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
