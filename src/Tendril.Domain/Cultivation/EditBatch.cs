namespace Tendril.Domain.Cultivation;

/// <summary>Changes a batch's own fields; the form replaces all of them but the stage and the count.</summary>
public sealed record EditBatch(BatchForm Form)
{
    /// <param name="batch">The batch as it is stored.</param>
    /// <param name="around">What the form is judged against.</param>
    /// <param name="isReported">Metrc knows the batch, or an operation is on its way to tell it.</param>
    public Result<Decided<Batch>> Decide(Batch batch, BatchSurroundings around, bool isReported)
    {
        if (batch.Status is BatchStatus.Completed or BatchStatus.Destroyed)
            return BatchProblems.Over.Refuse($"The batch is {WireName.Of(batch.Status)}", "status");
        var checks = new Checks();
        var kept = Form with { Stage = batch.Stage };
        var edited = BatchFormRules.Check(checks, batch.Id, kept, around) with
        {
            Status = batch.Status,
            ActualHarvestOn = batch.ActualHarvestOn,
        };
        if (isReported) CheckLocked(checks, batch, edited);
        else if (edited.PlantCount != batch.PlantCount && batch.Stage != BatchStage.Planning)
            checks.Add(BatchProblems.CountNeedsReason.Error(
                "plantCount", "The count of growing plants changes with a reason"));
        if (edited.Domain != batch.Domain && batch.Stage != BatchStage.Planning)
            checks.Add(BatchProblems.DomainFixed.Error("domain", "A growing batch stays cannabis or produce"));
        return checks.Refused(out var problem) ? problem : new Decided<Batch>(edited, checks.Warnings);
    }

    private static void CheckLocked(Checks checks, Batch before, Batch after)
    {
        (string Field, bool Changed)[] locked =
        [
            ("number", before.Number != after.Number),
            ("cultivarId", before.CultivarId != after.CultivarId),
            ("plantCount", before.PlantCount != after.PlantCount),
            ("startedOn", before.StartedOn != after.StartedOn),
            ("source", before.Source != after.Source),
            ("sourcePackage", before.SourcePackage != after.SourcePackage),
            ("motherPlant", before.MotherPlant != after.MotherPlant),
            ("domain", before.Domain != after.Domain),
        ];
        foreach (var (field, changed) in locked)
            if (changed)
                checks.Add(
                    BatchProblems.ReportedFieldLocked.Error(field, "Metrc was told this; it cannot be edited here"));
    }
}
