using System.IO.Compression;
using System.Text;
using Npgsql;
using Tendril.Server.Platform.Hosting;
using Tendril.Server.Platform.Postgres;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Backup;

/// <summary>
/// Puts a backup back. Emptying, restoring and checking the row counts are one transaction: either the database is what
/// the backup holds, or it is what it was before.
/// </summary>
public sealed class BackupReader(OperatorSettings settings, TimeProvider time, ILogger log)
{
    /// <param name="file">What <c>tendril backup</c> wrote.</param>
    /// <param name="passphrase">Needed for an encrypted file.</param>
    /// <param name="force">Replace a database that holds something, after backing that up.</param>
    /// <param name="cancel">Stops the work; the database is then as before.</param>
    public async Task<BackupManifest> RestoreAsync(
        string file, string? passphrase, bool force, CancellationToken cancel)
    {
        if (!File.Exists(file)) throw new OperatorException($"There is no backup {Path.GetFullPath(file)}.");
        var work = Path.Combine(settings.DataFolder, "restore");
        Directory.CreateDirectory(work, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            var archive = await PlainArchiveAsync(file, passphrase, work, cancel);
            using var zip = await OpenZipAsync(archive, file, cancel);
            var manifest = await ManifestAsync(zip, file, cancel);
            RequireKnown(manifest);
            AdoptMasterKey(manifest);
            await using var installation = await Installation.OpenAsync(settings, time, log, cancel);
            RequireKey(manifest, installation.MasterKey);
            await RequireRoomAsync(installation, force, cancel);
            var sql = Path.Combine(work, "restore.sql");
            await ScriptAsync(installation, zip, manifest, sql, cancel);
            await ApplyAsync(installation, sql, cancel);
            return manifest;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<string> PlainArchiveAsync(
        string file, string? passphrase, string work, CancellationToken cancel)
    {
        if (!SealedReader.IsSealed(file)) return file;
        if (passphrase is null)
            throw new OperatorException(
                $"{file} is encrypted. Name the file that holds its passphrase with --passphrase-file.");
        var plain = Path.Combine(work, "backup.zip");
        await using var target = PrivateFile.Create(plain);
        await SealedReader.OpenAsync(file, passphrase, target, cancel);
        return plain;
    }

    private static async Task<ZipArchive> OpenZipAsync(string archive, string file, CancellationToken cancel)
    {
        try
        {
            return await ZipFile.OpenReadAsync(archive, cancel);
        }
        catch (InvalidDataException error)
        {
            throw new OperatorException($"{file} is not a backup of Tendril, or it is damaged: {error.Message}", error);
        }
    }

    private static async Task<BackupManifest> ManifestAsync(ZipArchive zip, string file, CancellationToken cancel)
    {
        if (zip.GetEntry(BackupManifest.EntryName) is not { } entry || zip.GetEntry(BackupManifest.DumpName) is null)
            throw new OperatorException($"{file} is not a backup of Tendril.");
        await using var text = await entry.OpenAsync(cancel);
        return await BackupManifest.ReadAsync(text, cancel);
    }

    private static void RequireKnown(BackupManifest manifest)
    {
        var strange = new SchemaState(manifest.Migrations).Strange;
        if (manifest.Format == BackupManifest.CurrentFormat && strange.Count == 0) return;
        throw new OperatorException(
            $"The backup was written by Tendril {manifest.Product}, whose schema this version does not know"
            + $"{(strange.Count == 0 ? "" : $" ({string.Join(", ", strange)})")}. Restore it with that version or a "
                + "newer one.");
    }

    private void AdoptMasterKey(BackupManifest manifest)
    {
        if (settings.MasterKey is not null || File.Exists(settings.MasterKeyFile)) return;
        if (manifest.MasterKey is null)
        {
            throw new OperatorException(
                "The backup does not hold the master key that sealed its credentials. "
                + $"Copy the key of the installation it came from to {settings.MasterKeyFile} (mode 600) "
                    + "and try again.");
        }

        MasterKeyFile.Create(settings.MasterKeyFile, manifest.MasterKey);
        log.LogInformation("The master key from the backup is now in {File}", settings.MasterKeyFile);
    }

    private void RequireKey(BackupManifest manifest, MasterKey key)
    {
        if (BackupManifest.Mark(key) == manifest.KeyMark) return;
        throw new OperatorException(
            "The backup's credentials were sealed with another master key than "
            + $"{(settings.MasterKey is null ? settings.MasterKeyFile : "the one in TENDRIL__MASTERKEY")}. "
            + "Put the key that belongs to the backup there and try again.");
    }

    private async Task RequireRoomAsync(Installation installation, bool force, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(installation.Database.Owner);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await RequireNobodyElseAsync(connection, cancel);
        var rows = await TableRows.CountAsync(connection, cancel);
        if (rows.Count == 0) return;
        if (!force)
        {
            throw new OperatorException(
                $"The database is not empty ({rows.Count} tables, {rows.Values.Sum():N0} rows). "
                + "Choose an empty data folder with --data, or replace what is there with --force (it is backed up "
                    + "first).");
        }

        if ((await SchemaState.ReadAsync(connection, cancel)).IsFresh) return;
        var moment = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'");
        var kept = Path.Combine(settings.DataFolder, "backups", $"{moment}-before-restore.tendril");
        await new BackupWriter(installation, time).WriteAsync(kept, null, cancel);
        log.LogInformation("What was there is kept in {File}", kept);
    }

    private async Task RequireNobodyElseAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        // Connections that were just closed, our own among them, take a moment to disappear.
        for (var tries = 0; tries < 20; tries++)
        {
            await using var others = new NpgsqlCommand(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL
                """,
                connection);
            if (await others.ExecuteScalarAsync(cancel) is 0L) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancel);
        }

        throw new OperatorException("A server or another program uses the database. Stop it before restoring.");
    }

    private static async Task ScriptAsync(
        Installation installation, ZipArchive zip, BackupManifest manifest, string sql, CancellationToken cancel)
    {
        var programs = await PostgresPrograms.ForAsync(installation, manifest.PostgresMajor, cancel);
        await using var target = PrivateFile.Create(sql);
        await target.WriteAsync(Encoding.UTF8.GetBytes(Empty), cancel);
        await using (var dump = await zip.GetEntry(BackupManifest.DumpName)!.OpenAsync(cancel))
        {
            await programs.RunAsync(["pg_restore", "--no-owner", "--file=-"], dump, target, cancel);
        }

        await target.WriteAsync(Encoding.UTF8.GetBytes(Check(manifest)), cancel);
    }

    private static async Task ApplyAsync(Installation installation, string sql, CancellationToken cancel)
    {
        NpgsqlConnection.ClearAllPools();
        var programs = await PostgresPrograms.ForAsync(installation, 0, cancel);
        await programs.RunAsync(
            ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", $"--file={sql}"],
            null, Stream.Null, cancel);
    }

    private const string Empty = """
        SET client_min_messages = warning;
        DO $$
        DECLARE one text;
        BEGIN
            FOR one IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
            LOOP EXECUTE format('DROP SCHEMA %I CASCADE', one); END LOOP;
        END
        $$;
        CREATE SCHEMA public AUTHORIZATION pg_database_owner;
        GRANT USAGE ON SCHEMA public TO PUBLIC;

        """;

    /// <summary>
    /// What devices know of revisions is about the history that was replaced: they must download anew. The new history
    /// begins far above all that the old one can have given out after the backup, so that no number means two things.
    /// </summary>
    private const string AnotherHistory = """
        DO $$
        BEGIN
            IF to_regclass('tendril.sync_epoch') IS NOT NULL THEN
                UPDATE tendril.sync_epoch
                SET epoch = greatest(epoch + 1, extract(epoch FROM clock_timestamp())::bigint);
            END IF;
            IF to_regclass('public.sync_heads') IS NOT NULL THEN
                UPDATE public.sync_heads SET revision = revision + 1000000000;
            END IF;
        END
        $$;

        """;

    /// <summary>Counts again inside the transaction; a difference undoes everything.</summary>
    private static string Check(BackupManifest manifest)
    {
        var text = new StringBuilder("\nRESET search_path;\nSET row_security = off;\nDO $$\nBEGIN\n");
        foreach (var (table, rows) in manifest.Rows)
        {
            text.Append($"IF (SELECT count(*) FROM {table}) <> {rows} THEN ")
                .Append($"RAISE EXCEPTION 'after the restore % does not have % rows', ")
                .Append($"'{table.Replace("'", "''", StringComparison.Ordinal)}', {rows}; END IF;\n");
        }

        return text.Append("END\n$$;\n").Append(AnotherHistory).ToString();
    }
}
