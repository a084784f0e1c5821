using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>A store that lives as long as the process.</summary>
public sealed class MemoryStore : IDeviceStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TableRows> _tables = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, OutboxEntry> _outbox = [];
    private readonly Dictionary<Guid, SortedSet<long>> _byRow = [];
    private readonly Dictionary<Guid, long> _byId = [];
    private readonly List<PullFrame> _staged = [];
    private DeviceState _state = new();

    public T Transact<T>(Func<IDeviceTransaction, T> work)
    {
        lock (_gate)
        {
            var transaction = new Transaction(this);
            try
            {
                return work(transaction);
            }
            catch
            {
                transaction.Undo();
                throw;
            }
        }
    }

    private TableRows RowsOf(SyncTable table)
    {
        if (!_tables.TryGetValue(table.Name, out var rows)) _tables[table.Name] = rows = new TableRows();
        return rows;
    }

    private OutboxEntry? SetEntry(long number, OutboxEntry? entry)
    {
        _outbox.Remove(number, out var before);
        if (before is not null)
        {
            _byId.Remove(before.Id);
            foreach (var row in before.Touched.Select(one => one.Row).Distinct())
                if (_byRow[row] is var numbers && numbers.Remove(number) && numbers.Count == 0) _byRow.Remove(row);
        }
        if (entry is null) return before;
        _outbox[number] = entry;
        _byId[entry.Id] = number;
        foreach (var (_, row) in entry.Touched)
        {
            if (!_byRow.TryGetValue(row, out var same)) _byRow[row] = same = [];
            same.Add(number);
        }
        return before;
    }

    /// <summary>The rows of one table with their digest.</summary>
    private sealed class TableRows
    {
        private Digest _digest;

        public Dictionary<Guid, DeviceRow> ById { get; } = [];

        public Digest Digest => _digest;

        /// <returns>The row that was there before.</returns>
        public DeviceRow? Set(Guid id, DeviceRow? row)
        {
            ById.TryGetValue(id, out var before);
            if (before is { OnServer: true }) _digest.Remove(id, before.Revision);
            if (row is { OnServer: true }) _digest.Add(id, row.Revision);
            if (row is null) ById.Remove(id);
            else ById[id] = row;
            return before;
        }
    }

    /// <summary>Writes at once and remembers how to take it back.</summary>
    private sealed class Transaction(MemoryStore store) : IDeviceTransaction
    {
        private readonly List<(TableRows Rows, Guid Id, DeviceRow? Before)> _rows = [];
        private readonly Stack<Action> _others = new();

        public DeviceState State
        {
            get => store._state;
            set
            {
                var before = store._state;
                _others.Push(() => store._state = before);
                store._state = value;
            }
        }

        public DeviceRow? FindRow(SyncTable table, Guid id) => store.RowsOf(table).ById.GetValueOrDefault(id);

        public IEnumerable<DeviceRow> Rows(SyncTable table) => store.RowsOf(table).ById.Values;

        public void PutRow(SyncTable table, DeviceRow row) => Set(table, row.Id, row);

        public void RemoveRow(SyncTable table, Guid id) => Set(table, id, null);

        public Digest DigestOf(SyncTable table) => store.RowsOf(table).Digest;

        public IEnumerable<OutboxEntry> Outbox() => store._outbox.Values;

        public IEnumerable<OutboxEntry> OutboxOf(SyncTable table, Guid row) =>
            store._byRow.TryGetValue(row, out var numbers)
                ? numbers.Select(number => store._outbox[number])
                    .Where(entry => entry.Touched.Contains((table, row))) : [];

        public void PutEntry(OutboxEntry entry)
        {
            if (store._byId.TryGetValue(entry.Id, out var number) && number != entry.Number)
                throw new InvalidOperationException($"Operation {entry.Id} is in the outbox already");
            SetEntry(entry.Number, entry);
        }

        public void RemoveEntry(OutboxEntry entry) => SetEntry(entry.Number, null);

        public void Stage(PullFrame frame)
        {
            _others.Push(() => store._staged.RemoveAt(store._staged.Count - 1));
            store._staged.Add(frame);
        }

        public IReadOnlyList<PullFrame> Staged() => store._staged;

        public void ClearStage()
        {
            PullFrame[] before = [.. store._staged];
            _others.Push(() => store._staged.AddRange(before));
            store._staged.Clear();
        }

        public void Undo()
        {
            for (var i = _rows.Count - 1; i >= 0; i--) _rows[i].Rows.Set(_rows[i].Id, _rows[i].Before);
            while (_others.TryPop(out var undo)) undo();
        }

        private void Set(SyncTable table, Guid id, DeviceRow? row)
        {
            var rows = store.RowsOf(table);
            _rows.Add((rows, id, rows.Set(id, row)));
        }

        private void SetEntry(long number, OutboxEntry? entry)
        {
            var before = store.SetEntry(number, entry);
            _others.Push(() => store.SetEntry(number, before));
        }
    }
}
