using Tendril.Sync.Tables;

namespace Tendril.Sync.Steps;

/// <summary>A row as a step finds it.</summary>
public sealed record StepRow(SyncTable Table, Guid Id, IReadOnlyList<string?> Values)
{
    /// <summary>The canonical text of a field; null for empty.</summary>
    public string? this[string field] => Values[Table.PositionOf(field)];
}

/// <summary>
/// The rows as the operations before made them, within the person's reach. A row that is deleted, or another's, is not
/// there.
/// </summary>
public sealed class StepScene(
    Func<string, Guid, StepRow?> row, Func<string, string, Guid, IEnumerable<StepRow>> children)
{
    public StepRow? Row(string table, Guid id) => row(table, id);

    /// <summary>The rows whose field names the parent, in the order of their ids.</summary>
    public IReadOnlyList<StepRow> Children(string table, string field, Guid parent) =>
        [.. children(table, field, parent).OrderBy(one => FieldText.Of(one.Id), StringComparer.Ordinal)];
}
