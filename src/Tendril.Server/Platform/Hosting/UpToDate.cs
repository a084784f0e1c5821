using Tendril.Server.Platform.Backup;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Hosting;

/// <summary>
/// Brings an installation's database to this build's schema, after a backup when there is something to lose.
/// </summary>
public static class UpToDate
{
    /// <returns>The names of the migrations that were applied.</returns>
    public static async Task<IReadOnlyList<string>> BringAsync(
        Installation installation, TimeProvider time, ILogger log, CancellationToken cancel, bool withBackup = true)
    {
        var state = await SchemaState.ReadAsync(installation.Database.Owner, cancel);
        if (withBackup && !state.IsFresh && state.Pending.Count > 0 && state.Strange.Count == 0)
        {
            var moment = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'");
            var file = Path.Combine(
                installation.Settings.DataFolder, "backups", $"{moment}-before-{state.Pending[0]}.tendril");
            log.LogInformation("Backing up to {File} before migrating", file);
            await new BackupWriter(installation, time).WriteAsync(file, passphrase: null, cancel);
        }

        return await new Migrator(installation.Database.Owner, time, log).MigrateAsync(cancel);
    }
}
