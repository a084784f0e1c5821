using Tendril.Sync.Protocol;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Steps.Conflicts;

/// <summary>
/// Takes back how a conflict was settled: what stood before stands again, unless somebody has changed the field since.
/// </summary>
public sealed class ReopenConflict(SyncTables tables) : IStep
{
    public string Name => "conflict.reopen";

    public string Table => ConflictCase.Records;

    /// <summary>Decided by the table that the conflict is about.</summary>
    public string? Permission => null;

    public StepNeeds Needs(Intent intent) => ConflictCase.Needs(intent);

    public StepNeeds NeedsNext(StepScene scene, Intent intent) => ConflictCase.NeedsNext(scene, intent, tables);

    public StepOutcome Decide(StepScene scene, Intent intent, StepMoment moment)
    {
        if (ConflictCase.Find(scene, intent, moment, tables, out var found) is { } unfit)
            return StepOutcome.Refuse(unfit);
        var conflict = found!;
        if (conflict.IsOpen) return StepOutcome.Done;
        var stands = conflict.Current == conflict.Record["stands"] ? conflict.Record["stood"] : conflict.Current;
        var reopened = new RowWrite(Table, conflict.Record.Id, new Dictionary<string, string?>
        {
            ["status"] = "open",
            ["stands"] = stands,
            ["stood"] = null,
            ["settled_by"] = null,
            ["settled_at"] = null,
        });
        return new StepOutcome
        {
            Writes = [.. conflict.RowWrites(stands, asksForReview: true), reopened],
            Effects = [new ConflictDecided(conflict.Record, conflict.Current, stands, moment)],
        };
    }
}
