namespace Tendril.Domain.Harvests;

/// <summary>A harvest is begun, or what was said at its beginning is corrected.</summary>
/// <param name="StartedAt">When, by the device's clock.</param>
/// <param name="OpenOfPlant">How many other harvests of the same plant are open.</param>
/// <param name="OverlapReason">Why there is another all the same.</param>
public sealed record StartHarvest(
    bool OfPlant, bool OfBatch, DateTimeOffset? StartedAt, int OpenOfPlant, string? OverlapReason)
{
    /// <summary>Clocks of one device do not differ by more, not even between two of its programs.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <param name="claimedAt">When the person did it, by the same clock.</param>
    /// <param name="rules">The limits.</param>
    public Problem? Against(DateTimeOffset claimedAt, HarvestStageRules rules)
    {
        if (OfPlant == OfBatch) return HarvestProblems.OneSubject.Refuse(
            OfPlant ? "The harvest names a plant and a batch" : "The harvest names neither plant nor batch",
            "batch_id");
        if (IsLater(StartedAt, claimedAt)) return HarvestProblems.MomentNotPossible.Refuse(
            "A harvest cannot begin in the future", "stage_started_at");
        return OpenOfPlant > 0 && (OverlapReason?.Trim().Length ?? 0) < rules.OverlapReasonLength
            ? HarvestProblems.Overlap.Refuse("Another harvest of this plant is open", "overlap_reason") : null;
    }

    /// <summary>True when something is said to have been later than the saying.</summary>
    public static bool IsLater(DateTimeOffset? moment, DateTimeOffset claimedAt) => moment > claimedAt + Slack;
}
