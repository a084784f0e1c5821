using System.Globalization;
using Tendril.Metrc.Simulator.Seeding;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator;

/// <summary>What <c>tendril simulator</c> was asked for.</summary>
public sealed record SimulatorRequest
{
    public int Port { get; init; }
    public int Seed { get; init; } = 1;
    public string State { get; init; } = "CO";

    /// <summary>How many generated packages to add to the demo's own; 0 adds none.</summary>
    public int Packages { get; init; }
    public bool Limits { get; init; } = true;

    /// <summary>
    /// A file to load the state from when it exists and to save it to at the end; null keeps nothing.
    /// </summary>
    public string? StateFile { get; init; }
}

/// <summary>Runs the simulator from the command line until it is told to stop.</summary>
public static class SimulatorCommand
{
    /// <summary>Prints the address, the keys and the licences, then waits; the keys follow from the seed.</summary>
    public static async Task RunAsync(SimulatorRequest request, TextWriter output, CancellationToken cancel)
    {
        var keys = DemoKeys.FromSeed(request.Seed);
        var options = new SimulatorOptions { Port = request.Port, Limits = request.Limits };
        await using var simulator = await MetrcSimulator.StartAsync(options, cancel);
        if (request.StateFile is { } file && File.Exists(file))
            simulator.State.Load(await File.ReadAllBytesAsync(file, cancel));
        else
            DemoWorld.Sow(simulator.State, request.State, keys, request.Seed, request.Packages);
        await PrintAsync(simulator, keys, output);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, options.WireTime, cancel);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C is how this command ends.
        }
        if (request.StateFile is { } target)
            await File.WriteAllBytesAsync(target, simulator.State.Save(), CancellationToken.None);
    }

    private static async Task PrintAsync(MetrcSimulator simulator, DemoKeys keys, TextWriter output)
    {
        await output.WriteLineAsync($"Metrc simulator   {simulator.Url}");
        await output.WriteLineAsync($"vendor key        {keys.VendorKey}");
        await output.WriteLineAsync($"user key          {keys.UserKey}");
        foreach (var facility in simulator.State.Facilities)
        {
            var packages = simulator.State.PackageList(facility.Licence).Count.ToString(CultureInfo.InvariantCulture);
            await output.WriteLineAsync($"licence           {facility.Licence}  {facility.Name} ({packages} packages)");
        }
        await output.WriteLineAsync("Stop it with Ctrl+C.");
        await output.FlushAsync();
    }
}
