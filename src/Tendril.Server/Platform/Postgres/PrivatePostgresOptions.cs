namespace Tendril.Server.Platform.Postgres;

/// <summary>Where the private cluster lives and how it runs.</summary>
/// <param name="DataFolder">The installation's data folder; the cluster takes <c>postgres</c> in it.</param>
public sealed record PrivatePostgresOptions(string DataFolder)
{
    /// <summary>The user that Debian's packages make for PostgreSQL.</summary>
    public const string DefaultUser = "postgres";

    /// <summary>The programs to use; found on the machine when null.</summary>
    public PostgresBinaries? Binaries { get; init; }

    /// <summary>Who runs the database when Tendril is started by root.</summary>
    public string UnprivilegedUser { get; init; } = DefaultUser;

    /// <summary>False only for tests: a power cut may then lose or damage everything.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Remove the data folder when the last user of the cluster leaves. For tests.</summary>
    public bool DeleteOnStop { get; init; }

    public int MaxConnections { get; init; } = 150;

    /// <summary>How long to wait for a start, a recovery or the death of an old server's processes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A throw-away cluster in a new folder: no disk flushes, gone after the last user leaves.</summary>
    public static PrivatePostgresOptions ForTests() =>
        new(Path.Combine(Path.GetTempPath(), TestFolderPrefix + Path.GetRandomFileName().Replace(".", "")))
        {
            Durable = false,
            DeleteOnStop = true,
            MaxConnections = 300,
        };

    /// <summary>What the names of throw-away data folders begin with.</summary>
    public const string TestFolderPrefix = "tendril-test-";
}
