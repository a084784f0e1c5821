using System.CommandLine;
using System.Net;
using Tendril.Server.Platform.Demo;
using Tendril.Server.Platform.Hosting;

namespace Tendril.Server.Platform.CommandLine;

/// <summary>
/// <c>tendril demo</c>: a filled installation with a Metrc of its own, to look at and to rehearse in.
/// </summary>
internal static class DemoVerb
{
    public static Command Create()
    {
        var data = VerbParts.Data();
        var port = ServeVerb.Port();
        var verb = new Command("demo", "Run a demo: three sites, a simulated Metrc, nothing real") { port, data };
        verb.SetAction(async (parsed, cancel) =>
        {
            var settings = await OperatorSettings.ReadAsync(parsed.GetValue(data), cancel);
            await RunAsync(settings, parsed.GetValue(port), parsed.InvocationConfiguration.Output, cancel);
            return 0;
        });
        return verb;
    }

    private static async Task RunAsync(OperatorSettings settings, int port, TextWriter output, CancellationToken cancel)
    {
        using var logs = VerbParts.Logs();
        Directory.CreateDirectory(settings.DataFolder);
        var known = await DemoFile.LoadAsync(settings.DataFolder, cancel);
        await using var metrc =
            await DemoState.StartAsync(settings.DataFolder, known, TimeProvider.System, logs.Log(), cancel);
        var licences = metrc.Simulator.State.Facilities.Select(facility => facility.Licence)
            .Order(StringComparer.Ordinal).ToList();
        await RunningServer.RunAsync(
            settings,
            new IPEndPoint(IPAddress.Loopback, port),
            open => new ServerOptions(open.Database, open.MasterKey)
            {
                Port = port,
                WebRoot = settings.WebRoot,
                Settings = settings.ForServer,
                Demo = true,
            },
            output,
            cancel,
            async (app, url) =>
            {
                var seed = new DemoSeed(
                    app.Services, url, metrc, licences, file => file.SaveAsync(settings.DataFolder, cancel));
                if (known is not { Filled: true })
                    await output.WriteLineAsync("Filling the demo: three sites, their Metrc, cultivars and batches …");
                var file = await seed.BringAsync(known, cancel);
                await output.WriteLineAsync($"Sign in as {file.Email} with the password {file.Password}");
                var path = DemoFile.PathIn(settings.DataFolder);
                await output.WriteLineAsync(
                    $"The demo's Metrc is at {file.Metrc.Url}; everything is also in {path}");
            });
    }
}
