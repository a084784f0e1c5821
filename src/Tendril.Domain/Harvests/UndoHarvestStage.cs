namespace Tendril.Domain.Harvests;

/// <summary>A person takes back at once what they just did.</summary>
/// <param name="Undoes">The operation that moved the harvest.</param>
/// <param name="AfterMs">How long ago that was, by a clock of the device that nobody can set.</param>
public sealed record UndoHarvestStage(Guid Undoes, long AfterMs)
{
    public Result<StageMove> Decide(HarvestNow harvest, HarvestMoment moment)
    {
        if (harvest.Last is not { } last || harvest.Stages.Count < 2 || last.OperationId != Undoes
            || last.DeviceId != moment.DeviceId || last.By is not (StageEntry.Advance or StageEntry.OverrideSkip)
            || harvest.Stage == HarvestStage.Inventory)
            return HarvestProblems.UndoUnknown.Refuse("This step is not the last one that you did here", "undoes");
        // The device's claim and the two moments that the server believes: neither may be beyond the window.
        if (AfterMs < 0 || AfterMs > harvest.Undo.TotalMilliseconds
            || (moment.At - last.EnteredAt).Duration() > harvest.Undo)
            return HarvestProblems.UndoTooLate.Refuse(
                $"A step can be undone for {harvest.Undo.TotalSeconds:0} seconds", "after_ms");
        var before = harvest.Stages[^2];
        return new StageMove(before.Stage, StageEntry.Undo, before.StartedAt, moment.At);
    }
}
