using System.CommandLine;
using Tendril.Server.Platform.Hosting;

namespace Tendril.Server.Platform.CommandLine;

/// <summary><c>tendril migrate</c>: the database to this version's schema, after a backup.</summary>
internal static class MigrateVerb
{
    public static Command Create()
    {
        var data = VerbParts.Data();
        var withoutBackup = new Option<bool>("--without-backup") { Description = "Do not back up first" };
        var reset = new Option<bool>("--reset-role-passwords")
        {
            Description = "Set the passwords of the restricted roles of an external database anew",
        };
        var verb = new Command("migrate", "Bring the database to this version's schema") { data, withoutBackup, reset };
        verb.SetAction(async (parsed, cancel) =>
        {
            using var logs = VerbParts.Logs();
            var settings = await OperatorSettings.ReadAsync(parsed.GetValue(data), cancel);
            await using var installation = await Installation.OpenAsync(
                settings, TimeProvider.System, logs.Log(), cancel, parsed.GetValue(reset));
            var done = await UpToDate.BringAsync(
                installation, TimeProvider.System, logs.Log(), cancel, withBackup: !parsed.GetValue(withoutBackup));
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                done.Count == 0 ? "The database is up to date." : $"Applied {done.Count}: {string.Join(", ", done)}");
            return 0;
        });
        return verb;
    }
}
