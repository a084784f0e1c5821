using System.IO.Compression;
using System.Reflection;
using Npgsql;
using Tendril.Server.Platform.Hosting;
using Tendril.Server.Platform.Postgres;

namespace Tendril.Server.Platform.Backup;

/// <summary>
/// Writes one file that holds the whole database, taken while servers run. Row counts in its manifest come from the
/// same snapshot as the data. The file appears under its name only when it is whole and on disk.
/// </summary>
public sealed class BackupWriter(Installation installation, TimeProvider time)
{
    /// <param name="file">Must not exist yet.</param>
    /// <param name="passphrase">Encrypts the file, which then also holds the master key.</param>
    /// <param name="cancel">Stops the work; nothing is left behind.</param>
    public async Task<BackupManifest> WriteAsync(string file, string? passphrase, CancellationToken cancel)
    {
        file = Path.GetFullPath(file);
        if (Path.Exists(file)) throw new OperatorException(
            $"{file} exists already. Choose another name for the backup.");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var draft = file + ".part";
        try
        {
            BackupManifest manifest;
            await using (var target = PrivateFile.Create(draft))
            {
                manifest = passphrase is null
                    ? await WriteArchiveAsync(target, null, cancel)
                    : await WriteSealedAsync(target, passphrase, cancel);
                target.Flush(flushToDisk: true);
            }

            File.Move(draft, file, overwrite: false);
            return manifest;
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    private async Task<BackupManifest> WriteSealedAsync(Stream target, string passphrase, CancellationToken cancel)
    {
        await using var cipher = new SealingStream(target, passphrase);
        var key = MasterKeyFile.LoadText(installation.Settings, mayCreate: false);
        var manifest = await WriteArchiveAsync(cipher, key, cancel);
        await cipher.FinishAsync(cancel);
        return manifest;
    }

    private async Task<BackupManifest> WriteArchiveAsync(Stream target, string? masterKey, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(installation.Database.Owner);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await RequireSightAsync(connection, cancel);
        await using var transaction =
            await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        var state = await SchemaState.ReadAsync(connection, cancel);
        if (state.IsFresh) throw new OperatorException("The database is empty; there is nothing to back up.");
        var manifest = new BackupManifest(
            BackupManifest.CurrentFormat,
            typeof(BackupWriter).Assembly
                .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            time.GetUtcNow(),
            connection.PostgreSqlVersion.Major,
            state.Applied,
            await TableRows.CountAsync(connection, cancel),
            BackupManifest.Mark(installation.MasterKey),
            masterKey);
        await using var snapshot = new NpgsqlCommand("SELECT pg_export_snapshot()", connection);
        var name = (string)(await snapshot.ExecuteScalarAsync(cancel))!;
        await using var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        await using (var text = await archive.CreateEntry(BackupManifest.EntryName).OpenAsync(cancel))
            await manifest.WriteAsync(text, cancel);
        // The dump is compressed by pg_dump already.
        var entry = archive.CreateEntry(BackupManifest.DumpName, CompressionLevel.NoCompression);
        await using (var data = await entry.OpenAsync(cancel)) await DumpAsync(
            name, connection.PostgreSqlVersion.Major, data, cancel);
        return manifest;
    }

    private async Task DumpAsync(string snapshot, int serverMajor, Stream target, CancellationToken cancel)
    {
        var programs = await PostgresPrograms.ForAsync(installation, serverMajor, cancel);
        await programs.RunAsync(
            [
                "pg_dump", "--format=custom", "--compress=6", "--no-owner", "--no-sync",
                $"--exclude-table={TableRows.NotKept}.*", $"--snapshot={snapshot}",
            ],
            null, target, cancel);
    }

    /// <summary>
    /// Under forced row-level security an ordinary owner would see, and back up, no tenant's rows at all.
    /// </summary>
    private static async Task RequireSightAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user", connection);
        if (await command.ExecuteScalarAsync(cancel) is true) return;
        throw new OperatorException(
            "The role of ConnectionStrings__Tendril may not see all organisations' rows, so a backup would be empty. "
            + "Let an administrator of the server run: ALTER ROLE "
            + new NpgsqlConnectionStringBuilder(connection.ConnectionString).Username
            + " BYPASSRLS");
    }
}
