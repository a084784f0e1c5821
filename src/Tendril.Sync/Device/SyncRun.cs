using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>
/// One run of syncing a store. Each of its transactions asks whether it still holds the lease and makes it longer.
/// </summary>
internal sealed class SyncRun(
    IDeviceStore store, ISyncTransport transport, SyncTables tables, RowScreens screens, TimeProvider time, Guid id)
{
    public ISyncTransport Transport { get; } = transport;

    public SyncTables Tables { get; } = tables;

    public RowScreens Screens { get; } = screens;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <returns>False when another run is under way.</returns>
    public bool Begin() => store.Transact(transaction =>
    {
        if (transaction.State.Lease is { } held && held.Holder != id && held.IsHeld(Now)) return false;
        Renew(transaction);
        return true;
    });

    public T Transact<T>(Func<IDeviceTransaction, T> work) => store.Transact(transaction =>
    {
        if (transaction.State.Lease?.Holder != id) throw new SyncLeaseLostException();
        Renew(transaction);
        return work(transaction);
    });

    public void Transact(Action<IDeviceTransaction> work) => Transact(transaction =>
    {
        work(transaction);
        return true;
    });

    public void End() => store.Transact(transaction =>
    {
        if (transaction.State.Lease?.Holder == id) transaction.State = transaction.State with { Lease = null };
        return true;
    });

    private void Renew(IDeviceTransaction transaction) => transaction.State = transaction.State with
    {
        Lease = new SyncLease(id, Now + SyncLease.Length),
    };
}

/// <summary>The run was silent for so long that another took its place.</summary>
internal sealed class SyncLeaseLostException() : Exception("Another run syncs this store now");
