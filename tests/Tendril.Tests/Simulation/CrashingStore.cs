using Tendril.Sync;
using Tendril.Sync.Device;
using Tendril.Sync.Tables;

namespace Tendril.Tests.Simulation;

/// <summary>The device died: nothing of its program runs on.</summary>
internal sealed class DeviceDiedException() : Exception("The device died");

/// <summary>A store whose device can die before and after each commit.</summary>
internal sealed class CrashingStore(IDeviceStore store, Func<bool> dies) : IDeviceStore
{
    private bool _dead;

    public void Kill() => _dead = true;

    public void Restart() => _dead = false;

    public T Transact<T>(Func<IDeviceTransaction, T> work)
    {
        if (_dead) throw new DeviceDiedException();
        var done = store.Transact(transaction =>
        {
            var result = work(transaction);
            DieMaybe();
            return result;
        });
        DieMaybe();
        return done;
    }

    private void DieMaybe()
    {
        if (!dies()) return;
        _dead = true;
        throw new DeviceDiedException();
    }
}

/// <summary>The planted mistake: what was done before the last push by the clock counts as sent.</summary>
internal sealed class DirtyByTimeStore(IDeviceStore store) : IDeviceStore
{
    public long PushedAt { get; set; }

    public T Transact<T>(Func<IDeviceTransaction, T> work) =>
        store.Transact(transaction => work(new Blind(transaction, PushedAt)));

    private sealed class Blind(IDeviceTransaction inner, long pushedAt) : IDeviceTransaction
    {
        public DeviceState State { get => inner.State; set => inner.State = value; }

        public DeviceRow? FindRow(SyncTable table, Guid id) => inner.FindRow(table, id);

        public IEnumerable<DeviceRow> Rows(SyncTable table) => inner.Rows(table);

        public void PutRow(SyncTable table, DeviceRow row) => inner.PutRow(table, row);

        public void RemoveRow(SyncTable table, Guid id) => inner.RemoveRow(table, id);

        public Digest DigestOf(SyncTable table) => inner.DigestOf(table);

        public IEnumerable<OutboxEntry> Outbox() => inner.Outbox()
            .Where(entry => entry.State != OutboxState.Unsent || entry.ClaimedAt > pushedAt);

        public IEnumerable<OutboxEntry> OutboxOf(SyncTable table, Guid row) => inner.OutboxOf(table, row);

        public void PutEntry(OutboxEntry entry) => inner.PutEntry(entry);

        public void RemoveEntry(OutboxEntry entry) => inner.RemoveEntry(entry);

        public void Stage(PullFrame frame) => inner.Stage(frame);

        public IReadOnlyList<PullFrame> Staged() => inner.Staged();

        public void ClearStage() => inner.ClearStage();
    }
}
