namespace Tendril.Sync.Device;

/// <summary>How a device stands.</summary>
/// <param name="Pending">Operations that the server may not have.</param>
/// <param name="Waiting">Those of them that wait for a row of another device.</param>
/// <param name="Parked">Refused operations that a person has to look at, with their reasons.</param>
public sealed record SyncStatus(int Pending, int Waiting, IReadOnlyList<OutboxEntry> Parked)
{
    private static readonly TimeSpan StaleAfter = TimeSpan.FromHours(24);

    /// <summary>When a pull last came to its end, by the device's clock; null for never.</summary>
    public DateTimeOffset? LastSyncAt { get; init; }

    /// <summary>True when that is more than 24 hours ago, or never was.</summary>
    public bool IsStale { get; init; }

    /// <summary>False while the first download is under way.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Why sending last failed; null when it went well.</summary>
    public SyncError? SendError { get; init; }

    /// <summary>Why receiving last failed; null when it went well.</summary>
    public SyncError? ReceiveError { get; init; }

    /// <summary>How often the device was found to hold other rows than the server.</summary>
    public int Divergences { get; init; }

    internal static SyncStatus Of(IDeviceTransaction transaction, DateTimeOffset now)
    {
        var state = transaction.State;
        List<OutboxEntry> all = [.. transaction.Outbox()];
        return new SyncStatus(all.Count(entry => entry.IsPending),
            all.Count(entry => entry is { State: OutboxState.Sent, Result: not null }),
            [.. all.Where(entry => entry.State == OutboxState.Parked)])
        {
            LastSyncAt = state.LastSyncAt,
            // A clock that was set back says nothing about when that was.
            IsStale = state.LastSyncAt is not { } last || (now - last).Duration() > StaleAfter,
            IsComplete = state.Complete,
            SendError = state.Push.Error is { } send ? SyncError.Of(send) : null,
            ReceiveError = state.Pull.Error is { } receive ? SyncError.Of(receive) : null,
            Divergences = state.Divergences,
        };
    }
}
