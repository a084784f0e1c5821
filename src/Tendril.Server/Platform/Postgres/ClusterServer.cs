using Npgsql;

namespace Tendril.Server.Platform.Postgres;

/// <summary>Brings one cluster up and down. The caller sees to it that nobody else does so at the same time.</summary>
internal sealed class ClusterServer(
    ClusterFolder folder,
    PostgresBinaries binaries,
    DatabaseUser user,
    PrivatePostgresOptions options,
    TimeProvider time,
    ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public ClusterFolder Folder => folder;

    public PostgresBinaries Binaries => binaries;

    public PrivatePostgresOptions Options => options;

    public string AdminConnectionString =>
        ConnectionString(ClusterRoles.Admin, "postgres") + ";Pooling=false";

    public string ConnectionString(string role, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = folder.SocketFolder,
        Port = ClusterFolder.Port,
        Username = role,
        Database = database,
        ApplicationName = "tendril",
        Timezone = "UTC",
    }.ConnectionString;

    /// <summary>Joins a running cluster, or makes and starts it.</summary>
    public async Task EnsureRunningAsync(CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        if (await AnswersAsync(began, cancel))
        {
            log.LogInformation("Using the database that already runs in {Folder}", folder.Data);
            return;
        }

        await WaitForOldProcessesAsync(began, cancel);
        RemoveStaleLocks();
        if (!folder.Exists) await CreateAsync(cancel);
        await folder.PrepareAsync(options, user, cancel);
        await StartAsync(cancel);
        log.LogInformation(
            "PostgreSQL {Major} is ready in {Folder} after {Milliseconds:0} ms",
            binaries.Major, folder.Data, time.GetElapsedTime(began).TotalMilliseconds);
    }

    public async Task StopAsync(CancellationToken cancel)
    {
        if (ClusterProcesses.Postmaster(folder.Cluster) is null) return;
        var mode = options.Durable ? "fast" : "immediate";
        var stopped = await user.RunAsync(
            [binaries["pg_ctl"], "stop", "-w", "-t", "120", "-m", mode, "-D", folder.Cluster], cancel);
        if (!stopped.Succeeded && ClusterProcesses.Postmaster(folder.Cluster) is { } pid)
        {
            throw new PrivatePostgresException(
                $"PostgreSQL in {folder.Cluster} (process {pid}) did not stop: {stopped.Said}. "
                + $"Its log is {folder.Log}.");
        }

        folder.RemoveShortFolder();
        log.LogInformation("The database in {Folder} is stopped", folder.Data);
    }

    /// <summary>
    /// True once a running server answers; false when there is none, or it went away while we waited.
    /// </summary>
    private async Task<bool> AnswersAsync(long began, CancellationToken cancel)
    {
        if (ClusterProcesses.PidFileNames(folder.Cluster) is null) return false;
        while (true)
        {
            var problem = await TryConnectAsync(cancel);
            if (problem is null) return true;
            if (ClusterProcesses.Postmaster(folder.Cluster) is not { } pid) return false;
            if (time.GetElapsedTime(began) > options.Patience)
            {
                throw new PrivatePostgresException(
                    $"PostgreSQL runs in {folder.Cluster} (process {pid}) but does not answer: {problem.Message}. "
                    + $"Its log is {folder.Log}.",
                    problem);
            }

            await Task.Delay(Pause, time, cancel);
        }
    }

    private async Task<Exception?> TryConnectAsync(CancellationToken cancel)
    {
        try
        {
            await using var connection = new NpgsqlConnection(AdminConnectionString);
            await connection.OpenAsync(cancel);
            return null;
        }
        catch (NpgsqlException error)
        {
            return error;
        }
    }

    /// <summary>
    /// After a kill of the main process its helpers need a moment to notice; they still hold the memory.
    /// </summary>
    private async Task WaitForOldProcessesAsync(long began, CancellationToken cancel)
    {
        while (ClusterProcesses.All(folder.Cluster) is { Count: > 0 } left)
        {
            if (time.GetElapsedTime(began) > options.Patience)
            {
                throw new PrivatePostgresException(
                    $"Processes of an earlier PostgreSQL still work in {folder.Cluster}: {string.Join(", ", left)}. "
                    + "End them with kill, and start again.");
            }

            await Task.Delay(Pause, time, cancel);
        }
    }

    /// <summary>
    /// The pid file of a killed server, and the lock beside its socket, may name a process that is now somebody else's,
    /// or a dead one that nobody has buried; PostgreSQL would then refuse to start. No process of the cluster is left
    /// when this is called, so the files protect nothing.
    /// </summary>
    private void RemoveStaleLocks()
    {
        if (Directory.Exists(folder.SocketFolder)) File.Delete(folder.SocketLock);
        var file = ClusterProcesses.PidFile(folder.Cluster);
        if (!File.Exists(file)) return;
        log.LogWarning(
            "The database in {Folder} was not stopped cleanly (its pid file names process {Pid}); it recovers now",
            folder.Data, ClusterProcesses.PidFileNames(folder.Cluster));
        File.Delete(file);
    }

    private async Task CreateAsync(CancellationToken cancel)
    {
        log.LogInformation("Creating the database in {Folder}", folder.Data);
        // A start that was killed half-way leaves an unfinished folder behind, which nobody has used.
        if (Directory.Exists(folder.Unfinished)) Directory.Delete(folder.Unfinished, recursive: true);
        await user.MakePrivateFolderAsync(folder.Unfinished, cancel);
        List<string> command =
        [
            binaries["initdb"], "-D", folder.Unfinished, "-U", ClusterRoles.Admin, "-E", "UTF8", "--locale=C.UTF-8",
            "--auth-local=trust", "--auth-host=reject", "--data-checksums",
        ];
        if (!options.Durable) command.Add("--no-sync");
        var made = await user.RunAsync(command, cancel);
        if (!made.Succeeded)
            throw new PrivatePostgresException($"PostgreSQL could not create its files in {folder.Data}: {made.Said}");
        Directory.Move(folder.Unfinished, folder.Cluster);
    }

    private async Task StartAsync(CancellationToken cancel)
    {
        // pg_ctl puts the server into a session of its own, so that Ctrl+C in the terminal reaches Tendril alone.
        var seconds = ((int)options.Patience.TotalSeconds).ToString();
        var started = await user.RunAsync(
            [binaries["pg_ctl"], "start", "-w", "-t", seconds, "-s", "-D", folder.Cluster, "-l", folder.Log], cancel);
        if (started.Succeeded) return;
        var tail = File.Exists(folder.Log) ? string.Join('\n', File.ReadLines(folder.Log).TakeLast(8)) : "";
        throw new PrivatePostgresException(
            $"PostgreSQL did not start in {folder.Cluster}: {started.Said}\nThe end of its log {folder.Log}:\n{tail}");
    }
}
