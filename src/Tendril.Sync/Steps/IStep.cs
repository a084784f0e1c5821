using Tendril.Sync.Merge;
using Tendril.Sync.Protocol;

namespace Tendril.Sync.Steps;

/// <summary>
/// A step of work, as <c>task.complete</c>: what a person means, not which fields it sets. Server and device decide it
/// by the same code, so that a device shows what will come of it; the server's word stands.
/// </summary>
public interface IStep
{
    /// <summary>Area and verb, as on the wire.</summary>
    string Name { get; }

    /// <summary>The table of the row that it is about.</summary>
    string Table { get; }

    /// <summary>What a person needs, as <c>harvest:edit</c>; null where the decision asks for it itself.</summary>
    string? Permission { get; }

    /// <summary>What the decision looks at, as far as the intent alone tells.</summary>
    StepNeeds Needs(Intent intent);

    /// <summary>Pure: the same scene, intent and moment give the same outcome.</summary>
    StepOutcome Decide(StepScene scene, Intent intent, StepMoment moment);

    /// <summary>Rows that tell of an attempt which was refused: by the decision, by rights, or with its group.
    /// </summary>
    IReadOnlyList<RowWrite> Blocked(StepScene scene, Intent intent, StepMoment moment, SyncRefusal refusal) => [];
}

/// <summary>
/// What a table asks of plain edits beyond the shape of its fields. The server judges by it; a device may.
/// </summary>
public interface IEditRule
{
    /// <summary>The table whose edits it judges.</summary>
    string Table { get; }

    StepNeeds Needs(RowEdit edit);

    /// <summary>Judges an edit that would otherwise stand.</summary>
    /// <param name="scene">The rows named in the needs, before the edit.</param>
    /// <param name="edit">What the person did.</param>
    /// <param name="after">The row as it would be; null for one that is deleted.</param>
    /// <param name="moment">Who did it, and when.</param>
    /// <returns>A refusal; null when it may stand.</returns>
    SyncRefusal? Judge(StepScene scene, RowEdit edit, StepRow? after, StepMoment moment);

    /// <summary>Rows that tell of an edit which was refused.</summary>
    IReadOnlyList<RowWrite> Blocked(StepScene scene, RowEdit edit, StepMoment moment, SyncRefusal refusal) => [];
}

/// <summary>Who does a step, with what, and when.</summary>
/// <param name="OperationId">Ids of rows that a step makes follow from it, so that prediction and truth are one row.
/// </param>
/// <param name="UserId">The person.</param>
/// <param name="DeviceId">The registered device; empty for a device that does not know its own.</param>
/// <param name="At">When it was done, in milliseconds since 1970, bounded by the server.</param>
public sealed record StepMoment(Guid OperationId, Guid UserId, Guid DeviceId, long At)
{
    /// <summary>When the device says that it was done.</summary>
    public long ClaimedAt { get; init; }

    /// <summary>When the server heard of it.</summary>
    public long ReceivedAt { get; init; }

    /// <summary>What the person may do; null on a device, which leaves that to the server.</summary>
    public IReadOnlySet<string>? Permissions { get; init; }

    public bool May(string permission) => Permissions is null || Permissions.Contains(permission);
}
