using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tendril.Server.Platform.Backup;
using Tendril.Server.Platform.Hosting;
using Tendril.Server.Storage;
using Tendril.Tests.Support;

namespace Tendril.Tests.Platform.Backup;

/// <summary>Backups of a real database and what a restore accepts.</summary>
public sealed class BackupTests(DatabaseCluster cluster) : IAsyncLifetime
{
    private const string Passphrase = "correct horse battery";
    private readonly Dictionary<string, DatabaseConnections> databases = new(StringComparer.Ordinal);
    private readonly string root = Path.Combine(Path.GetTempPath(), "tendril-backup-" + Path.GetRandomFileName());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private const string PlannedByQuartz = "CREATE TABLE quartz.qrtz_locks (lock_name text)";

    private string BackupFile => Path.Combine(root, "backup.tendril");

    public async ValueTask InitializeAsync()
    {
        // Two installations, each with a database and a data folder (and so a master key) of its own.
        foreach (var name in new[] { "first", "second" }) databases[name] = await cluster.CreateEmptyAsync(Cancel);
        await using var installation = await OpenAsync("first");
        await UpToDate.BringAsync(installation, TimeProvider.System, NullLogger.Instance, Cancel);
        // As the owner, who sees every organisation: a backup of what one tenant sees would be no backup.
        await ExecuteAsync(installation, """
            INSERT INTO access.organizations (id, name, created_at)
            SELECT gen_random_uuid(), 'Organisation ' || n, now() FROM generate_series(1, 100) n;
            INSERT INTO sites (organization_id, id, name, license, state, time_zone, kind, sandbox, created_at,
              updated_at)
            SELECT id, gen_random_uuid(), 'Ünïcode 大麻 ''"\', 'L-1', 'CO', 'America/Denver', 'grower', true, now(), now()
            FROM access.organizations;
            INSERT INTO sync_heads (organization_id, revision) SELECT id, 7 FROM access.organizations;
            INSERT INTO attachments (organization_id, hash, content_id, media_type, size, stored_by, stored_at)
            SELECT id, repeat('ab', 32), id, 'image/jpeg', 3, id, now() FROM access.organizations;
            INSERT INTO attachment_parts (organization_id, content_id, start, bytes)
            SELECT id, id, 0, decode('ffd8ff', 'hex') FROM access.organizations;
            """);
        // What the server that ran before left there: the owner may not read it.
        await ScalarAsync(installation, PlannedByQuartz, installation.Database.System);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_plain_backup_comes_back_whole_where_its_master_key_is()
    {
        await BackUpAsync(null);
        File.GetUnixFileMode(BackupFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        (await Should.ThrowAsync<OperatorException>(() => RestoreAsync("second", null)))
            .Message.ShouldContain("does not hold the master key");
        await CopyKeyAsync("second");
        var manifest = await RestoreAsync("second", null);
        manifest.Rows["public.sites"].ShouldBe(100);

        await using var restored = await OpenAsync("second");
        (await SchemaState.ReadAsync(restored.Database.Owner, Cancel)).Pending.ShouldBeEmpty();
        (await ScalarAsync(restored, "SELECT count(*) FROM sites WHERE name = 'Ünïcode 大麻 ''\"\\'")).ShouldBe(100L);
        // Still held apart after the restore: without an organisation the application sees nothing.
        (await ScalarAsync(restored, "SELECT count(*) FROM sites", restored.Database.App)).ShouldBe(0L);
        (await ScalarAsync(restored, "SELECT count(*) FROM attachment_parts WHERE bytes = '\\xffd8ff'")).ShouldBe(100L);
        // It is planned anew, by whom it belongs to.
        await ScalarAsync(restored, PlannedByQuartz, restored.Database.System);
        (await new DatabaseDoctor(restored.Database, TimeProvider.System).ExamineAsync(Cancel))
            .ShouldAllBe(one => one.Good);
    }

    [Fact]
    public async Task An_encrypted_backup_brings_its_master_key_and_shows_nothing()
    {
        await BackUpAsync(Passphrase);
        var bytes = await File.ReadAllTextAsync(BackupFile, System.Text.Encoding.Latin1, Cancel);
        bytes.ShouldNotContain("manifest.json");

        (await Should.ThrowAsync<OperatorException>(() => RestoreAsync("second", null))).Message.ShouldContain(
            "is encrypted");
        (await Should.ThrowAsync<OperatorException>(() => RestoreAsync("second", "another passphrase")))
            .Message.ShouldContain("does not open with this passphrase");
        (await RestoreAsync("second", Passphrase)).Rows["access.organizations"].ShouldBe(100);
        (await File.ReadAllTextAsync(Path.Combine(root, "second", "master.key"), Cancel))
            .ShouldBe(await File.ReadAllTextAsync(Path.Combine(root, "first", "master.key"), Cancel));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(200)]
    public async Task A_changed_or_shortened_encrypted_backup_is_refused(int changedByte)
    {
        await BackUpAsync(Passphrase);
        var bytes = await File.ReadAllBytesAsync(BackupFile, Cancel);
        if (changedByte < 0) bytes = bytes[..^1];
        else bytes[changedByte] ^= 1;
        await File.WriteAllBytesAsync(BackupFile, bytes, Cancel);
        await Should.ThrowAsync<OperatorException>(() => RestoreAsync("second", Passphrase));
        (await SchemaState.ReadAsync(databases["second"].Owner, Cancel)).IsFresh.ShouldBeTrue();
    }

    [Fact]
    public async Task A_full_database_is_replaced_only_by_force_and_is_kept()
    {
        await BackUpAsync(null);
        await using (var installation = await OpenAsync("first")) await ExecuteAsync(installation, "DELETE FROM sites");

        (await Should.ThrowAsync<OperatorException>(() => RestoreAsync("first", null))).Message.ShouldContain(
            "is not empty");
        var history = await EpochAsync();
        await RestoreAsync("first", null, force: true);
        // What devices know of revisions is about the history before, and no number of it is given out again.
        (await EpochAsync()).ShouldBeGreaterThan(history);

        await using var restored = await OpenAsync("first");
        (await ScalarAsync(restored, "SELECT count(*) FROM sites")).ShouldBe(100L);
        (await ScalarAsync(restored, "SELECT min(revision) FROM sync_heads")).ShouldBe(1_000_000_007L);
        Directory.GetFiles(Path.Combine(root, "first", "backups")).ShouldHaveSingleItem()
            .ShouldContain("before-restore");
    }

    private async Task<long> EpochAsync()
    {
        await using var installation = await OpenAsync("first");
        return (long)(await ScalarAsync(installation, "SELECT epoch FROM tendril.sync_epoch"))!;
    }

    [Fact]
    public async Task A_restore_while_someone_uses_the_database_is_refused()
    {
        await BackUpAsync(null);
        await using var installation = await OpenAsync("first");
        await using var source = NpgsqlDataSource.Create(databases["first"].App);
        await using var busy = await source.OpenConnectionAsync(Cancel);
        (await Should.ThrowAsync<OperatorException>(() => RestoreAsync("first", null, force: true)))
            .Message.ShouldContain("Stop it before restoring");
    }

    [Fact]
    public async Task A_restore_that_fails_its_check_changes_nothing()
    {
        await BackUpAsync(null);
        using (var zip = System.IO.Compression.ZipFile.Open(BackupFile, System.IO.Compression.ZipArchiveMode.Update))
        {
            var entry = zip.GetEntry(BackupManifest.EntryName)!;
            string text;
            using (var reader = new StreamReader(entry.Open())) text = await reader.ReadToEndAsync(Cancel);
            entry.Delete();
            await using var writer = new StreamWriter(zip.CreateEntry(BackupManifest.EntryName).Open());
            await writer.WriteAsync(
                text.Replace("\"public.sites\": 100", "\"public.sites\": 101", StringComparison.Ordinal));
        }

        await using (var installation = await OpenAsync("first")) await ExecuteAsync(
            installation, "DELETE FROM sites WHERE name <> ''");
        (await Should.ThrowAsync<OperatorException>(() => RestoreAsync("first", null, force: true)))
            .Message.ShouldContain("public.sites");
        await using var after = await OpenAsync("first");
        (await ScalarAsync(after, "SELECT count(*) FROM sites")).ShouldBe(0L);
        (await ScalarAsync(after, "SELECT count(*) FROM access.organizations")).ShouldBe(100L);
    }

    [Fact]
    public async Task Pending_migrations_are_applied_after_a_backup()
    {
        await using var installation = await OpenAsync("first");
        await ExecuteAsync(
            installation, "DELETE FROM tendril.migrations WHERE name = (SELECT max(name) FROM tendril.migrations)");
        // The last migration is there already, so applying it again must fail; what counts is that the backup came
        // first.
        await Should.ThrowAsync<PostgresException>(
            () => UpToDate.BringAsync(installation, TimeProvider.System, NullLogger.Instance, Cancel));
        Directory.GetFiles(Path.Combine(root, "first", "backups")).ShouldHaveSingleItem().ShouldContain("-before-");
    }

    [Fact]
    public async Task A_backup_of_a_newer_version_is_refused()
    {
        await using (var installation = await OpenAsync("first"))
            await ExecuteAsync(installation, "INSERT INTO tendril.migrations VALUES ('9999_future', 'x', now())");
        await BackUpAsync(null);
        (await Should.ThrowAsync<OperatorException>(() => RestoreAsync("second", null))).Message.ShouldContain(
            "9999_future");
    }

    [Fact]
    public async Task A_file_that_is_no_backup_is_refused()
    {
        await File.WriteAllTextAsync(BackupFile, "not a backup", Cancel);
        (await Should.ThrowAsync<OperatorException>(() => RestoreAsync("second", null)))
            .Message.ShouldContain("is not a backup of Tendril");
    }

    private async Task<Installation> OpenAsync(string name) => await Installation.OpenAsync(
        Settings(name), TimeProvider.System, NullLogger.Instance, Cancel);

    private OperatorSettings Settings(string name) => new(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Tendril"] = databases[name].Owner,
            ["ConnectionStrings:TendrilApp"] = databases[name].App,
            ["ConnectionStrings:TendrilSystem"] = databases[name].System,
        }).Build(),
        Path.Combine(root, name));

    private async Task BackUpAsync(string? passphrase)
    {
        await using var installation = await OpenAsync("first");
        await new BackupWriter(installation, TimeProvider.System).WriteAsync(BackupFile, passphrase, Cancel);
    }

    private Task<BackupManifest> RestoreAsync(string name, string? passphrase, bool force = false) =>
        new BackupReader(Settings(name), TimeProvider.System, NullLogger.Instance)
            .RestoreAsync(BackupFile, passphrase, force, Cancel);

    private async Task CopyKeyAsync(string name)
    {
        var key = await File.ReadAllTextAsync(Path.Combine(root, "first", "master.key"), Cancel);
        MasterKeyFile.Create(Path.Combine(root, name, "master.key"), key.Trim());
    }

    private static async Task ExecuteAsync(Installation installation, string sql) =>
        await ScalarAsync(installation, sql);

    private static async Task<object?> ScalarAsync(Installation installation, string sql, string? connection = null)
    {
        await using var source = NpgsqlDataSource.Create(connection ?? installation.Database.Owner);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancel);
    }
}
