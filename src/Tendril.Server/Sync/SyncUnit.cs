using System.Data;
using Npgsql;
using Tendril.Server.Storage;

namespace Tendril.Server.Sync;

/// <summary>One transaction of one organisation for the engine. Nothing is kept unless it was committed.</summary>
internal sealed class SyncUnit(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    public NpgsqlConnection Connection => connection;

    private const string Name = "SELECT set_config('tendril.organization_id', $1, true)";

    public static async Task<SyncUnit> BeginAsync(
        NpgsqlDataSource source, Guid organizationId, IsolationLevel level, CancellationToken cancel) =>
        await BeginAsync(source, level, async connection =>
        {
            await using var name = connection.Sql(Name, organizationId.ToString());
            await name.PrepareAsync(cancel);
            await name.ExecuteNonQueryAsync(cancel);
        }, cancel);

    /// <summary>Begins and asks the first question on the same way to the database.</summary>
    public static async Task<(SyncUnit Unit, IReadOnlyList<T> Found)> BeginAsync<T>(
        NpgsqlDataSource source, Guid organizationId, IsolationLevel level, string sql, object[] values,
        Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        List<T> found = [];
        var unit = await BeginAsync(source, level, async connection =>
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Name)
            {
                Parameters = { new NpgsqlParameter { Value = organizationId.ToString() } },
            });
            var question = new NpgsqlBatchCommand(sql);
            foreach (var value in values) question.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(question);
            await batch.PrepareAsync(cancel);
            await using var reader = await batch.ExecuteReaderAsync(cancel);
            await reader.NextResultAsync(cancel);
            while (await reader.ReadAsync(cancel)) found.Add(read(reader));
        }, cancel);
        return (unit, found);
    }

    private static async Task<SyncUnit> BeginAsync(
        NpgsqlDataSource source, IsolationLevel level, Func<NpgsqlConnection, Task> first,
        CancellationToken cancel)
    {
        var connection = await source.OpenConnectionAsync(cancel);
        try
        {
            var transaction = await connection.BeginTransactionAsync(level, cancel);
            await first(connection);
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
