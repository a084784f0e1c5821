using Tendril.Sync.Merge;
using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Postgres;

/// <summary>
/// A row under way in one push: as it was before, as the next operation finds it, and when it was last edited in
/// this push, in milliseconds since 1970.
/// </summary>
internal sealed record RowUnderWay(SyncTable Table, SyncedRow? Before, SyncedRow? Now, long At)
{
    /// <summary>True when something is to be written.</summary>
    public bool IsChanged => !ReferenceEquals(Before, Now);
}

/// <summary>
/// The rows of one push in memory, with a journal, so that a group that fails leaves nothing behind.
/// </summary>
internal sealed class RowsUnderWay(SyncTables tables)
{
    private readonly Dictionary<(string Table, Guid Id), RowUnderWay> _rows = [];
    private readonly HashSet<(string Table, Guid Id)> _asked = [];
    private readonly HashSet<(string Table, string Field, Guid Parent)> _children = [];
    private readonly HashSet<(string Table, Guid Id)> _missing = [];
    private readonly HashSet<(string Table, string Field, Guid Parent)> _missingChildren = [];
    private readonly List<((string Table, Guid Id) Key, RowUnderWay? Before)> _journal = [];

    public IReadOnlyCollection<RowUnderWay> All => _rows.Values;

    /// <summary>Where the journal stands; <see cref="RollBack"/> takes back what came after.</summary>
    public int Mark => _journal.Count;

    /// <summary>The row; null when it is neither on the server nor made in this push.</summary>
    public RowUnderWay? Find(string table, Guid id) => _rows.GetValueOrDefault((table, id));

    /// <summary>A row was read and locked.</summary>
    public void Read(SyncTable table, SyncedRow row) =>
        _rows.TryAdd((table.Name, row.Id), new RowUnderWay(table, row, row, row.CreatedAt));

    /// <summary>What was looked for, so that a row that is not there is told from one that nobody asked for.</summary>
    public void Asked(StepNeeds needs)
    {
        _asked.UnionWith(needs.Rows);
        _asked.UnionWith(needs.Looks);
        _children.UnionWith(needs.Children);
    }

    public void Set(Guid id, RowUnderWay row)
    {
        var key = (row.Table.Name, id);
        _journal.Add((key, _rows.GetValueOrDefault(key)));
        _rows[key] = row;
    }

    public void RollBack(int mark)
    {
        for (var i = _journal.Count - 1; i >= mark; i--)
            if (_journal[i].Before is { } before) _rows[_journal[i].Key] = before;
            else _rows.Remove(_journal[i].Key);
        _journal.RemoveRange(mark, _journal.Count - mark);
    }

    /// <summary>What a decision asked for before it was read; null when everything was there.</summary>
    public StepNeeds? TakeMissing()
    {
        if (_missing.Count + _missingChildren.Count == 0) return null;
        var needs = new StepNeeds { Rows = [.. _missing], Children = [.. _missingChildren] };
        _missing.Clear();
        _missingChildren.Clear();
        return needs;
    }

    /// <summary>What the steps of one person find.</summary>
    public StepScene SceneOf(SyncCaller caller) => new(
        (table, id) =>
        {
            if (!_asked.Contains((table, id))) _missing.Add((table, id));
            return Seen(caller, Find(table, id));
        },
        (table, field, parent) =>
        {
            if (!_children.Contains((table, field, parent))) _missingChildren.Add((table, field, parent));
            return Children(caller, table, field, parent);
        });

    /// <summary>Writes what a step decided.</summary>
    /// <param name="write">A new row, or new values of one that is there.</param>
    /// <param name="at">When it was done, in milliseconds since 1970.</param>
    /// <param name="by">Who did it.</param>
    /// <returns>The row as it is now.</returns>
    public SyncedRow Write(RowWrite write, long at, Guid by)
    {
        var table = tables[write.Table];
        var row = Find(write.Table, write.Row) ?? new RowUnderWay(table, null, null, at);
        string?[] values = row.Now is { } now ? [.. now.Values] : [.. table.Fields.Select(field => field.Initial)];
        var edited = new Dictionary<string, long>(row.Now?.EditedAt ?? new Dictionary<string, long>());
        var editors = new Dictionary<string, Guid>(row.Now?.EditedBy ?? new Dictionary<string, Guid>());
        foreach (var (name, text) in write.Set)
        {
            var field = table.Find(name)
                ?? throw new InvalidOperationException($"A step writes {write.Table}.{name}, which is not declared");
            values[table.PositionOf(name)] = text;
            if (row.Now is null) continue;
            edited[name] = Math.Max(at, row.Now.WhenEdited(field));
            editors[name] = by;
        }
        var next = (row.Now ?? new SyncedRow(write.Row) { Values = values, CreatedAt = at })
            with
        { Values = values, EditedAt = edited, EditedBy = editors };
        Set(write.Row, row with { Now = next, At = at });
        return next;
    }

    private IEnumerable<StepRow> Children(SyncCaller caller, string table, string field, Guid parent)
    {
        var position = tables[table].PositionOf(field);
        var named = FieldText.Of(parent);
        return _rows.Values
            .Where(row => row.Table.Name == table && row.Now is { } now && now.Values[position] == named)
            .Select(row => Seen(caller, row)).OfType<StepRow>();
    }

    private static StepRow? Seen(SyncCaller caller, RowUnderWay? row) =>
        row?.Now is { Deleted: false } now && caller.Sees(row.Table, now.Values)
            ? new StepRow(row.Table, now.Id, now.Values) : null;
}
