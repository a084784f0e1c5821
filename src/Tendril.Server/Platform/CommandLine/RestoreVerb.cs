using System.CommandLine;
using Tendril.Server.Platform.Backup;
using Tendril.Server.Platform.Hosting;

namespace Tendril.Server.Platform.CommandLine;

/// <summary><c>tendril restore FILE</c>: a backup into an empty database, checked afterwards.</summary>
internal static class RestoreVerb
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "What tendril backup wrote" };
        var data = VerbParts.Data();
        var force = new Option<bool>(
            "--force")
        { Description = "Replace what the database holds; that is backed up first" };
        var passphraseFile = VerbParts.PassphraseFile("Where the passphrase of an encrypted backup is");
        var verb = new Command("restore", "Put a backup back") { file, force, passphraseFile, data };
        verb.SetAction(async (parsed, cancel) =>
        {
            using var logs = VerbParts.Logs();
            var passphrase = await VerbParts.PassphraseAsync(parsed.GetValue(passphraseFile), cancel);
            var settings = await OperatorSettings.ReadAsync(parsed.GetValue(data), cancel);
            var manifest = await new BackupReader(settings, TimeProvider.System, logs.Log())
                .RestoreAsync(parsed.GetRequiredValue(file).FullName, passphrase, parsed.GetValue(force), cancel);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                $"Restored and checked {manifest.Rows.Count} tables with {manifest.Rows.Values.Sum()} rows "
                + $"as of {manifest.TakenAt:yyyy-MM-dd HH:mm:ss} UTC.");
            return 0;
        });
        return verb;
    }
}
