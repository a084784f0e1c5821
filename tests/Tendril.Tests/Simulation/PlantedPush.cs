using Npgsql;
using Tendril.Sync.Merge;
using Tendril.Sync.Postgres;
using Tendril.Sync.Protocol;
using Tendril.Sync.Tables;

namespace Tendril.Tests.Simulation;

/// <summary>Changes what the engine is given, where a planted mistake lies in the judging of operations.</summary>
internal sealed class PlantedPush(Planted bug, NpgsqlConnection connection, Func<Operation, string?[]?> screen)
{
    public async Task<IReadOnlyList<ReadOperation>> ChangeAsync(List<ReadOperation> operations)
    {
        List<ReadOperation> changed = [];
        foreach (var read in operations)
            changed.Add(read.Operation is null ? read : read with
            {
                Group = bug == Planted.GroupTorn ? null : read.Group,
                Operation = bug switch
                {
                    Planted.GroupTorn => read.Operation with { Group = null },
                    Planted.IdempotencyWithoutHash => read.Operation with { ContentHash = [0] },
                    Planted.WholeRowLastWriter => await WholeRowAsync(read.Operation),
                    _ => read.Operation,
                },
            });
        return changed;
    }

    private async Task<Operation> WholeRowAsync(Operation operation)
    {
        if (operation.Edit is not { Kind: EditKind.Patch } edit || screen(operation) is not { } values
            || await CurrentAsync(edit) is not { } current) return operation;
        var fields = edit.Table.Fields.Select((_, position) => position)
            .Where(position => edit.Table.Fields[position].Policy != FieldPolicy.ServerOwned)
            .Select(position => new FieldEdit(position, current.Values[position], values[position]));
        return operation with { Edit = edit with { Fields = [.. fields] } };
    }

    private async Task<SyncedRow?> CurrentAsync(RowEdit edit)
    {
        await using var command = new NpgsqlCommand($"{new TableSql(edit.Table).Read} WHERE id = $1", connection)
        {
            Parameters = { new() { Value = edit.RowId } },
        };
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        return await reader.ReadAsync(TestContext.Current.CancellationToken)
            ? RowReader.Read(reader, edit.Table) : null;
    }
}
