using Tendril.Server.Platform.Postgres;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Hosting;

/// <summary>
/// An installation that is open: its settings, master key and database. Disposing it lets go of the private database,
/// which stops when nobody else uses it.
/// </summary>
public sealed class Installation : IAsyncDisposable
{
    private Installation(
        OperatorSettings settings, MasterKey masterKey, DatabaseConnections database, PrivatePostgres? privatePostgres)
    {
        Settings = settings;
        MasterKey = masterKey;
        Database = database;
        Private = privatePostgres;
    }

    public OperatorSettings Settings { get; }

    public MasterKey MasterKey { get; }

    public DatabaseConnections Database { get; }

    /// <summary>Null when the database is somebody else's.</summary>
    public PrivatePostgres? Private { get; }

    /// <summary>Opens or makes the installation in the data folder. Nothing is migrated yet.</summary>
    /// <exception cref="OperatorException">Says what is wrong and what to do.</exception>
    /// <exception cref="PrivatePostgresException">Likewise, about the private database.</exception>
    public static async Task<Installation> OpenAsync(
        OperatorSettings settings, TimeProvider time, ILogger log, CancellationToken cancel,
        bool resetRolePasswords = false)
    {
        if (settings.ExternalOwner is not null) return await OpenExternalAsync(settings, resetRolePasswords, cancel);
        var postgres = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions(settings.DataFolder)
            {
                UnprivilegedUser = settings["DatabaseUser"] ?? PrivatePostgresOptions.DefaultUser,
            },
            time, log, cancel);
        try
        {
            var connections = new DatabaseConnections(
                postgres.ConnectionString(ClusterRoles.Owner),
                postgres.ConnectionString(ClusterRoles.App),
                postgres.ConnectionString(ClusterRoles.System));
            var state = await SchemaState.ReadAsync(connections.Owner, cancel);
            var key = MasterKeyFile.Load(settings, mayCreate: state.IsFresh);
            return new Installation(settings, key, connections, postgres);
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        if (Private is not null) await Private.DisposeAsync();
    }

    private static async Task<Installation> OpenExternalAsync(
        OperatorSettings settings, bool resetRolePasswords, CancellationToken cancel)
    {
        var state = await SchemaState.ReadAsync(settings.ExternalOwner!, cancel);
        var key = MasterKeyFile.Load(settings, mayCreate: state.IsFresh);
        var roles = new ExternalRoles(settings, key);
        await roles.EnsureAsync(resetRolePasswords, cancel);
        return new Installation(settings, key, roles.Connections, null);
    }
}
