namespace Tendril.Domain.Cultivation;

/// <summary>Why plants are more or fewer than before.</summary>
public enum CountReason
{
    Died, DestroyedVoluntary, DestroyedMandatory, Contamination, PestInfestation, Unhealthy, DataError, Other,
}

/// <summary>A count that changed, as an event: the number before, the number after and why.</summary>
public sealed record BatchCountChanged(Guid BatchId, int Before, int After, CountReason Reason, string? Note);

/// <summary>Corrects the number of plants of a batch.</summary>
public sealed record ChangeBatchCount(Guid BatchId, int PlantCount, CountReason Reason, string? Note = null)
{
    public Result<Decided<BatchCountChanged>> Decide(Batch batch)
    {
        if (batch.Status is BatchStatus.Completed or BatchStatus.Destroyed)
            return BatchProblems.Over.Refuse($"The batch is {WireName.Of(batch.Status)}", "plantCount");
        if (PlantCount < 0) return BatchProblems.CountNegative.Refuse("Plant count must not be negative", "plantCount");
        if (FieldRules.Current.Text("notes", Note, "note").Refused(out var problem, out var note)) return problem;
        var checks = new Checks();
        if (PlantCount > batch.PlantCount)
            checks.Add(BatchProblems.CountIncrease.Warning(
                "plantCount", $"The count grows from {batch.PlantCount} to {PlantCount}"));
        if ((batch.PlantCount - PlantCount) * 5 > batch.PlantCount)
            checks.Add(BatchProblems.LargeDecrease.Warning(
                "plantCount", $"The count falls from {batch.PlantCount} to {PlantCount}, more than 20 percent"));
        return new Decided<BatchCountChanged>(
            new BatchCountChanged(BatchId, batch.PlantCount, PlantCount, Reason, note.Length > 0 ? note : null),
            checks.Warnings);
    }
}
