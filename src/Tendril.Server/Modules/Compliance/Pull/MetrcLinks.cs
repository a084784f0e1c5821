using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Storage;
using PushedOperation = Tendril.Server.Modules.Compliance.Push.ReportOperation;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>What an object of Metrc's is linked to, or might be.</summary>
public sealed record ObjectLink(LinkedTo? LinkedTo, LinkSuggestion? Suggestion);

/// <summary>Links between Metrc's objects and ours: read, offered, made and ended.</summary>
public sealed class MetrcLinks(TendrilDb db, IdSource ids, TimeProvider time)
{
    private const decimal LeastScore = 0.6m;

    /// <summary>The links of a page of the mirror.</summary>
    public async Task<IReadOnlyDictionary<long, ObjectLink>> OfAsync(
        string kind, Guid siteId, IReadOnlyList<MetrcObject> page, CancellationToken cancel) => kind switch
        {
            MirrorKind.Strains => await StrainsAsync(siteId, page, cancel),
            MirrorKind.PlantBatches => await BatchesAsync(siteId, page, cancel),
            MirrorKind.Packages => await PackagesAsync(siteId, page, cancel),
            _ => new Dictionary<long, ObjectLink>(),
        };

    /// <summary>The strains of a site that a cultivar may be, best first.</summary>
    public async Task<IReadOnlyList<StrainSuggestion>> SuggestStrainsAsync(
        string cultivar, Guid siteId, CancellationToken cancel)
    {
        var strains = await db.MetrcObjects
            .Where(row => row.SiteId == siteId && row.Kind == MirrorKind.Strains && row.Active && row.GoneAt == null)
            .Select(row => new MetrcStrain(row.MetrcId, row.Name)).ToListAsync(cancel);
        return StrainLink.Suggest(cultivar, strains, most: 5);
    }

    /// <summary>Links a cultivar to a strain; the former link becomes history. Null ends the link.</summary>
    public async Task<Problem?> LinkStrainAsync(Guid cultivarId, Guid siteId, long? metrcStrainId, string by,
        CancellationToken cancel)
    {
        if (!await db.Cultivars.AnyAsync(row => row.Id == cultivarId, cancel))
            return LinkProblems.EntityUnknown.Refuse("Cultivar not found", "entityId", kind: ProblemKind.Unknown);
        if (!await db.Sites.AnyAsync(row => row.Id == siteId, cancel)) return SiteProblems.NotFound("siteId");
        var open = await db.MetrcStrainMappings.FirstOrDefaultAsync(
            row => row.SiteId == siteId && row.CultivarId == cultivarId && row.ClosedAt == null, cancel);
        if (open?.MetrcStrainId == metrcStrainId) return null;
        var strain = metrcStrainId is { } id ? await FindAsync(MirrorKind.Strains, siteId, id, cancel) : null;
        if (metrcStrainId is not null && strain is null)
            return LinkProblems.ObjectUnknown.Refuse("This strain is not among the site's strains in Metrc",
                "metrcStrainId");
        if (open is not null) Close(open, "Linked to another strain by a person", by);
        // The closed link must be out of the unique index before its successor comes in.
        await db.SaveChangesAsync(cancel);
        if (strain is not null)
            db.MetrcStrainMappings.Add(new MetrcStrainMapping
            {
                Id = ids.Next(),
                SiteId = siteId,
                CultivarId = cultivarId,
                MetrcStrainId = strain.MetrcId,
                MetrcStrainName = strain.Name,
                SyncStatus = MappingStatus.Synced,
                LastSyncedAt = time.GetUtcNow(),
            });
        return null;
    }

    /// <summary>Links a batch that stands in both books already.</summary>
    public async Task<Problem?> LinkBatchAsync(Guid batchId, Guid siteId, long metrcBatchId, CancellationToken cancel)
    {
        // Whoever pushes or settles this batch waits, or is seen below.
        await db.LockBatchAsync(batchId, cancel);
        var batch = await db.Batches.FirstOrDefaultAsync(row => row.Id == batchId && row.SiteId == siteId, cancel);
        if (batch is null) return LinkProblems.EntityUnknown.Refuse(
            "Batch not found", "entityId", kind: ProblemKind.Unknown);
        if (await FindAsync(MirrorKind.PlantBatches, siteId, metrcBatchId, cancel) is not { } found)
            return LinkProblems.ObjectUnknown.Refuse("This plant batch is not among the site's plant batches in Metrc",
                "metrcId");
        var open = await db.MetrcBatchMappings.FirstOrDefaultAsync(
            row => row.ClosedAt == null
            && (row.BatchId == batchId || (row.SiteId == siteId && row.MetrcBatchId == metrcBatchId)), cancel);
        if (open is not null)
            return open.BatchId == batchId && open.MetrcBatchId == metrcBatchId
                ? null
                : LinkProblems.AlreadyLinked.Refuse(
                    open.BatchId == batchId ? "The batch is linked to another plant batch"
                    : "The plant batch belongs to another batch",
                    "entityId", kind: ProblemKind.Conflict);
        if (await IsOnItsWayAsync(batchId, cancel))
            return PlantBatchCodes.PushInProgress.Refuse(
                "Batch is already on its way to Metrc", "entityId", kind: ProblemKind.Conflict);
        db.MetrcBatchMappings.Add(new MetrcBatchMapping
        {
            Id = ids.Next(),
            SiteId = siteId,
            BatchId = batchId,
            MetrcBatchId = found.MetrcId,
            MetrcBatchName =
                found.Name,
            MetrcBatchType = found.TypeName,
            SyncStatus = MappingStatus.Synced,
            LastSyncedAt = time.GetUtcNow(),
        });
        return null;
    }

