using Tendril.Sync.Protocol;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Steps.Conflicts;

/// <summary>A conflict record with what it is about, as a step finds it.</summary>
/// <param name="Record">The row of <c>conflicts</c>.</param>
/// <param name="Table">The table that it is about.</param>
/// <param name="Row">The row that it is about; null when that is deleted.</param>
/// <param name="Field">The field, where a value can be chosen; null for a row as a whole, or when there is no row.
/// </param>
/// <param name="OthersOpen">True when the row has another open conflict.</param>
internal sealed record ConflictCase(StepRow Record, SyncTable Table, StepRow? Row, SyncField? Field, bool OthersOpen)
{
    public const string Records = "conflicts";

    private const string Mark = "conflict_seen";

    /// <summary>What the field holds now.</summary>
    public string? Current => Field is null ? Record["stands"] : Row![Field.Name];

    public bool IsOpen => Record["status"] == "open";

    public static StepNeeds Needs(Intent intent) => new() { Rows = [(Records, intent.RowId)] };

    /// <summary>The row that the record is about, and the other records of that row.</summary>
    public static StepNeeds NeedsNext(StepScene scene, Intent intent, SyncTables tables)
    {
        if (scene.Row(Records, intent.RowId) is not { } record) return StepNeeds.None;
        var row = Guid.Parse(record["row_id"]!);
        return new StepNeeds
        {
            Rows = tables.Find(record["table_name"]!) is { } table ? [(table.Name, row)] : [],
            Children = [(Records, "row_id", row)],
        };
    }

    /// <summary>Finds the case and asks whether the person may decide it.</summary>
    /// <returns>Why not; null when they may.</returns>
    public static SyncRefusal? Find(
        StepScene scene, Intent intent, StepMoment moment, SyncTables tables, out ConflictCase? found)
    {
        found = null;
        if (scene.Row(Records, intent.RowId) is not { } record || tables.Find(record["table_name"]!) is not { } table)
            return SyncCodes.RowUnknown.Refuse("There is no such conflict");
        if (!moment.May($"{table.Area}:edit"))
            return SyncCodes.NotAllowed.Refuse($"You may not edit {table.Name.Replace('_', ' ')}");
        var id = Guid.Parse(record["row_id"]!);
        var row = scene.Row(table.Name, id);
        var field = row is null ? null : table.Find(record["field"]!);
        if (field?.Policy == FieldPolicy.ServerOwned) field = null;
        var others = scene.Children(Records, "row_id", id).Any(one => one.Id != record.Id
            && one["table_name"] == table.Name && one["status"] == "open");
        found = new ConflictCase(record, table, row, field, others);
        return null;
    }

    /// <summary>Writes to the row what changes: the field, and the mark by which it asks a person to look.</summary>
    public IEnumerable<RowWrite> RowWrites(string? value, bool asksForReview)
    {
        if (Row is null) yield break;
        var set = new Dictionary<string, string?>();
        if (Field is not null && value != Current) set[Field.Name] = value;
        var mark = asksForReview ? "true" : "false";
        if (Table.PositionOf(Mark) >= 0 && Row[Mark] != mark) set[Mark] = mark;
        if (set.Count > 0) yield return new RowWrite(Table.Name, Row.Id, set);
    }
}
