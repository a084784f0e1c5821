using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tendril.Domain;
using Tendril.Server.Storage;
using Tendril.Tests.Support;

namespace Tendril.Tests.Storage;

/// <summary>Two tenants with one row each in every table there is.</summary>
public sealed class TwoTenants(DatabaseCluster cluster) : IAsyncLifetime
{
    public Guid Mine { get; } = Guid.CreateVersion7();

    public Guid Theirs { get; } = Guid.CreateVersion7();

    public DatabaseConnections Database { get; private set; } = null!;

    public IReadOnlyList<CatalogTable> Tables { get; private set; } = [];

    public IDictionary<Guid, SampleRows> Rows { get; } = new Dictionary<Guid, SampleRows>();

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        Database = await cluster.CreateAsync(cancel);
        Tables = await Catalog.TablesAsync(Database.Owner, "public", cancel);
        foreach (var tenant in (Guid[])[Mine, Theirs])
        {
            Rows[tenant] = new SampleRows(tenant);
            await using var connection = await OpenAsync(tenant, cancel);
            foreach (var table in Tables)
            {
                await using var insert = Rows[tenant].Insert(table, connection);
                await insert.ExecuteNonQueryAsync(cancel);
            }
            await ExecuteAsync(connection, "COMMIT", cancel);
        }
    }

    /// <summary>
    /// A connection of the application's role inside a transaction of this tenant; null for no tenant.
    /// </summary>
    public async Task<NpgsqlConnection> OpenAsync(Guid? tenant, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(Database.App);
        await connection.OpenAsync(cancel);
        await ExecuteAsync(connection, "BEGIN", cancel);
        if (tenant is { } id) await ExecuteAsync(
            connection, $"SELECT set_config('tendril.organization_id', '{id}', true)", cancel);
        return connection;
    }

    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>
/// Guards the wall between tenants: each layer alone must stop a leak, in every table the catalog knows.
/// </summary>
public sealed class TenantWallTests(TwoTenants world) : IClassFixture<TwoTenants>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_every_table_another_tenants_row_cannot_be_read_changed_deleted_or_forged()
    {
        world.Tables.Count.ShouldBeGreaterThan(5);
        List<string> leaks = [];
        foreach (var table in world.Tables)
        {
            var theirs = $"FROM {table.Name} WHERE organization_id = '{world.Theirs}'";
            if (await CountAsync(world.Mine, $"SELECT count(*)::int {theirs}") != 0) leaks.Add($"{table}: read");
            // Some have more than the sample: triggers write there.
            if (await CountAsync(world.Mine, $"SELECT count(*)::int FROM {table.Name}") == 0) leaks.Add(
                $"{table}: own row not seen");
            if (await ChangeableAsync(table) is { } column
                && await TouchedAsync(
                    $"UPDATE {table.Name} SET {column} = {column} WHERE organization_id = '{world.Theirs}'"))
                leaks.Add($"{table}: changed");
            if (await TouchedAsync($"DELETE {theirs}")) leaks.Add($"{table}: deleted");
            if (await TouchedAsync(table, world.Mine)) leaks.Add($"{table}: forged");
        }
        leaks.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_tenant_nothing_is_visible_and_nothing_is_written()
    {
        List<string> leaks = [];
        foreach (var table in world.Tables)
        {
            if (await CountAsync(null, $"SELECT count(*)::int FROM {table.Name}") != 0) leaks.Add($"{table}: read");
            if (await TouchedAsync(table, null)) leaks.Add($"{table}: written");
        }
        leaks.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_applications_filter_alone_stops_a_leak_where_row_level_security_is_off()
    {
        // The owner of the tables is above row-level security.
        await using var db = Context(world.Database.Owner);
        foreach (var reader in TableReader.All(db))
        {
            (await reader.CountAsync(db, filtered: false, world.Theirs, Cancel)).ShouldBe(1, reader.ToString());
            (await reader.CountAsync(db, filtered: true, world.Theirs, Cancel)).ShouldBe(0, reader.ToString());
            (await reader.CountAsync(db, filtered: true, world.Mine, Cancel)).ShouldBe(1, reader.ToString());
        }
    }

    [Fact]
    public async Task Row_level_security_alone_stops_a_leak_where_the_filter_is_off()
    {
        await using var db = Context(world.Database.App);
        await using var transaction = await db.BeginTenantTransactionAsync(Cancel);
        foreach (var reader in TableReader.All(db))
        {
            (await reader.CountAsync(db, filtered: false, world.Theirs, Cancel)).ShouldBe(0, reader.ToString());
            (await reader.CountAsync(db, filtered: false, world.Mine, Cancel)).ShouldBe(1, reader.ToString());
        }
    }

    private TendrilDb Context(string connection) => new(
        new DbContextOptionsBuilder<TendrilDb>().UseNpgsql(connection).Options,
        new TenantScope(world.Mine, null, "test"), TimeProvider.System, new IdSource(TimeProvider.System));

    private async Task<int> CountAsync(Guid? tenant, string sql)
    {
        await using var connection = await world.OpenAsync(tenant, Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return (int)(await command.ExecuteScalarAsync(Cancel))!;
    }

    // A column the application may write; none in tables that only grow.
    private async Task<string?> ChangeableAsync(CatalogTable table)
    {
        await using var source = NpgsqlDataSource.Create(world.Database.Owner);
        var columns = await Catalog.TextsAsync(
            source,
            """
            SELECT attname::text FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
              AND attgenerated = '' AND has_column_privilege('tendril_app', attrelid, attnum, 'UPDATE')
            """,
            table.Name,
            Cancel);
        return columns.Count == 0 ? null : columns[0];
    }

    // Refused by right (42501) or without effect are both fine; anything else is a leak or a broken test.
    private async Task<bool> TouchedAsync(string sql)
    {
        await using var connection = await world.OpenAsync(world.Mine, Cancel);
        try
        {
            return await TwoTenants.ExecuteAsync(connection, sql, Cancel) > 0;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return false;
        }
    }

    private async Task<bool> TouchedAsync(CatalogTable table, Guid? caller)
    {
        await using var connection = await world.OpenAsync(caller, Cancel);
        // A new row that says it belongs to the other tenant.
        var forged = new SampleRows(world.Theirs);
        foreach (var parent in world.Tables.TakeWhile(parent => parent != table)) forged.RowOf(parent);
        await using var insert = forged.Insert(table, connection);
        try
        {
            await insert.ExecuteNonQueryAsync(Cancel);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return false;
        }
    }
}
