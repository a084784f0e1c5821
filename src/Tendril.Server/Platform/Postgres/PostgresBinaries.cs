using System.Globalization;

namespace Tendril.Server.Platform.Postgres;

/// <summary>
/// One installed PostgreSQL: the folder with <c>initdb</c>, <c>pg_ctl</c>, <c>pg_dump</c>, and its version.
/// </summary>
public sealed record PostgresBinaries(string Folder, int Major)
{
    public const int OldestMajor = 15;

    /// <summary>What to type when no usable PostgreSQL is installed.</summary>
    public const string InstallCommand = "apt-get update && apt-get install -y postgresql";

    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres", "pg_dump", "pg_restore"];

    public string this[string program] => Path.Combine(Folder, program);

    /// <summary>
    /// Finds the newest usable installation, or the one of the given major version: an existing cluster can be opened
    /// by no other.
    /// </summary>
    /// <exception cref="PrivatePostgresException">None fits; the message holds the command that installs
    /// one.</exception>
    public static async Task<PostgresBinaries> FindAsync(int? major, CancellationToken cancel) =>
        Choose(await InstalledAsync(await CandidateFoldersAsync(cancel), cancel), major);

    /// <summary>Picks from what is installed.</summary>
    public static PostgresBinaries Choose(IReadOnlyList<PostgresBinaries> installed, int? major)
    {
        var fitting = installed
            .Where(found => found.Major >= OldestMajor && (major is null || found.Major == major))
            .MaxBy(found => found.Major);
        if (fitting is not null) return fitting;
        var have = installed.Count == 0
            ? "none is installed"
            : "installed: " + string.Join(", ", installed.Select(found => $"{found.Major} in {found.Folder}"));
        throw new PrivatePostgresException(major is null
            ? $"PostgreSQL {OldestMajor} or newer is needed; {have}. As root run: {InstallCommand}"
            : $"The database in the data folder was made by PostgreSQL {major}, which is needed to open it; {have}. "
              + $"As root run: apt-get update && apt-get install -y postgresql-{major}");
    }

    /// <summary>Reads the versions of the folders that hold a whole server.</summary>
    public static async Task<IReadOnlyList<PostgresBinaries>> InstalledAsync(
        IEnumerable<string> folders, CancellationToken cancel)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in folders.Where(IsWhole).Distinct(StringComparer.Ordinal))
        {
            var version = await ProgramRun.RunAsync([Path.Combine(folder, "postgres"), "--version"], cancel);
            if (version.Succeeded && MajorOf(version.Output) is { } number) found.Add(new(folder, number));
        }

        return found;
    }

    /// <summary>Folders where PostgreSQL may be: Debian's, the search path, and what pg_config says.</summary>
    public static async Task<IReadOnlyList<string>> CandidateFoldersAsync(CancellationToken cancel)
    {
        var folders = new List<string>();
        if (Directory.Exists("/usr/lib/postgresql"))
            folders.AddRange(Directory.GetDirectories("/usr/lib/postgresql").Select(one => Path.Combine(one, "bin")));
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        folders.AddRange(path);
        if (path.Any(one => File.Exists(Path.Combine(one, "pg_config"))))
        {
            var configured = await ProgramRun.RunAsync(["pg_config", "--bindir"], cancel);
            if (configured.Succeeded) folders.Add(configured.Output.Trim());
        }

        return folders;
    }

    /// <summary>"postgres (PostgreSQL) 15.18 (Debian …)" → 15.</summary>
    public static int? MajorOf(string versionLine)
    {
        var words = versionLine.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var number = words.FirstOrDefault(word => char.IsAsciiDigit(word[0]));
        var digits = number is null ? "" : string.Concat(number.TakeWhile(char.IsAsciiDigit));
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    private static bool IsWhole(string folder) => Needed.All(name => File.Exists(Path.Combine(folder, name)));
}
