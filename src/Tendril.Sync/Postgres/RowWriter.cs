using System.Text.Json;
using Npgsql;
using Tendril.Sync.Merge;

namespace Tendril.Sync.Postgres;

/// <summary>Writes the rows of one table by one statement, each field as an array of canonical texts.</summary>
internal static class RowWriter
{
    public static async Task InsertAsync(
        NpgsqlConnection connection, SyncCaller caller, TableSql sql, List<RowUnderWay> rows, long revision,
        CancellationToken cancel)
    {
        // A row that was made and deleted in one push was never there for anybody else, but its tombstone is: the
        // device must hear what became of it.
        if (rows.Count == 0) return;
        await using var command = new NpgsqlCommand(sql.Insert, connection);
        Begin(command, caller, revision, rows);
        command.Parameters.Add(new() { Value = rows.Select(row => Moment(row.Now!.CreatedAt)).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(row => Edited(row.Now!)).ToArray() });
        AddFields(command, sql, rows);
        await command.PrepareAsync(cancel);
        if (await command.ExecuteNonQueryAsync(cancel) != rows.Count)
            throw new PushCollisionException(sql.Table.Name);
        var gone = rows.Where(row => row.Now!.Deleted).ToList();
        if (gone.Count > 0) await UpdateAsync(connection, caller, sql, gone, revision, cancel);
    }

    public static async Task UpdateAsync(
        NpgsqlConnection connection, SyncCaller caller, TableSql sql, List<RowUnderWay> rows, long revision,
        CancellationToken cancel)
    {
        if (rows.Count == 0) return;
        await using var command = new NpgsqlCommand(sql.Update, connection);
        Begin(command, caller, revision, rows);
        command.Parameters.Add(new() { Value = rows.Select(row => row.Now!.Deleted).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(row => Edited(row.Now!)).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(row => Editors(row.Now!)).ToArray() });
        AddFields(command, sql, rows);
        await command.PrepareAsync(cancel);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static void Begin(NpgsqlCommand command, SyncCaller caller, long revision, List<RowUnderWay> rows)
    {
        command.Parameters.Add(new() { Value = caller.OrganizationId });
        command.Parameters.Add(new() { Value = revision });
        command.Parameters.Add(new() { Value = rows.Select(row => row.Now!.Id).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(row => Moment(row.At)).ToArray() });
    }

    private static DateTime Moment(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime;

    private static void AddFields(NpgsqlCommand command, TableSql sql, List<RowUnderWay> rows)
    {
        for (var i = 0; i < sql.Table.Fields.Count; i++)
        {
            var position = i;
            command.Parameters.Add(new() { Value = rows.Select(row => row.Now!.Values[position]).ToArray() });
        }
    }

    private static string Editors(SyncedRow row) =>
        row.EditedBy.Count == 0 ? "{}" : JsonSerializer.Serialize(row.EditedBy);

    private static string Edited(SyncedRow row) =>
        row.EditedAt.Count == 0 ? "{}" : JsonSerializer.Serialize(row.EditedAt);
}
