using Npgsql;

namespace Tendril.Server.Storage;

/// <summary>Plain SQL with numbered parameters, for rows that come by the thousand.</summary>
public static class PlainSql
{
    /// <summary>A command with <c>$1</c>, <c>$2</c>, …; null becomes NULL.</summary>
    public static NpgsqlCommand Sql(this NpgsqlConnection connection, string sql, params object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return command;
    }

    public static async Task<int> RunAsync(this NpgsqlCommand command, CancellationToken cancel)
    {
        await using (command) return await command.ExecuteNonQueryAsync(cancel);
    }

    public static async Task<IReadOnlyList<T>> ReadAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        await using (command)
        {
            List<T> rows = [];
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) rows.Add(read(reader));
            return rows;
        }
    }
}
