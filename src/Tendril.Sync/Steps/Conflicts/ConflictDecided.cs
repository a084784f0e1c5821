namespace Tendril.Sync.Steps.Conflicts;

/// <summary>What a person decided about a conflict, for the log of decisions.</summary>
/// <param name="Record">The row of <c>conflicts</c> with everything about it.</param>
/// <param name="Stood">What the field held before.</param>
/// <param name="Stands">What it holds now.</param>
/// <param name="Moment">Who decided, and when.</param>
public sealed record ConflictDecided(StepRow Record, string? Stood, string? Stands, StepMoment Moment);
