using Npgsql;
using Tendril.Server.Platform.Postgres;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Hosting;

/// <summary>
/// A PostgreSQL that somebody else runs. One connection string, of the role that owns the database, is enough: the two
/// restricted roles get passwords derived from the master key. Strings of their own may be set instead.
/// </summary>
public sealed class ExternalRoles(OperatorSettings settings, MasterKey masterKey)
{
    private readonly string owner = settings.ExternalOwner
        ?? throw new InvalidOperationException("There is no external database.");

    public DatabaseConnections Connections => new(
        owner,
        settings.ExternalApp ?? Derived(ClusterRoles.App),
        settings.ExternalSystem ?? Derived(ClusterRoles.System));

    /// <summary>
    /// Makes the restricted roles that are missing and lets them connect. Needs no power where they exist.
    /// </summary>
    /// <param name="resetPasswords">Also sets their passwords anew, after a change of the master key.</param>
    /// <param name="cancel">Stops the work.</param>
    public async Task EnsureAsync(bool resetPasswords, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(owner);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await RequireVersionAsync(connection);
        if (settings.ExternalApp is null) await EnsureRoleAsync(connection, ClusterRoles.App, resetPasswords, cancel);
        if (settings.ExternalSystem is null) await EnsureRoleAsync(
            connection, ClusterRoles.System, resetPasswords, cancel);
        foreach (var one in new[] { Connections.App, Connections.System }) await RequireRestrictedAsync(one, cancel);
    }

    private static Task RequireVersionAsync(NpgsqlConnection connection) =>
        connection.PostgreSqlVersion.Major >= PostgresBinaries.OldestMajor
            ? Task.CompletedTask
            : throw new OperatorException(
                $"The database server {connection.Host} is PostgreSQL {connection.PostgreSqlVersion}; "
                + $"{PostgresBinaries.OldestMajor} or newer is needed.");

    private async Task EnsureRoleAsync(NpgsqlConnection connection, string role, bool reset, CancellationToken cancel)
    {
        var exists =
            await ScalarAsync(connection, "SELECT 1 FROM pg_roles WHERE rolname = @name", role, cancel) is not null;
        try
        {
            if (!exists) await SetPasswordAsync(connection, "CREATE", role, cancel);
            else if (reset) await SetPasswordAsync(connection, "ALTER", role, cancel);
            if (!exists) await RunAsync(
                connection, $"GRANT CONNECT ON DATABASE {await DatabaseAsync(connection, cancel)} TO {role}", cancel);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new OperatorException(
                $"The database's owner may not make the role {role}. Let an administrator of the server run: "
                + $"CREATE ROLE {role} LOGIN PASSWORD '…' and set that role's connection string in "
                + (role == ClusterRoles.App ? "ConnectionStrings__TendrilApp." : "ConnectionStrings__TendrilSystem."),
                error);
        }
    }

    private async Task SetPasswordAsync(NpgsqlConnection connection, string verb, string role, CancellationToken cancel)
    {
        // DDL takes no parameters; the server quotes the password for us.
        var sql = await ScalarAsync(
            connection, $"SELECT format('{verb} ROLE {role} LOGIN NOBYPASSRLS PASSWORD %L', @name)", Password(role),
            cancel);
        await RunAsync(connection, (string)sql!, cancel);
    }

    /// <summary>
    /// A restricted role that is a superuser or skips row-level security would show tenants each other's rows.
    /// </summary>
    private static async Task RequireRestrictedAsync(string connectionString, CancellationToken cancel)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Username;
        try
        {
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var command = source.CreateCommand(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user");
            if (await command.ExecuteScalarAsync(cancel) is true)
            {
                throw new OperatorException(
                    $"The role {name} may skip row-level security, which keeps organisations apart. "
                    + $"Run: ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS");
            }
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InvalidPassword
            or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            throw new OperatorException(
                $"The role {name} exists, but its password is not the one derived from this master key: "
                    + $"{error.MessageText}. "
                + "If no other installation uses that role, run: tendril migrate --reset-role-passwords. "
                + "Otherwise set ConnectionStrings__TendrilApp and ConnectionStrings__TendrilSystem.",
                error);
        }
    }

    private string Derived(string role) =>
        new NpgsqlConnectionStringBuilder(owner) { Username = role, Password = Password(role) }.ConnectionString;

    private string Password(string role) => Convert.ToHexStringLower(masterKey.Derive("database-role:" + role));

    private static async Task<string> DatabaseAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        (string)(await ScalarAsync(connection, "SELECT quote_ident(current_database()), @name", "", cancel))!;

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, string name,
        CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("name", name);
        return await command.ExecuteScalarAsync(cancel);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
