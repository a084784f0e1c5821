using Tendril.Sync.Merge;
using Tendril.Sync.Protocol;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>Where an operation stands.</summary>
public enum OutboxState
{
    /// <summary>Stored here, never sent; its base may still follow the answers to earlier ones.</summary>
    Unsent,
    /// <summary>Sent at least once without an answer. It never changes again: the server may have it.</summary>
    Sent,
    /// <summary>The server has it. It is shown on top of the row until a pull has brought what came of it.</summary>
    Answered,
    /// <summary>Refused; kept with its reason until a person has looked.</summary>
    Parked,
}

/// <summary>One operation in the outbox: an edit or a step.</summary>
/// <param name="Id">Made and stored before it is first sent.</param>
/// <param name="Edit">What the person did, with the values before and the revision that the device had. With a step it
/// names the row which that is about, and no fields.</param>
public sealed record OutboxEntry(Guid Id, RowEdit Edit)
{
    /// <summary>The step; null for an edit.</summary>
    public Intent? Step { get; init; }

    /// <summary>The rows that it changes on the screen: its own, and those that its step writes.</summary>
    public IReadOnlyList<(SyncTable Table, Guid Row)> Touched { get; init; } = [(Edit.Table, Edit.RowId)];

    /// <summary>The order in which things were done on this device.</summary>
    public long Number { get; init; }

    /// <summary>The device's clock when the person did it, in milliseconds since 1970.</summary>
    public long ClaimedAt { get; init; }

    /// <summary>Operations of one group are sent, applied and refused together.</summary>
    public Guid? Group { get; init; }

    public OutboxState State { get; init; }

    /// <summary>The last answer; null before the first.</summary>
    public OperationResult? Result { get; init; }

    /// <summary>True while the server may not have it.</summary>
    public bool IsPending => State is OutboxState.Unsent or OutboxState.Sent;
}
