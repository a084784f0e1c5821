using System.CommandLine;
using System.Net;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Server.Platform.CommandLine;

/// <summary><c>tendril simulator</c>: a pretend Metrc, for rehearsal and for trying the API.</summary>
internal static class SimulatorVerb
{
    public static Command Create()
    {
        var port = ServeVerb.Port(5090);
        var seed = Number("--seed", "N", "What its world, its keys and its names grow from", 1);
        var packages = Number("--packages", "N", "How many generated packages to add", 0);
        var state = new Option<string>("--state")
        {
            Description = "Whose rules it follows, as two letters",
            HelpName = "XX",
            DefaultValueFactory = _ => "CO",
        };
        state.AcceptOnlyFromAmong([.. StateProfile.Codes]);
        var stateFile = new Option<FileInfo?>("--state-file")
        {
            Description = "Load its world from this file if it exists, and save it there at the end",
            HelpName = "FILE",
        };
        var noLimits =
            new Option<bool>("--no-limits") { Description = "Answer as fast as it can, without rate limits" };
        var verb = new Command("simulator", "Run a pretend Metrc") { port, seed, state, packages, stateFile, noLimits };
        verb.SetAction(async (parsed, cancel) =>
        {
            var request = new SimulatorRequest
            {
                Port = parsed.GetValue(port),
                Seed = parsed.GetValue(seed),
                State = parsed.GetValue(state)!,
                Packages = parsed.GetValue(packages),
                StateFile = parsed.GetValue(stateFile)?.FullName,
                Limits = !parsed.GetValue(noLimits),
            };
            FreePort.Require(new IPEndPoint(IPAddress.Loopback, request.Port));
            await SimulatorCommand.RunAsync(request, parsed.InvocationConfiguration.Output, cancel);
            return 0;
        });
        return verb;
    }

    private static Option<int> Number(string name, string unit, string description, int usual)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = unit,
            DefaultValueFactory = _ =>
            usual
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0) result.AddError($"{name} must not be negative.");
        });
        return option;
    }
}