    // Linked now, it would be in Metrc twice as soon as the operation gets there.
    private Task<bool> IsOnItsWayAsync(Guid batchId, CancellationToken cancel) => db.ReportOperations.AnyAsync(
        row => row.Kind == PushedOperation.CreatePlantBatch && row.EntityId == batchId
            && row.State != ReportState.Verified && row.State != ReportState.Refused,
        cancel);

    private void Close(MetrcMapping mapping, string reason, string by) =>
        (mapping.ClosedAt, mapping.ClosedReason, mapping.ClosedBy) = (time.GetUtcNow(), reason, by);

    private Task<MetrcObject?> FindAsync(string kind, Guid siteId, long metrcId, CancellationToken cancel) =>
        db.MetrcObjects.AsNoTracking().FirstOrDefaultAsync(
            row => row.SiteId == siteId && row.Kind == kind && row.MetrcId == metrcId && row.GoneAt == null, cancel);

    private async Task<Dictionary<long, ObjectLink>> StrainsAsync(
        Guid siteId, IReadOnlyList<MetrcObject> page, CancellationToken cancel)
    {
        var metrcIds = page.Select(row => row.MetrcId).ToList();
        var linked = await (
            from mapping in db.MetrcStrainMappings
            join cultivar in db.Cultivars on mapping.CultivarId equals cultivar.Id
            where mapping.SiteId == siteId && mapping.ClosedAt == null && metrcIds.Contains(mapping.MetrcStrainId)
            orderby cultivar.Name
            select new { mapping.MetrcStrainId, cultivar.Id, cultivar.Name }).ToListAsync(cancel);
        var free = await db.Cultivars
            .Where(row => row.Active && !db.MetrcStrainMappings.Any(map =>
                map.CultivarId == row.Id && map.SiteId == siteId && map.ClosedAt == null))
            .Select(row => new Candidate(row.Id, row.Name)).ToListAsync(cancel);
        return page.ToDictionary(row => row.MetrcId, row =>
        {
            var one = linked.FirstOrDefault(link => link.MetrcStrainId == row.MetrcId);
            return one is null ? new ObjectLink(null, Best(row.Name, free))
                : new ObjectLink(new LinkedTo(one.Id, one.Name), null);
        });
    }

    private async Task<Dictionary<long, ObjectLink>> BatchesAsync(
        Guid siteId, IReadOnlyList<MetrcObject> page, CancellationToken cancel)
    {
        var metrcIds = page.Select(row => row.MetrcId).ToList();
        var linked = await (
            from mapping in db.MetrcBatchMappings
            join batch in db.Batches on mapping.BatchId equals batch.Id
            where mapping.SiteId == siteId && mapping.ClosedAt == null && metrcIds.Contains(mapping.MetrcBatchId)
            select new { mapping.MetrcBatchId, batch.Id, batch.BatchNumber }).ToListAsync(cancel);
        var free = await db.Batches
            .Where(row => row.SiteId == siteId
                && !db.MetrcBatchMappings.Any(map => map.BatchId == row.Id && map.ClosedAt == null))
            .Select(row => new Candidate(row.Id, row.BatchNumber)).ToListAsync(cancel);
        return page.ToDictionary(row => row.MetrcId, row =>
        {
            var one = linked.FirstOrDefault(link => link.MetrcBatchId == row.MetrcId);
            return one is null ? new ObjectLink(null, Best(row.Name, free))
                : new ObjectLink(new LinkedTo(one.Id, one.BatchNumber), null);
        });
    }

    private async Task<Dictionary<long, ObjectLink>> PackagesAsync(
        Guid siteId, IReadOnlyList<MetrcObject> page, CancellationToken cancel)
    {
        var metrcIds = page.Select(row => row.MetrcId).ToList();
        var linked = await (
            from mapping in db.MetrcPackageMappings
            join lot in db.Lots on mapping.InventoryLotId equals lot.Id
            where mapping.SiteId == siteId && mapping.ClosedAt == null && metrcIds.Contains(mapping.MetrcPackageId)
            select new { mapping.MetrcPackageId, lot.Id, lot.LotNumber }).ToListAsync(cancel);
        return linked.ToDictionary(row => row.MetrcPackageId, row =>
            new ObjectLink(new LinkedTo(row.Id, row.LotNumber), null));
    }

    private sealed record Candidate(Guid Id, string Name);

    private static LinkSuggestion? Best(string name, List<Candidate> among)
    {
        var best = NameMatch.Best(name, among.Select(one => one.Name), LeastScore, 1);
        return best.Count == 0 ? null : among.Where(one => one.Name == best[0].Name)
            .Select(one => new LinkSuggestion(one.Id, one.Name, best[0].Score)).First();
    }
}
