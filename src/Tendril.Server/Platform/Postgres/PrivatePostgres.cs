using Npgsql;

namespace Tendril.Server.Platform.Postgres;

/// <summary>
/// Tendril's own PostgreSQL cluster in the data folder: started when it is not running, joined when it is, stopped by
/// the last server that leaves it. Reached over a local socket that only its user (and root) may open.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private readonly ClusterServer server;
    private readonly ClusterLease lease;
    private readonly ILogger log;
    private bool joined;

    private PrivatePostgres(ClusterServer server, ClusterLease lease, ILogger log)
    {
        this.server = server;
        this.lease = lease;
        this.log = log;
    }

    /// <summary>The installed programs that fit this cluster.</summary>
    public PostgresBinaries Binaries => server.Binaries;

    /// <summary>The folder of the socket.</summary>
    public string SocketFolder => server.Folder.SocketFolder;

    /// <summary>PostgreSQL's own folder.</summary>
    public string ClusterPath => server.Folder.Cluster;

    /// <summary>The process id of PostgreSQL's main process.</summary>
    public int? ProcessId => ClusterProcesses.Postmaster(server.Folder.Cluster);

    /// <summary>Starts or joins the cluster and makes sure that its roles and database exist.</summary>
    /// <exception cref="PrivatePostgresException">The message says what to do.</exception>
    public static async Task<PrivatePostgres> StartAsync(
        PrivatePostgresOptions options, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        var folder = new ClusterFolder(options.DataFolder);
        MakeDataFolder(folder.Data);
        var user = await DatabaseUser.ForAsync(folder.Cluster, options.UnprivilegedUser, cancel);
        await user.CheckReachesAsync(folder.Data, cancel);
        var binaries = options.Binaries ?? await PostgresBinaries.FindAsync(folder.Major, cancel);
        var postgres = new PrivatePostgres(
            new ClusterServer(folder, binaries, user, options, time, log), new ClusterLease(folder.Data, time), log);
        try
        {
            await postgres.JoinAsync(cancel);
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection string for one of <see cref="ClusterRoles"/>.</summary>
    public string ConnectionString(string role, string database = ClusterRoles.Database) =>
        server.ConnectionString(role, database);

    /// <summary>Makes another database with the same rights, optionally as a copy. For tests and restores.</summary>
    public async Task CreateDatabaseAsync(string name, string? template, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(server.AdminConnectionString);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await ClusterRoles.CreateDatabaseAsync(connection, name, template, cancel);
    }

    /// <summary>
    /// Starts the cluster again when its main process is gone; false when it runs. With several servers the first one
    /// through the door starts it, and the others find it running.
    /// </summary>
    /// <exception cref="PrivatePostgresException">It does not start; the message says what to do.</exception>
    public async Task<bool> ReviveAsync(CancellationToken cancel)
    {
        if (ProcessId is not null) return false;
        using var door = await lease.EnterDoorAsync(server.Options.Patience, cancel);
        await server.EnsureRunningAsync(cancel);
        return true;
    }

    /// <summary>Leaves the cluster and stops it unless another server uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!joined) return;
        joined = false;
        using (await lease.EnterDoorAsync(server.Options.Patience, CancellationToken.None))
        {
            if (!lease.LeaveAsLast())
            {
                log.LogInformation("Another server uses the database in {Folder}; it keeps running",
                    server.Folder.Data);
                return;
            }

            await server.StopAsync(CancellationToken.None);
        }

        if (server.Options.DeleteOnStop) Directory.Delete(server.Folder.Data, recursive: true);
    }

    private async Task JoinAsync(CancellationToken cancel)
    {
        using var door = await lease.EnterDoorAsync(server.Options.Patience, cancel);
        lease.Join();
        joined = true;
        await server.EnsureRunningAsync(cancel);
        await ClusterRoles.EnsureAsync(server.AdminConnectionString, cancel);
    }

    private static void MakeDataFolder(string folder)
    {
        // Root's folder is passable, not readable, for others: the database's user must get through to its own part.
        var own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var pass = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            Directory.CreateDirectory(folder, Environment.IsPrivilegedProcess ? own | pass : own);
            var probe = Path.Combine(folder, "." + Path.GetRandomFileName());
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new PrivatePostgresException(
                $"The data folder {folder} cannot be written by the user \"{Environment.UserName}\": {error.Message} "
                + "Choose another with --data, or give this user the right to write there.",
                error);
        }
    }
}
