using Tendril.Server.Storage;
using Tendril.Tests.Support;

namespace Tendril.Tests.Storage;

/// <summary>One migrated database for the tests of a class that only look.</summary>
public sealed class MigratedDatabase(DatabaseCluster cluster) : IAsyncLifetime
{
    public DatabaseConnections Connections { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Connections = await cluster.CreateAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
