using Microsoft.EntityFrameworkCore;
using Tendril.Domain.Cultivation;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>
/// Changes a batch's own fields. What Metrc was told is locked; the count of growing plants needs a reason.
/// </summary>
public static class EditBatchHandler
{
    /// <param name="Version">The version that was edited; an older one than stored is refused.</param>
    /// <param name="SiteId">May be repeated, not changed.</param>
    public sealed record Command(
        string? BatchNumber, int Version, Guid? SiteId = null, DomainType DomainType = DomainType.Cannabis,
        Guid? CultivarId = null, SourceType SourceType = SourceType.Clone, string? SourcePackageLabel = null,
        string? MotherPlantLabel = null, int PlantCount = 0, DateOnly? StartDate = null,
        DateOnly? ExpectedHarvestDate = null, Guid? ParentBatchId = null, ParentRelationship? ParentRelationship = null,
        string? Notes = null)
        : BatchFields(
            BatchNumber, DomainType, CultivarId, SourceType, SourcePackageLabel, MotherPlantLabel, PlantCount,
            StartDate,
            ExpectedHarvestDate, ParentBatchId, ParentRelationship, Notes);

    public static void Map(RouteGroupBuilder batches) => batches.MapPut("/{id:guid}", HandleAsync).Needs("batch:edit")
        .WithSummary("Change a batch")
            .WithDescription("Replaces all fields; stage and the count of growing plants have actions of their own.")
        .Produces<Saved<BatchView>>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

    private static async Task<IResult> HandleAsync(
        Guid id, Command command, TendrilDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.LockBatchAsync(id, cancel);
        if (await db.Batches.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } row)
            return ProblemResults.From(CultivationProblems.NoBatch());
        if (row.Version != command.Version) return ProblemResults.From(SaveProblems.ChangedMeanwhile);
        if (command.SiteId is { } site && site != row.SiteId)
            return ProblemResults.From(CultivationProblems.SiteFixed.Refuse("A batch stays at its site", "siteId"));
        if (await command.CheckLinksAsync(db, row, cancel) is { } broken) return ProblemResults.From(broken);
        var today = (await db.Sites.SingleAsync(known => known.Id == row.SiteId, cancel)).Today(time);
        var around = await command.AroundAsync(db, row.SiteId, id, today, cancel);
        var isReported = await BatchStanding.IsReportedAsync(db, id, cancel);
        if (new EditBatch(command.Form(row.Stage)).Decide(BatchFields.Read(row), around, isReported)
            .Refused(out var problem, out var decided))
            return ProblemResults.From(problem.AsSent());
        command.Write(row, decided.Value);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(new Saved<BatchView>(await BatchView.ReadAsync(db, id, cancel),
            decided.Warnings.AsSent()));
    }
}
