using System.Collections.Frozen;

namespace Tendril.Sync.Tables;

/// <summary>All synced tables, parents before children.</summary>
public sealed class SyncTables
{
    private readonly FrozenDictionary<string, SyncTable> _byName;

    /// <exception cref="InvalidOperationException">Two tables have one name, or a parent does not come
    /// first.</exception>
    public SyncTables(params SyncTable[] tables)
    {
        InOrder = [.. tables.OrderBy(table => table.Rank).ThenBy(table => table.Name, StringComparer.Ordinal)];
        if (tables.GroupBy(table => table.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InvalidOperationException($"{twice.Key} is declared twice");
        _byName = tables.ToFrozenDictionary(table => table.Name, StringComparer.Ordinal);
        foreach (var (table, parent) in Parents())
            if (!_byName.TryGetValue(parent, out var above) || above.Rank >= table.Rank)
                throw new InvalidOperationException($"{table.Name} comes before its parent {parent}");
    }

    /// <summary>The tables in the order in which rows are applied.</summary>
    public IReadOnlyList<SyncTable> InOrder { get; }

    public SyncTable? Find(string name) => _byName.GetValueOrDefault(name);

    public SyncTable this[string name] => _byName[name];

    private IEnumerable<(SyncTable Table, string Parent)> Parents() =>
        from table in InOrder
        from field in table.Fields
        where field.Parent is not null && field.Parent != table.Name
        select (table, field.Parent);
}
