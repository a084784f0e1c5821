using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain.Rules;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Hosting;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.CommandLine;

/// <summary>A server from its database to its last request. The database is let go whatever happens.</summary>
internal static class RunningServer
{
    /// <param name="settings">What the operator set.</param>
    /// <param name="address">Where it will listen; tried first, before any database is started.</param>
    /// <param name="shape">Makes the server's options once the database is open.</param>
    /// <param name="output">Where "Tendril is ready" is said.</param>
    /// <param name="cancel">Ends the server.</param>
    /// <param name="prepare">What is done between listening and "ready"; the demo fills itself here.</param>
    public static async Task RunAsync(
        OperatorSettings settings, IPEndPoint address, Func<Installation, ServerOptions> shape, TextWriter output,
        CancellationToken cancel, Func<WebApplication, Uri, Task>? prepare = null)
    {
        using var logs = VerbParts.Logs();
        var time = TimeProvider.System;
        // A wrong rule file must stop the start, not a request next week.
        RuleCheck.LoadAll();
        FreePort.Require(address);
        await using var installation = await Installation.OpenAsync(settings, time, logs.Log(), cancel);
        await UpToDate.BringAsync(installation, time, logs.Log(), cancel);
        await using var app = TendrilHost.Build(
            shape(installation) with { PrivateDatabase = installation.Private });
        await app.StartAsync(cancel);
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        if (prepare is not null) await prepare(app, new Uri(url));
        await SayReadyAsync(app, url, output, cancel);
        await app.WaitForShutdownAsync(cancel);
    }

    private static async Task SayReadyAsync(WebApplication app, string url, TextWriter output, CancellationToken cancel)
    {
        await using (var scope = app.Services.CreateAsyncScope())
        {
            if (!await scope.ServiceProvider.GetRequiredService<AccessDb>().Organizations.AnyAsync(cancel))
            {
                var code = app.Services.GetRequiredService<SetupCode>().Value;
                await output.WriteLineAsync($"Nobody has set this installation up yet. The setup code is {code}");
            }
        }

        await output.WriteLineAsync($"Tendril is ready at {url}");
        await output.FlushAsync(cancel);
    }
}
