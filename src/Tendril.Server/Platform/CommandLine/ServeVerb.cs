using System.CommandLine;
using System.Net;
using Tendril.Server.Platform.Hosting;

namespace Tendril.Server.Platform.CommandLine;

/// <summary><c>tendril serve</c>: the server with its database, until it is told to stop.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var data = VerbParts.Data();
        var port = Port();
        var host = new Option<IPAddress>("--host")
        {
            Description = "The address to listen on; anything but loopback wants a TLS proxy in front",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => IPAddress.Loopback,
            CustomParser = result => IPAddress.TryParse(result.Tokens[0].Value, out var address)
                ? address
                : Refuse(result, $"--host {result.Tokens[0].Value} is not an IP address."),
        };
        var verb = new Command("serve", "Run the server") { port, host, data };
        verb.SetAction(async (parsed, cancel) =>
        {
            var settings = await OperatorSettings.ReadAsync(parsed.GetValue(data), cancel);
            await RunningServer.RunAsync(
                settings,
                new IPEndPoint(parsed.GetValue(host)!, parsed.GetValue(port)),
                open => new ServerOptions(open.Database, open.MasterKey)
                {
                    Port = parsed.GetValue(port),
                    Host = parsed.GetValue(host)!.ToString(),
                    WebRoot = settings.WebRoot,
                    Settings = settings.ForServer,
                },
                parsed.InvocationConfiguration.Output,
                cancel);
            return 0;
        });
        return verb;
    }

    public static Option<int> Port(int usual = 5080)
    {
        var port = new Option<int>("--port")
        {
            Description = "The port; 0 takes a free one",
            HelpName = "N",
            DefaultValueFactory = _ => usual,
        };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535) result.AddError(
                "--port must be between 0 and 65535.");
        });
        return port;
    }

    private static IPAddress? Refuse(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }
}
