namespace Tendril.Sync;

/// <summary>A refusal of one operation: a stable code, the field, a sentence for a person, and what to do.</summary>
public sealed record SyncRefusal(string Code, string Message, string Help, string? Field = null);

/// <summary>A code with its cause and remedy, for the documentation; it makes the refusals that carry it.</summary>
public sealed record SyncCode(string Code, string Cause, string Remedy)
{
    /// <summary>
    /// True when the same operation may be taken later: it stays in the outbox, and the refusal is not kept.
    /// </summary>
    public bool Retryable { get; init; }

    public SyncRefusal Refuse(string message, string? field = null) => new(Code, message, Remedy, field);
}
