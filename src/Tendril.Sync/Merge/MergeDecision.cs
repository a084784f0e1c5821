namespace Tendril.Sync.Merge;

/// <summary>Whose value stands after a merge.</summary>
public enum MergeWinner
{
    Server,
    Device,
    /// <summary>Both: their union or the larger of them, so that nothing is lost.</summary>
    Both,
}

/// <summary>One decision of a merge, as it is logged: both values, both times, and what stands.</summary>
/// <param name="Field">The field, or <c>*</c> where the row as a whole was deleted on one side.</param>
/// <param name="ServerValue">The canonical text that the server had.</param>
/// <param name="DeviceValue">The canonical text that the device sent.</param>
/// <param name="ServerAt">Milliseconds since 1970, bounded by the server.</param>
/// <param name="DeviceAt">Milliseconds since 1970, bounded by the server.</param>
/// <param name="Winner">Whose value stands.</param>
/// <param name="Stands">The canonical text that stands.</param>
public sealed record MergeDecision(
    string Field, string? ServerValue, string? DeviceValue, long ServerAt, long DeviceAt, MergeWinner Winner,
    string? Stands);

public enum MergeOutcome
{
    /// <summary>The row was as the device knew it, or is new; the edit stands as it is.</summary>
    Applied,
    /// <summary>Others had edited the row meanwhile; all edits stand together.</summary>
    Merged,
    /// <summary>Two values could not both stand; the other one is in a conflict record.</summary>
    Conflict,
    /// <summary>The edit may not be made at all.</summary>
    Refused,
}

/// <summary>What an edit makes of a row.</summary>
public sealed record MergeResult(MergeOutcome Outcome)
{
    /// <summary>The row's values after the merge; null when the row stays as it is.</summary>
    public string?[]? Values { get; init; }

    /// <summary>The positions of the fields that get another value or another time.</summary>
    public IReadOnlyList<int> Changed { get; init; } = [];

    /// <summary>True when the row is deleted after the merge.</summary>
    public bool Deleted { get; init; }

    /// <summary>What was decided where both sides had something to say.</summary>
    public IReadOnlyList<MergeDecision> Decisions { get; init; } = [];

    /// <summary>Why it was refused.</summary>
    public SyncRefusal? Refusal { get; init; }

    /// <summary>The decisions in which a value does not stand: they become a conflict record.</summary>
    public IEnumerable<MergeDecision> Losses => Decisions.Where(one => one.Winner != MergeWinner.Both);
}
