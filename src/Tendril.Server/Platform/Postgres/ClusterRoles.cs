using Npgsql;

namespace Tendril.Server.Platform.Postgres;

/// <summary>The login roles of an installation and what each is for.</summary>
public static class ClusterRoles
{
    /// <summary>Runs the private cluster; Tendril itself uses it only to make the others and to back up.</summary>
    public const string Admin = "tendril_admin";

    /// <summary>
    /// Owns the tables and migrates. Sees every tenant's rows, or a migration of data would miss them.
    /// </summary>
    public const string Owner = "tendril_owner";

    /// <summary>Reads and writes tenant tables, always under row-level security.</summary>
    public const string App = "tendril_app";

    /// <summary>Reads and writes what is outside tenants: organisations, users, sign-in, job store, leases.</summary>
    public const string System = "tendril_system";

    /// <summary>The database of an installation.</summary>
    public const string Database = "tendril";

    private const string MakeRoles = """
        DO $$
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tendril_owner') THEN
                CREATE ROLE tendril_owner LOGIN BYPASSRLS;
            END IF;
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tendril_app') THEN
                CREATE ROLE tendril_app LOGIN;
            END IF;
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tendril_system') THEN
                CREATE ROLE tendril_system LOGIN;
            END IF;
        END
        $$;
        """;

    /// <summary>Makes the roles and the database that are missing; changes nothing that is there.</summary>
    public static async Task EnsureAsync(string adminConnection, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(adminConnection);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await ExecuteAsync(connection, MakeRoles, cancel);
        await using var known = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection)
        {
            Parameters = { new() { Value = Database } },
        };
        if (await known.ExecuteScalarAsync(cancel) is null) await CreateDatabaseAsync(
            connection, Database, null, cancel);
        else await GrantConnectAsync(connection, Database, cancel);
    }

    /// <summary>Makes a database that the three roles, and nobody else, may use.</summary>
    public static async Task CreateDatabaseAsync(
        NpgsqlConnection admin, string name, string? template, CancellationToken cancel)
    {
        var copy = template is null ? "" : $" TEMPLATE {Quote(template)}";
        await ExecuteAsync(admin, $"CREATE DATABASE {Quote(name)} OWNER {Owner}{copy}", cancel);
        await GrantConnectAsync(admin, name, cancel);
    }

    private static Task GrantConnectAsync(NpgsqlConnection admin, string name, CancellationToken cancel) =>
        ExecuteAsync(
            admin,
            $"REVOKE ALL ON DATABASE {Quote(name)} FROM PUBLIC;"
            + $"GRANT CONNECT, TEMPORARY ON DATABASE {Quote(name)} TO {App}, {System}",
            cancel);

    private static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
