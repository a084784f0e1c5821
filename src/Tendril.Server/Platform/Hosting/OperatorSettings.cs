namespace Tendril.Server.Platform.Hosting;

/// <summary>
/// What an operator has set: <c>appsettings.json</c> beside the program, then the one in the data folder, then the
/// environment (<c>TENDRIL__…</c>), then the command line.
/// </summary>
public sealed class OperatorSettings
{
    private readonly IConfiguration all;

    internal OperatorSettings(IConfiguration all, string dataFolder)
    {
        this.all = all;
        DataFolder = dataFolder;
    }

    public string DataFolder { get; }

    /// <summary>A database elsewhere instead of the private one: the string of the role that owns it.</summary>
    public string? ExternalOwner => all.GetConnectionString("Tendril");

    public string? ExternalApp => all.GetConnectionString("TendrilApp");

    public string? ExternalSystem => all.GetConnectionString("TendrilSystem");

    public string? MasterKey => this["MasterKey"];

    /// <summary>Where the master key is kept; in the data folder by default.</summary>
    public string MasterKeyFile => this["MasterKeyFile"] ?? Path.Combine(DataFolder, "master.key");

    /// <summary>The built web app: what is set, or what was put beside the program.</summary>
    public string? WebRoot
    {
        get
        {
            var beside = Path.Combine(AppContext.BaseDirectory, "wwwroot");
            return this["WebRoot"] ?? (File.Exists(Path.Combine(beside, "index.html")) ? beside : null);
        }
    }

    /// <summary>A setting of the section Tendril.</summary>
    public string? this[string name] => all["Tendril:" + name] is { Length: > 0 } value ? value : null;

    /// <summary>All settings of the section Tendril, for the web server.</summary>
    public IReadOnlyDictionary<string, string?> ForServer =>
        all.GetSection("Tendril").AsEnumerable(makePathsRelative: true).ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <param name="data">What --data said; null when it was not given.</param>
    public static async Task<OperatorSettings> ReadAsync(string? data, CancellationToken cancel)
    {
        var outside = Sources(null);
        var folder = data ?? outside["Tendril:Data"];
        folder = folder is null
            ? await DefaultDataFolder.FindAsync(outside["Tendril:Home"] ?? Environment.CurrentDirectory, cancel)
            : Path.GetFullPath(folder);
        return new OperatorSettings(Sources(folder), folder);
    }

    private static IConfigurationRoot Sources(string? dataFolder)
    {
        var builder = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        if (dataFolder is not null)
            builder.AddJsonFile(Path.Combine(dataFolder, "appsettings.json"), optional: true);
        return builder.AddEnvironmentVariables().Build();
    }
}
