namespace Tendril.Domain.Harvests;

/// <summary>A stage that a harvest entered.</summary>
/// <param name="EnteredAt">When the person did it; the stage may have begun before.</param>
/// <param name="OperationId">By which operation; null for the first stage.</param>
public sealed record EnteredStage(
    long Ordinal, HarvestStage Stage, StageEntry By, DateTimeOffset StartedAt, DateTimeOffset EnteredAt,
    Guid? OperationId, Guid? DeviceId);

/// <summary>A harvest with all that its steps look at.</summary>
/// <param name="Stage">Where it is.</param>
/// <param name="StartedAt">When it came there; null where nobody said.</param>
/// <param name="Stages">Those it entered, in their order; none before its first step.</param>
/// <param name="Weights">As they count.</param>
/// <param name="Undo">For how long a step can be undone.</param>
public sealed record HarvestNow(
    HarvestStage Stage, DateTimeOffset? StartedAt, IReadOnlyList<EnteredStage> Stages, HarvestWeights Weights,
    TimeSpan Undo)
{
    public EnteredStage? Last => Stages.Count == 0 ? null : Stages[^1];

    /// <summary>When the first stage began.</summary>
    public DateTimeOffset? BeganAt => Stages.Count == 0 ? StartedAt : Stages[0].StartedAt;
}

/// <summary>Who does a step, and when.</summary>
/// <param name="At">Bounded by the server.</param>
public sealed record HarvestMoment(Guid OperationId, Guid DeviceId, DateTimeOffset At);

/// <summary>What comes of a harvest when it goes into stock.</summary>
public sealed record HarvestResult(
    decimal FinalGrams, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, IReadOnlyList<string>? Checklist)
{
    /// <summary>Whole days from the start of the first stage.</summary>
    public long TotalDays => Math.Max(0, (long)(FinishedAt - StartedAt).TotalDays);

    /// <summary>The day in UTC; the server puts the day at the site in its place.</summary>
    public DateOnly HarvestDate => DateOnly.FromDateTime(StartedAt.UtcDateTime);
}

/// <summary>A harvest goes from its stage to another.</summary>
/// <param name="To">The stage entered.</param>
/// <param name="By">How.</param>
/// <param name="StartedAt">When that stage began; of a stage it comes back to, when it first did.</param>
/// <param name="LeftAt">When the stage that is left ended.</param>
public sealed record StageMove(HarvestStage To, StageEntry By, DateTimeOffset StartedAt, DateTimeOffset LeftAt)
{
    /// <summary>Nothing is to be done: what was wanted stands.</summary>
    public static StageMove Already { get; } = new(default, default, default, default);

    public string? Reason { get; init; }

    /// <summary>About the stage that is left.</summary>
    public string? Notes { get; init; }

    public HarvestResult? Result { get; init; }

    /// <summary>True when a result that stands is taken back.</summary>
    public bool TakesBack { get; init; }
}
