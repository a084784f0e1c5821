using System.Globalization;

namespace Tendril.Server.Platform.Postgres;

/// <summary>Which processes of this machine belong to one cluster: PostgreSQL's, working in its folder.</summary>
internal static class ClusterProcesses
{
    /// <summary>The main server process named by the pid file, if it is really a server of this cluster.</summary>
    public static int? Postmaster(string cluster) =>
        PidFileNames(cluster) is { } pid && BelongsTo(pid, cluster) ? pid : null;

    /// <summary>What the first line of postmaster.pid says; null without a file or with a broken one.</summary>
    public static int? PidFileNames(string cluster)
    {
        try
        {
            var first = File.ReadLines(PidFile(cluster)).FirstOrDefault();
            return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public static string PidFile(string cluster) => Path.Combine(cluster, "postmaster.pid");

    /// <summary>All processes of the cluster, including those that outlived their main process.</summary>
    public static IReadOnlyList<int> All(string cluster) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => Path.GetFileName(folder))
            .Where(name => name.All(char.IsAsciiDigit))
            .Select(name => int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture))
            .Where(pid => BelongsTo(pid, cluster))];

    public static bool BelongsTo(int pid, string cluster)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").Trim() == "postgres"
                && new FileInfo($"/proc/{pid}/cwd").LinkTarget == cluster;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Gone in the meantime, or another user's: then it cannot be a process of our cluster.
            return false;
        }
    }
}
