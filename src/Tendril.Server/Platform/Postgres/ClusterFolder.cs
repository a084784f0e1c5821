using System.Globalization;
using System.Text;

namespace Tendril.Server.Platform.Postgres;

/// <summary>The places of one private cluster, and the settings written there.</summary>
internal sealed class ClusterFolder
{
    /// <summary>The number in the socket's file name. No network port is opened.</summary>
    public const int Port = 5432;

    /// <summary>A Unix socket address holds 108 bytes, the last of them zero.</summary>
    public const int LongestSocketPath = 107;

    private const string SocketSetting = "unix_socket_directories";
    private const string ShortFolderPrefix = "tendril-pg-";

    public ClusterFolder(string dataFolder)
    {
        Data = RealPath(dataFolder);
        Cluster = Path.Combine(Data, "postgres");
    }

    public string Data { get; }

    /// <summary>PostgreSQL's own data directory.</summary>
    public string Cluster { get; }

    /// <summary>Where initdb works; renamed to <see cref="Cluster"/> when it is whole.</summary>
    public string Unfinished => Cluster + ".new";

    public string Log => Path.Combine(Cluster, "tendril.log");

    private string Settings => Path.Combine(Cluster, "tendril.conf");

    public bool Exists => File.Exists(Path.Combine(Cluster, "PG_VERSION"));

    /// <summary>The major version that made the cluster; null when there is none yet.</summary>
    public int? Major => Exists
        ? PostgresBinaries.MajorOf(File.ReadAllText(Path.Combine(Cluster, "PG_VERSION")))
        : null;

    /// <summary>Where clients find the socket, as written in the settings of the cluster.</summary>
    public string SocketFolder
    {
        get
        {
            var line = File.Exists(Settings)
                ? File.ReadLines(Settings)
                .FirstOrDefault(one => one.StartsWith(SocketSetting, StringComparison.Ordinal))
                : null;
            return Path.Combine(Cluster, line?.Split('\'')[1] ?? "socket");
        }
    }

    /// <summary>PostgreSQL's own lock beside the socket, with the process id of whoever made it.</summary>
    public string SocketLock => Path.Combine(SocketFolder, $".s.PGSQL.{Port}.lock");

    /// <summary>Whether the socket in the cluster's own folder can be addressed by clients.</summary>
    public bool FitsOwnSocket =>
        Encoding.UTF8.GetByteCount(Path.Combine(Cluster, "socket", $".s.PGSQL.{Port}")) <= LongestSocketPath;

    /// <summary>Makes the socket folder and writes the settings; called before each start.</summary>
    public async Task PrepareAsync(PrivatePostgresOptions options, DatabaseUser user, CancellationToken cancel)
    {
        var socket = "socket";
        if (!FitsOwnSocket)
            socket = IsOwnShortFolder(SocketFolder) ? SocketFolder : NewShortFolder();
        await user.MakePrivateFolderAsync(Path.Combine(Cluster, socket), cancel);
        await File.WriteAllTextAsync(Settings, SettingsText(socket, options), cancel);
        var main = Path.Combine(Cluster, "postgresql.conf");
        if (!(await File.ReadAllTextAsync(main, cancel)).Contains("'tendril.conf'", StringComparison.Ordinal))
            await File.AppendAllTextAsync(main, "\ninclude = 'tendril.conf'\n", cancel);
        const long big = 10 * 1024 * 1024;
        if (new FileInfo(Log) is { Exists: true, Length: > big } log) log.MoveTo(Log + ".1", overwrite: true);
    }

    /// <summary>Removes what the stopped cluster left outside its folder.</summary>
    public void RemoveShortFolder()
    {
        if (IsOwnShortFolder(SocketFolder)) Directory.Delete(SocketFolder, recursive: true);
    }

    private static string NewShortFolder() => Directory.CreateTempSubdirectory(ShortFolderPrefix).FullName;

    private static bool IsOwnShortFolder(string folder) =>
        Path.GetFileName(folder).StartsWith(ShortFolderPrefix, StringComparison.Ordinal) && Directory.Exists(folder)
        && File.GetUnixFileMode(folder) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private static string SettingsText(string socket, PrivatePostgresOptions options)
    {
        var text = new StringBuilder("# Written by Tendril at each start; changes here are lost.\n");
        text.Append(CultureInfo.InvariantCulture, $"{SocketSetting} = '{socket}'\n");
        text.Append(CultureInfo.InvariantCulture, $"port = {Port}\nmax_connections = {options.MaxConnections}\n");
        text.Append("""
            listen_addresses = ''
            unix_socket_permissions = 0700
            shared_buffers = 128MB
            work_mem = 16MB
            timezone = 'UTC'
            log_timezone = 'UTC'
            log_line_prefix = '%m [%p] %u@%d '
            password_encryption = scram-sha-256
            idle_in_transaction_session_timeout = 10min

            """);
        if (!options.Durable) text.Append("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n");
        return text.ToString();
    }

    /// <summary>The path without symbolic links, as the kernel reports it for a process that works there.</summary>
    private static string RealPath(string path)
    {
        var real = "/";
        foreach (var part in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            real = Directory.Exists(next)
                ? new DirectoryInfo(next).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next
                : next;
        }

        return real;
    }
}
