namespace Tendril.Server.Platform.Postgres;

/// <summary>
/// Who the database runs as. PostgreSQL refuses root, so root hands over to an unprivileged user; anyone else runs it
/// as themselves.
/// </summary>
public sealed class DatabaseUser
{
    private readonly IReadOnlyList<string> prefix;

    private DatabaseUser(string? name, IReadOnlyList<string> prefix)
    {
        Name = name;
        this.prefix = prefix;
    }

    /// <summary>The user root hands over to; null when no hand-over is needed.</summary>
    public string? Name { get; }

    /// <summary>Decides who runs the cluster: its owner if it exists already, else the configured user.</summary>
    public static async Task<DatabaseUser> ForAsync(string cluster, string configured, CancellationToken cancel)
    {
        if (!Environment.IsPrivilegedProcess) return new DatabaseUser(null, []);
        var name = Directory.Exists(cluster) ? await OwnerOfAsync(cluster, cancel) : configured;
        if (name == "root") name = configured;
        var known = await ProgramRun.RunAsync(["id", "-u", name], cancel);
        var group = await ProgramRun.RunAsync(["id", "-g", name], cancel);
        if (!known.Succeeded || known.Output.Trim() == "0")
        {
            throw new PrivatePostgresException(
                $"PostgreSQL refuses to run as root, and there is no unprivileged user \"{name}\" to run it. "
                + $"As root run: {PostgresBinaries.InstallCommand}");
        }

        return new DatabaseUser(name, HandOver(name, group.Output.Trim()));
    }

    /// <summary>Runs a program as this user.</summary>
    public Task<ProgramRun> RunAsync(IReadOnlyList<string> command, CancellationToken cancel) =>
        ProgramRun.RunAsync([.. prefix, .. command], cancel);

    /// <summary>Makes a folder that only this user may enter.</summary>
    public async Task MakePrivateFolderAsync(string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Name is null) return;
        var given = await ProgramRun.RunAsync(["chown", $"{Name}:", folder], cancel);
        if (!given.Succeeded)
            throw new PrivatePostgresException($"The folder {folder} cannot be given to {Name}: {given.Said}");
    }

    /// <summary>Refuses a folder that this user cannot reach, naming the part of the path that is closed.</summary>
    public async Task CheckReachesAsync(string folder, CancellationToken cancel)
    {
        if (await FirstClosedAsync(folder, cancel) is not { } closed) return;
        throw new PrivatePostgresException(
            $"The database runs as the user \"{Name ?? Environment.UserName}\", who cannot enter {closed}, "
            + $"so the data folder {folder} cannot be used. "
            + $"Choose another with --data (for example /var/lib/tendril), or run: chmod o+x {closed}");
    }

    /// <summary>The first part of the path that this user cannot enter; null when all are open.</summary>
    public async Task<string?> FirstClosedAsync(string folder, CancellationToken cancel)
    {
        var steps = new List<string>();
        for (var step = folder; step is not null; step = Path.GetDirectoryName(step)) steps.Insert(0, step);
        const string script = "for step; do test -x \"$step\" || { echo \"$step\"; exit 1; }; done";
        var tried = await RunAsync(["/bin/sh", "-c", script, "sh", .. steps], cancel);
        return tried.Succeeded ? null : tried.Output.Trim();
    }

    private static async Task<string> OwnerOfAsync(string folder, CancellationToken cancel) =>
        (await ProgramRun.RunAsync(["stat", "-c", "%U", folder], cancel)).Output.Trim();

    private static IReadOnlyList<string> HandOver(string name, string group)
    {
        string[] folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];
        string? Find(string program) => folders.Select(one => Path.Combine(one, program)).FirstOrDefault(File.Exists);
        if (Find("setpriv") is { } setpriv)
            return [setpriv, $"--reuid={name}", $"--regid={group}", "--init-groups", "--inh-caps=-all", "--"];
        if (Find("runuser") is { } runuser) return [runuser, "-u", name, "--"];
        throw new PrivatePostgresException(
            "Neither setpriv nor runuser is installed, so root cannot hand the database to an unprivileged user. "
            + "As root run: apt-get update && apt-get install -y util-linux");
    }
}
