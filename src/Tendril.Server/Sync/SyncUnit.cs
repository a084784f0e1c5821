using System.Data;
using Npgsql;
using Tendril.Server.Storage;

namespace Tendril.Server.Sync;

/// <summary>One transaction of one organisation for the engine. Nothing is kept unless it was committed.</summary>
internal sealed class SyncUnit(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    public NpgsqlConnection Connection => connection;

    public static async Task<SyncUnit> BeginAsync(
        NpgsqlDataSource source, Guid organizationId, IsolationLevel level, CancellationToken cancel)
    {
        var connection = await source.OpenConnectionAsync(cancel);
        try
        {
            var transaction = await connection.BeginTransactionAsync(level, cancel);
            await connection.Sql("SELECT set_config('tendril.organization_id', $1, true)", organizationId.ToString())
                .RunAsync(cancel);
            return new SyncUnit(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task CommitAsync(CancellationToken cancel) => transaction.CommitAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
