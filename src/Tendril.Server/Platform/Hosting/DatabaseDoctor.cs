using Npgsql;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Hosting;

/// <summary>Examines an open database: schema, roles, row-level security, clock.</summary>
public sealed class DatabaseDoctor(DatabaseConnections database, TimeProvider time)
{
    // Tenant tables are those with an organisation, in the schema that the application's role may use.
    private const string Unsafe = """
        SELECT string_agg(c.relname, ', ' ORDER BY c.relname)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id'
          AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p
          WHERE p.polrelid = c.oid))
        """;

    public async Task<IReadOnlyList<Diagnosis>> ExamineAsync(CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(database.Owner);
        await using var connection = await source.OpenConnectionAsync(cancel);
        return
        [
            new(true, "Database", $"PostgreSQL {connection.PostgreSqlVersion} answers"),
            Schema(await SchemaState.ReadAsync(connection, cancel)),
            await IsolationAsync(connection, cancel),
            await RestrictedAsync("Application role", database.App, cancel),
            await RestrictedAsync("System role", database.System, cancel),
            await SightAsync(connection, cancel),
            await ClockAsync(connection, cancel),
        ];
    }

    private static Diagnosis Schema(SchemaState state) => state switch
    {
        { Strange.Count: > 0 } => new(
            false, "Schema", $"not of this version: {string.Join(", ", state.Strange)}",
            "Start the newer Tendril that migrated it, or restore a backup."),
        { Pending.Count: > 0 } => new(
            false, "Schema", $"{state.Pending.Count} migrations are pending",
            "Run: tendril migrate (it backs up first; serve does the same)"),
        _ => new(true, "Schema", $"up to date ({state.Applied.Count} migrations)"),
    };

    private static async Task<Diagnosis> IsolationAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Unsafe, connection);
        return await command.ExecuteScalarAsync(cancel) is string tables
            ? new(false, "Row-level security", $"is not forced on {tables}",
                "Stop the server and restore a backup; somebody changed these tables.")
            : new(true, "Row-level security", "is forced on every table of an organisation");
    }

    private static async Task<Diagnosis> RestrictedAsync(
        string subject, string connectionString, CancellationToken cancel)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Username;
        try
        {
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var command = source.CreateCommand(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user");
            return await command.ExecuteScalarAsync(cancel) is true
                ? new(false, subject, $"{name} may skip row-level security",
                    $"Run: ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS")
                : new(true, subject, $"{name} connects and is restricted");
        }
        catch (NpgsqlException error)
        {
            return new(false, subject, $"{name} cannot connect: {error.Message}",
                "Check its password and rights (docs/operations.md).");
        }
    }

    private static async Task<Diagnosis> SightAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user", connection);
        var name = new NpgsqlConnectionStringBuilder(connection.ConnectionString).Username;
        return await command.ExecuteScalarAsync(cancel) is true
            ? new(true, "Backups", $"{name} sees every organisation's rows")
            : new(false, "Backups", $"{name} does not see every organisation's rows, so backups are refused",
                $"Run: ALTER ROLE {name} BYPASSRLS");
    }

    private async Task<Diagnosis> ClockAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var apart = time.GetUtcNow().UtcDateTime - (DateTime)(await command.ExecuteScalarAsync(cancel))!;
        return apart.Duration() < TimeSpan.FromSeconds(5)
            ? new(true, "Clocks", "server and database agree")
            : new(false, "Clocks", $"server and database are {apart.Duration().TotalSeconds:0} s apart",
                "Run on both: timedatectl set-ntp true");
    }
}
