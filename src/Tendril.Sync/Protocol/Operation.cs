using System.Text.Json;
using Tendril.Sync.Merge;

namespace Tendril.Sync.Protocol;

/// <summary>
/// One thing that a person did on a device. Its id is made and stored there before it is first sent, and it never
/// changes after that.
/// </summary>
public sealed record Operation(Guid Id)
{
    /// <summary>When the person did it, by the device's clock, in milliseconds since 1970.</summary>
    public long ClaimedAt { get; init; }

    /// <summary>The same, bounded by the server; set when it is judged.</summary>
    public long At { get; init; }

    /// <summary>Operations of one group are applied together or not at all.</summary>
    public Guid? Group { get; init; }

    /// <summary>On a shared device: the enrolled person who did it. Null: the one who is signed in.</summary>
    public Guid? Actor { get; init; }

    /// <summary>The edit of a row; null for an intent. Its moment is set by the server.</summary>
    public RowEdit? Edit { get; init; }

    /// <summary>A step that the server decides, as <c>harvest.finalize</c>; null for an edit.</summary>
    public Intent? Intent { get; init; }

    /// <summary>SHA-256 over all of the above, whatever the order of keys and the blanks in the JSON.</summary>
    public required byte[] ContentHash { get; init; }
}

/// <summary>
/// A step of work whose outcome the server decides with the same handler that the online address calls.
/// </summary>
/// <param name="Name">Its name: area and verb, as <c>task.complete</c>.</param>
/// <param name="RowId">The row that it is about.</param>
/// <param name="Arguments">What the handler needs.</param>
public sealed record Intent(string Name, Guid RowId, JsonElement Arguments);

/// <summary>What became of an operation.</summary>
public enum OperationStatus
{
    /// <summary>It stands as it was sent.</summary>
    Applied,
    /// <summary>It stands together with edits of others.</summary>
    Merged,
    /// <summary>A value of it, or of another, is in a conflict record.</summary>
    Conflict,
    /// <summary>It was refused; nothing of it was done.</summary>
    Rejected,
    /// <summary>It came before; the answer is the one from then.</summary>
    Duplicate,
    /// <summary>The device is revoked; the operation is kept for review and had no effect.</summary>
    Quarantined,
}

/// <summary>The answer to one operation.</summary>
public sealed record OperationResult(Guid Id, OperationStatus Status)
{
    /// <summary>The revision at which it was applied; 0 when it was not.</summary>
    public long Revision { get; init; }

    public SyncRefusal? Refusal { get; init; }

    /// <summary>For a duplicate: what became of it the first time.</summary>
    public OperationStatus? First { get; init; }
}
