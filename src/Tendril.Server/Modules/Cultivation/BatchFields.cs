using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Cultivation;
using Tendril.Domain.Values;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>What a person fills in for a batch, whether it is new or changed.</summary>
public record BatchFields(
    [property: JsonRequired] string? BatchNumber, DomainType DomainType = DomainType.Cannabis, Guid? CultivarId = null,
    SourceType SourceType = SourceType.Clone, string? SourcePackageLabel = null, string? MotherPlantLabel = null,
    int PlantCount = 0, DateOnly? StartDate = null, DateOnly? ExpectedHarvestDate = null, Guid? ParentBatchId = null,
    ParentRelationship? ParentRelationship = null, string? Notes = null)
{
    public BatchForm Form(BatchStage stage) => new(BatchNumber)
    {
        Domain = DomainType,
        CultivarId = CultivarId,
        Source = SourceType,
        SourcePackage = SourcePackageLabel,
        MotherPlant = MotherPlantLabel,
        PlantCount = PlantCount,
        StartedOn = StartDate,
        Stage = stage,
        ExpectedHarvestOn = ExpectedHarvestDate,
        Notes = Notes,
    };

    /// <summary>Looks up what the form is judged against.</summary>
    public async Task<BatchSurroundings> AroundAsync(
        TendrilDb db, Guid siteId, Guid batchId, DateOnly today, CancellationToken cancel)
    {
        var number = BatchNumber?.Trim() ?? "";
        return new BatchSurroundings(
            await db.Batches.AnyAsync(
                row => row.SiteId == siteId && row.Id != batchId && Sql.Lower(row.BatchNumber) == Sql.Lower(number),
                cancel),
            today);
    }

    /// <summary>
    /// Checks the rows that the batch points to. A cultivar out of use stays where it is, but no batch newly takes it.
    /// </summary>
    public async Task<Problem?> CheckLinksAsync(TendrilDb db, Batch row, CancellationToken cancel)
    {
        if (CultivarId is { } cultivarId && cultivarId != row.CultivarId)
        {
            var cultivar = await db.Cultivars.AsNoTracking()
                .FirstOrDefaultAsync(known => known.Id == cultivarId, cancel);
            if (cultivar is null) return CultivationProblems.NoCultivar("cultivarId");
            if (!cultivar.Active)
                return CultivationProblems.CultivarInactive.Refuse($"\"{cultivar.Name}\" is no longer grown",
                    "cultivarId");
        }

        var valid = (ParentBatchId is null) == (ParentRelationship is null) && ParentBatchId != row.Id
            && (ParentBatchId is not { } parent || await db.Batches.AnyAsync(known => known.Id == parent, cancel));
        return valid
            ? null
            : CultivationProblems.ParentInvalid.Refuse("The parent batch and its relationship do not fit",
                "parentBatchId");
    }

    /// <summary>Writes what was decided into the row; stage and status move by their own actions.</summary>
    public void Write(Batch row, Domain.Cultivation.Batch decided)
    {
        row.BatchNumber = decided.Number;
        row.DomainType = decided.Domain;
        row.CultivarId = decided.CultivarId;
        row.SourceType = decided.Source;
        row.SourcePackageLabel = decided.SourcePackage?.ToString();
        row.MotherPlantLabel = decided.MotherPlant?.ToString();
        row.PlantCount = decided.PlantCount;
        row.StartDate = decided.StartedOn;
        row.ExpectedHarvestDate = decided.ExpectedHarvestOn;
        row.Notes = decided.Notes;
        row.ParentBatchId = ParentBatchId;
        row.ParentRelationship = ParentRelationship;
    }

    /// <summary>The row as decisions see it.</summary>
    public static Domain.Cultivation.Batch Read(Batch row) => new(
        row.Id, row.BatchNumber, row.DomainType, row.CultivarId, row.SourceType, row.PlantCount, row.StartDate)
    {
        Stage = row.Stage,
        Status = row.Status,
        ExpectedHarvestOn = row.ExpectedHarvestDate,
        ActualHarvestOn = row.ActualHarvestDate,
        Notes = row.Notes,
        SourcePackage = Tag.TryParse(row.SourcePackageLabel, out var package) ? package : null,
        MotherPlant = Tag.TryParse(row.MotherPlantLabel, out var mother) ? mother : null,
    };
}
