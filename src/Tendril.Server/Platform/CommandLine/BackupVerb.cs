using System.CommandLine;
using Tendril.Server.Platform.Backup;
using Tendril.Server.Platform.Hosting;

namespace Tendril.Server.Platform.CommandLine;

/// <summary><c>tendril backup FILE</c>: everything in one file, while the server runs.</summary>
internal static class BackupVerb
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The file to write; it must not exist" };
        var data = VerbParts.Data();
        var passphraseFile = VerbParts.PassphraseFile(
            "Encrypt with the passphrase on this file's first line; the backup then holds the master key too");
        var verb = new Command("backup", "Write the whole database to one file") { file, passphraseFile, data };
        verb.SetAction(async (parsed, cancel) =>
        {
            using var logs = VerbParts.Logs();
            var passphrase = await VerbParts.PassphraseAsync(parsed.GetValue(passphraseFile), cancel);
            var settings = await OperatorSettings.ReadAsync(parsed.GetValue(data), cancel);
            await using var installation =
                await Installation.OpenAsync(settings, TimeProvider.System, logs.Log(), cancel);
            var target = parsed.GetRequiredValue(file);
            var manifest = await new BackupWriter(installation, TimeProvider.System)
                .WriteAsync(target.FullName, passphrase, cancel);
            target.Refresh();
            var output = parsed.InvocationConfiguration.Output;
            await output.WriteLineAsync(
                $"Backed up {manifest.Rows.Count} tables with {manifest.Rows.Values.Sum()} rows to {target.FullName} "
                    + $"({target.Length} bytes).");
            if (passphrase is null)
                await output.WriteLineAsync(
                    $"Keep the master key ({settings.MasterKeyFile}) too, in another place: it is not in the backup.");
            return 0;
        });
        return verb;
    }
}
