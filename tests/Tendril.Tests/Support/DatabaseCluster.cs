using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tendril.Server.Platform.Postgres;
using Tendril.Server.Storage;
using Tendril.Tests.Support;

[assembly: AssemblyFixture(typeof(DatabaseCluster))]

namespace Tendril.Tests.Support;

/// <summary>
/// One PostgreSQL for the whole run, started when the first test asks; one migrated template, copied per test class.
/// </summary>
public sealed class DatabaseCluster : IAsyncLifetime
{
    private const string Template = "tendril_template";
    private readonly SemaphoreSlim _gate = new(1, 1);
    private PrivatePostgres? _postgres;
    private int _count;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A fresh migrated database.</summary>
    public async Task<DatabaseConnections> CreateAsync(CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            _postgres ??= await StartAsync(cancel);
            var name = $"test_{++_count}";
            await _postgres.CreateDatabaseAsync(name, Template, cancel);
            return Connections(_postgres, name);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A fresh database with nothing in it.</summary>
    public async Task<DatabaseConnections> CreateEmptyAsync(CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            _postgres ??= await StartAsync(cancel);
            var name = $"empty_{++_count}";
            await _postgres.CreateDatabaseAsync(name, null, cancel);
            return Connections(_postgres, name);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_postgres is not null) await _postgres.DisposeAsync();
        _gate.Dispose();
    }

    private static async Task<PrivatePostgres> StartAsync(CancellationToken cancel)
    {
        var postgres = await PrivatePostgres.StartAsync(
            PrivatePostgresOptions.ForTests(), TimeProvider.System, NullLogger.Instance, cancel);
        await postgres.CreateDatabaseAsync(Template, null, cancel);
        var owner = postgres.ConnectionString(ClusterRoles.Owner, Template);
        await new Migrator(owner, TimeProvider.System, NullLogger.Instance).MigrateAsync(cancel);
        NpgsqlConnection.ClearAllPools();
        return postgres;
    }

    private static DatabaseConnections Connections(PrivatePostgres postgres, string name)
    {
        // Many test classes hold pools at once; small ones keep the cluster under its limit.
        string Small(string role) => postgres.ConnectionString(role, name) + ";Maximum Pool Size=12";
        return new DatabaseConnections(Small(ClusterRoles.Owner), Small(ClusterRoles.App), Small(ClusterRoles.System));
    }
}
