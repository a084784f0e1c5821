using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>
/// The device's store. It belongs to one person of one organisation. Everything happens in transactions: what a
/// transaction did is there as a whole after a crash, or not at all.
/// </summary>
public interface IDeviceStore
{
    /// <summary>Runs the work and commits it; when it throws, nothing of it is left. Short and local: no network
    /// inside.</summary>
    T Transact<T>(Func<IDeviceTransaction, T> work);
}

/// <summary>One transaction on the store.</summary>
public interface IDeviceTransaction
{
    DeviceState State { get; set; }

    DeviceRow? FindRow(SyncTable table, Guid id);

    IEnumerable<DeviceRow> Rows(SyncTable table);

    void PutRow(SyncTable table, DeviceRow row);

    void RemoveRow(SyncTable table, Guid id);

    /// <summary>The digest of the rows that the server is known to have; kept up to date by the store.</summary>
    Digest DigestOf(SyncTable table);

    /// <summary>All operations in the order of their numbers.</summary>
    IEnumerable<OutboxEntry> Outbox();

    /// <summary>The operations that touch one row in the order of their numbers.</summary>
    IEnumerable<OutboxEntry> OutboxOf(SyncTable table, Guid row);

    /// <summary>Adds an operation, or replaces the one of the same number.</summary>
    /// <exception cref="InvalidOperationException">Another operation has the same id.</exception>
    void PutEntry(OutboxEntry entry);

    void RemoveEntry(OutboxEntry entry);

    /// <summary>Keeps a frame of a pull whose end has not come yet.</summary>
    void Stage(PullFrame frame);

    IReadOnlyList<PullFrame> Staged();

    void ClearStage();
}
