namespace Tendril.Metrc.Simulator.State;

/// <summary>One row as readers see it, with its rendered JSON kept until something it mentions changes.</summary>
public sealed class Version<T>(T row, DateTimeOffset visibleAt, Version<T>? previous) where T : Row
{
    public T Row { get; } = row;
    internal DateTimeOffset VisibleAt { get; } = visibleAt;
    internal Version<T>? Previous { get; } = previous;
    internal byte[]? Json { get; set; }
    internal int JsonRevision { get; set; }

    /// <summary>
    /// The newest version a reader may see at <paramref name="now"/>; null before the first is visible.
    /// </summary>
    internal Version<T>? SeenAt(DateTimeOffset now)
    {
        var version = this;
        while (version is not null && version.VisibleAt > now) version = version.Previous;
        return version;
    }
}

/// <summary>
/// All rows of one kind: by id, by name, and as lists in LastModified order that are sorted once per change.
/// Not safe by itself: callers hold <see cref="SimulatorState.Gate"/>.
/// </summary>
public sealed class Table<T>(Journal journal) where T : Row
{
    private readonly Dictionary<long, Version<T>> _rows = [];
    private readonly Dictionary<(long Scope, string Key), long> _keys = [];
    private readonly Dictionary<long, HashSet<long>> _byFacility = [];
    private readonly Dictionary<(long Facility, string List), View> _views = [];

    private sealed record View(Version<T>[] Rows, DateTimeOffset StaleAt);

    internal IEnumerable<T> All => _rows.Values.Select(v => v.Row);

    internal IEnumerable<T> Of(long facilityId) =>
        _byFacility.TryGetValue(facilityId, out var ids) ? ids.Order().Select(id => _rows[id].Row) : [];

    internal T? Find(long id) => _rows.TryGetValue(id, out var version) ? version.Row : null;

    internal T? Find(long scope, string? key) =>
        key is not null && _keys.TryGetValue((scope, Fold(key)), out var id) ? _rows[id].Row : null;

    internal Version<T>? SeenAt(long id, DateTimeOffset now) =>
        _rows.TryGetValue(id, out var version) ? version.SeenAt(now) : null;

    /// <summary>Adds or replaces a row; undone when the request it belongs to is refused.</summary>
    internal void Put(T row)
    {
        var before = _rows.GetValueOrDefault(row.Id);
        Place(row, before?.Row, new Version<T>(row, journal.VisibleAt, journal.IsLagging ? before : null));
        journal.OnUndo(() => Restore(row, before));
    }

    /// <summary>
    /// The rows of a list at a facility, oldest change first; the same array until something changes.
    /// </summary>
    internal ReadOnlySpan<Version<T>> List(long facilityId, string list, Func<T, bool> belongs, DateTimeOffset now)
    {
        if (_views.TryGetValue((facilityId, list), out var view) && view.StaleAt > now) return view.Rows;
        view = Build(facilityId, belongs, now);
        _views[(facilityId, list)] = view;
        return view.Rows;
    }

    private View Build(long facilityId, Func<T, bool> belongs, DateTimeOffset now)
    {
        var stale = DateTimeOffset.MaxValue;
        var rows = new List<Version<T>>();
        foreach (var id in _byFacility.GetValueOrDefault(facilityId, []))
        {
            var newest = _rows[id];
            if (newest.VisibleAt > now && newest.VisibleAt < stale) stale = newest.VisibleAt;
            if (newest.SeenAt(now) is { } seen && belongs(seen.Row)) rows.Add(seen);
        }
        rows.Sort((a, b) => a.Row.LastModified.CompareTo(b.Row.LastModified) is var order and not 0
            ? order
            : a.Row.Id.CompareTo(b.Row.Id));
        return new View([.. rows], stale);
    }

    private void Restore(T row, Version<T>? before)
    {
        if (before is not null)
        {
            Place(before.Row, row, before);
            return;
        }
        Forget(row);
        _rows.Remove(row.Id);
        _byFacility[row.FacilityId].Remove(row.Id);
        _views.Clear();
    }

    private void Place(T row, T? before, Version<T> version)
    {
        if (before is not null)
        {
            Forget(before);
            if (before.FacilityId != row.FacilityId) _byFacility[before.FacilityId].Remove(row.Id);
        }
        _rows[row.Id] = version;
        if (row.HoldsKey) _keys[(row.KeyScope, Fold(row.Key))] = row.Id;
        if (!_byFacility.TryGetValue(row.FacilityId, out var ids)) _byFacility[row.FacilityId] = ids = [];
        ids.Add(row.Id);
        _views.Clear();
    }

    private void Forget(T row)
    {
        var key = (row.KeyScope, Fold(row.Key));
        if (_keys.TryGetValue(key, out var id) && id == row.Id) _keys.Remove(key);
    }

    private static string Fold(string key) => key.Trim().ToUpperInvariant();
}
