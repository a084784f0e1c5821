using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Cultivation;
using Tendril.Domain.Values;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>Adds a batch.</summary>
public static class CreateBatchHandler
{
    /// <param name="SiteId">Where the batch stands, for good.</param>
    /// <param name="Stage">The stage it begins with; `planning` unless told.</param>
    public sealed record Command(
        Guid SiteId, string? BatchNumber, DomainType DomainType = DomainType.Cannabis, Guid? CultivarId = null,
        SourceType SourceType = SourceType.Clone, string? SourcePackageLabel = null, string? MotherPlantLabel = null,
        int PlantCount = 0, DateOnly? StartDate = null, DateOnly? ExpectedHarvestDate = null,
        Guid? ParentBatchId = null,
        ParentRelationship? ParentRelationship = null, string? Notes = null, BatchStage Stage = BatchStage.Planning)
        : BatchFields(
            BatchNumber, DomainType, CultivarId, SourceType, SourcePackageLabel, MotherPlantLabel, PlantCount,
            StartDate,
            ExpectedHarvestDate, ParentBatchId, ParentRelationship, Notes);

    public static void Map(RouteGroupBuilder batches) => batches.MapPost("/", HandleAsync).Needs("batch:edit")
        .WithSummary("Add a batch")
        .WithDescription("Warns early of what Metrc would refuse later, such as a number that is too long.")
        .Produces<Saved<BatchView>>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

    private static async Task<IResult> HandleAsync(
        Command command, TendrilDb db, Caller caller, IdSource ids, TimeProvider time, CancellationToken cancel)
    {
        if (await db.Sites.AsNoTracking()
            .FirstOrDefaultAsync(site => site.Id == command.SiteId, cancel) is not { } site)
            return ProblemResults.From(
                CultivationProblems.SiteUnknown.Refuse("Site not found", "siteId", kind: ProblemKind.Unknown));
        if (!site.Active)
            return ProblemResults.From(SiteProblems.Closed.Refuse("This site is not active", "siteId"));
        var row = new Batch { Id = ids.Next(), SiteId = site.Id, BatchNumber = "" };
        if (await command.CheckLinksAsync(db, row, cancel) is { } broken) return ProblemResults.From(broken);
        var around = await command.AroundAsync(db, site.Id, row.Id, site.Today(time), cancel);
        if (new CreateBatch(row.Id, command.Form(command.Stage)).Decide(around)
            .Refused(out var problem, out var decided))
            return ProblemResults.From(problem.AsSent());
        command.Write(row, decided.Value);
        Add(db, row, decided.Value, caller.Scope, ids, time);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created(
            $"/api/batches/{row.Id}",
            new Saved<BatchView>(await BatchView.ReadAsync(db, row.Id, cancel), decided.Warnings.AsSent()));
    }

    /// <summary>Stages a decided batch with the first line of its history.</summary>
    internal static void Add(
        TendrilDb db, Batch row, Domain.Cultivation.Batch decided, TenantScope scope, IdSource ids, TimeProvider time)
    {
        row.Stage = decided.Stage;
        row.Status = decided.Status;
        db.Add(row);
        db.Add(new BatchStageEvent
        {
            Id = ids.Next(),
            SiteId = row.SiteId,
            BatchId = row.Id,
            ToStage = WireName.Of(row.Stage),
            At = time.GetUtcNow(),
            ActorId = scope.UserId,
            Actor = scope.Actor,
        });
    }

    /// <summary>The calendar day at the site.</summary>
    internal static DateOnly Today(this Site site, TimeProvider time) =>
        SiteZone.Parse(site.TimeZone).Refused(out var problem, out var zone)
            ? throw new InvalidOperationException($"Site {site.Name}: {problem.Message}")
            : zone.DayOf(time.GetUtcNow());
}
