using Npgsql;
using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Postgres;

/// <summary>
/// Reads and locks the rows of a push: those that it edits, and those that its steps and rules look at. Tables go in
/// their order, rows in that of their ids, so that two pushes do not block each other.
/// </summary>
internal sealed class RowLocks(SyncTables tables, IReadOnlyDictionary<string, TableSql> sql, StepList steps)
{
    public async Task<RowsUnderWay> LockAsync(
        NpgsqlConnection connection, IReadOnlyList<ReadOperation> operations, CancellationToken cancel)
    {
        var rows = new RowsUnderWay(tables);
        List<Operation> read = [.. operations.Select(one => one.Operation).OfType<Operation>()];
        var needs = All(read.Select(one => StepWork.NeedsOf(steps, one)));
        var edited = read.Select(one => one.Edit).OfType<Merge.RowEdit>().Select(edit => (edit.Table.Name, edit.RowId));
        await ReadAsync(connection, rows, needs with { Rows = [.. needs.Rows.Concat(edited).Distinct()] }, cancel);
        return rows;
    }

    private static StepNeeds All(IEnumerable<StepNeeds> needs)
    {
        List<StepNeeds> all = [.. needs.Where(one => one != StepNeeds.None)];
        return all.Count == 0 ? StepNeeds.None : new StepNeeds
        {
            Rows = [.. all.SelectMany(one => one.Rows).Distinct()],
            Looks = [.. all.SelectMany(one => one.Looks).Distinct()],
            Children = [.. all.SelectMany(one => one.Children).Distinct()],
        };
    }

    public async Task ReadAsync(
        NpgsqlConnection connection, RowsUnderWay rows, StepNeeds needs, CancellationToken cancel)
    {
        rows.Asked(needs);
        var byTable = needs.Rows.ToLookup(one => one.Table, one => one.Id);
        var looks = needs.Looks.Except(needs.Rows).ToLookup(one => one.Table, one => one.Id);
        var children = needs.Children.ToLookup(one => one.Table);
        foreach (var table in tables.InOrder)
        {
            await ReadAsync(connection, rows, table, sql[table.Name].LockRows, [.. byTable[table.Name]], cancel);
            await ReadAsync(connection, rows, table, sql[table.Name].ReadRows, [.. looks[table.Name]], cancel);
            foreach (var field in children[table.Name].GroupBy(one => one.Field))
                await ReadAsync(connection, rows, table, sql[table.Name].LockChildren(field.Key),
                    [.. field.Select(one => one.Parent)], cancel);
        }
    }

    private static async Task ReadAsync(
        NpgsqlConnection connection, RowsUnderWay rows, SyncTable table, string sql, Guid[] ids,
        CancellationToken cancel)
    {
        if (ids.Length == 0) return;
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = ids } } };
        await command.PrepareAsync(cancel);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) rows.Read(table, RowReader.Read(reader, table));
    }
}
