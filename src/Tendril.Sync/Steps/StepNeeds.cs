namespace Tendril.Sync.Steps;

/// <summary>
/// The rows that a decision looks at or writes, so that the server reads and locks all of a push at once, always in the
/// same order. What a decision asks for besides is read then, and the push is decided anew.
/// </summary>
public sealed record StepNeeds
{
    public static readonly StepNeeds None = new();

    public IReadOnlyList<(string Table, Guid Id)> Rows { get; init; } = [];

    /// <summary>Rows that are looked at and never written, so that nobody waits for them.</summary>
    public IReadOnlyList<(string Table, Guid Id)> Looks { get; init; } = [];

    /// <summary>All rows of a table that name a parent in a field.</summary>
    public IReadOnlyList<(string Table, string Field, Guid Parent)> Children { get; init; } = [];
}

/// <summary>What a step writes: a new row, or new values for some fields of one that is in the scene. It may set fields
/// that only the server writes.</summary>
/// <param name="Table">A synced table.</param>
/// <param name="Row">Its id. That of a new row is made from the operation, or from what the row stands for.</param>
/// <param name="Set">Canonical texts by field; null for empty.</param>
public sealed record RowWrite(string Table, Guid Row, IReadOnlyDictionary<string, string?> Set);

/// <summary>What is decided about a step.</summary>
public sealed record StepOutcome
{
    /// <summary>Why nothing is done; null when it is not refused.</summary>
    public SyncRefusal? Refusal { get; init; }

    /// <summary>True when what the step wanted stands already, by another's doing or by its own.</summary>
    public bool AlreadyDone { get; init; }

    public IReadOnlyList<RowWrite> Writes { get; init; } = [];

    /// <summary>
    /// Rows that only the server writes, whatever was decided. When the rest of a group tears the step down,
    /// <see cref="IStep.Blocked"/> says instead what is kept.
    /// </summary>
    public IReadOnlyList<RowWrite> Always { get; init; } = [];

    /// <summary>What happens to tables that no device holds; the server's <see cref="IStepEffects"/> does it.</summary>
    public IReadOnlyList<object> Effects { get; init; } = [];

    public static StepOutcome Done { get; } = new() { AlreadyDone = true };

    public static StepOutcome Refuse(SyncRefusal refusal) => new() { Refusal = refusal };

    public static StepOutcome Write(params IReadOnlyList<RowWrite> writes) => new() { Writes = writes };
}
