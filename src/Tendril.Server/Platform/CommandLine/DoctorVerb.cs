using System.CommandLine;
using Tendril.Server.Platform.Hosting;

namespace Tendril.Server.Platform.CommandLine;

/// <summary><c>tendril doctor</c>: is everything as it must be, and what to do where it is not.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var data = VerbParts.Data();
        var port = ServeVerb.Port();
        var verb = new Command("doctor", "Check this installation and say what to do") { data, port };
        verb.SetAction(async (parsed, cancel) =>
        {
            var settings = await OperatorSettings.ReadAsync(parsed.GetValue(data), cancel);
            var doctor = new Doctor(settings, parsed.GetValue(port), TimeProvider.System);
            var output = parsed.InvocationConfiguration.Output;
            var wrong = 0;
            await foreach (var finding in doctor.ExamineAsync(cancel))
            {
                await output.WriteLineAsync($"{(finding.Good ? "✓" : "✗")} {finding.Subject}: {finding.Text}");
                if (finding.Good) continue;
                wrong++;
                await output.WriteLineAsync($"    → {finding.Advice}");
            }

            await output.WriteLineAsync(wrong == 0 ? "All is well." : $"{wrong} to put right.");
            return wrong == 0 ? 0 : 1;
        });
        return verb;
    }
}
