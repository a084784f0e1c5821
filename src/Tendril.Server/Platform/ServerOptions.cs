using Tendril.Server.Platform.Postgres;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform;

/// <summary>What one server needs to know before it starts.</summary>
public sealed record ServerOptions(DatabaseConnections Database, MasterKey MasterKey)
{
    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>Only this machine unless told otherwise; put a TLS proxy in front before opening it.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Our own database, kept alive by this server; null when it is somebody else's.</summary>
    public PrivatePostgres? PrivateDatabase { get; init; }

    /// <summary>Built web app (index.html and assets); null serves the API alone.</summary>
    public string? WebRoot { get; init; }

    /// <summary>A demo may never speak to a real Metrc host.</summary>
    public bool Demo { get; init; }

    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Tests replace the walls here: clock, HTTP.</summary>
    public Action<IServiceCollection>? Walls { get; init; }
}
