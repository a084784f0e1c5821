namespace Tendril.Sync.Device;

/// <summary>What a device knows of its own syncing, stored so that a restart forgets none of it.</summary>
public sealed record DeviceState
{
    /// <summary>How far the device has come; null before the first frame.</summary>
    public string? Cursor { get; init; }

    /// <summary>True when a first download has come to its end since the last start anew.</summary>
    public bool Complete { get; init; }

    /// <summary>Counts the downloads from the beginning.</summary>
    public int Download { get; init; } = 1;

    /// <summary>
    /// Tables of which all rows are asked for: those that were switched off during a whole download, and those that
    /// were found to hold other rows than the server. What of their rows is gone is known when they have come.
    /// </summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>The number of the newest operation.</summary>
    public long LastNumber { get; init; }

    /// <summary>The moment that the newest operation claims, in milliseconds since 1970.</summary>
    public long LastClaimedAt { get; init; }

    public BackOff Push { get; init; } = BackOff.None;

    public BackOff Pull { get; init; } = BackOff.None;

    /// <summary>Who syncs at the moment; null for nobody.</summary>
    public SyncLease? Lease { get; init; }

    /// <summary>When a pull last came to its end, by the device's clock.</summary>
    public DateTimeOffset? LastSyncAt { get; init; }

    /// <summary>How often a table was found to hold other rows than the server.</summary>
    public int Divergences { get; init; }
}

/// <summary>The right to sync one store, for a while: a run that hangs or died is followed by another.</summary>
/// <param name="Holder">The run.</param>
/// <param name="Until">By the device's clock.</param>
public sealed record SyncLease(Guid Holder, DateTimeOffset Until)
{
    /// <summary>How long a run may be silent before another takes its place: 30 s.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    /// <summary>False for a lease that has run out, and for one from before the clock was set back.</summary>
    public bool IsHeld(DateTimeOffset now) => now < Until && Until - now <= Length;
}
