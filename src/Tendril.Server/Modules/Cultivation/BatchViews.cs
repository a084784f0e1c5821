using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>Plants of a batch in a pod. <see cref="To"/> is the last day, absent while they stand there.</summary>
public sealed record PodAssignmentView(
    Guid Id, Guid PodId, string PodName, string RoomName, int PlantCount, DateOnly From, DateOnly? To);

/// <summary>A batch of plants.</summary>
/// <param name="PlantCount">Living plants.</param>
/// <param name="TrackedCount">Those that have a tag of their own.</param>
/// <param name="UntrackedCount">Those that have none.</param>
/// <param name="StartDate">The planted date at the site.</param>
/// <param name="Pods">Where the plants stand and stood, newest first.</param>
/// <param name="MetrcSyncStatus">What the badge says; `synced` only after Metrc confirmed.</param>
/// <param name="Version">Send it back with a change.</param>
public sealed record BatchView(
    Guid Id, Guid SiteId, string SiteName, string BatchNumber, DomainType DomainType, Guid? CultivarId,
    string? CultivarName, SourceType SourceType, string? SourcePackageLabel, string? MotherPlantLabel, int PlantCount,
    int TrackedCount, int UntrackedCount, BatchStage Stage, BatchStatus Status, DateOnly StartDate,
    DateOnly? ExpectedHarvestDate, DateOnly? ActualHarvestDate, Guid? ParentBatchId,
    ParentRelationship? ParentRelationship, string? Notes, IReadOnlyList<PodAssignmentView> Pods, long? MetrcBatchId,
    SyncBadge MetrcSyncStatus, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static Expression<Func<BatchRow, BatchView>> Of(TendrilDb db) => row => new BatchView(
        row.Batch.Id, row.Batch.SiteId, row.SiteName, row.Batch.BatchNumber, row.Batch.DomainType, row.Batch.CultivarId,
        row.CultivarName, row.Batch.SourceType, row.Batch.SourcePackageLabel, row.Batch.MotherPlantLabel,
        row.Batch.PlantCount, row.Batch.TrackedCount, row.Batch.UntrackedCount, row.Batch.Stage, row.Batch.Status,
        row.Batch.StartDate, row.Batch.ExpectedHarvestDate, row.Batch.ActualHarvestDate, row.Batch.ParentBatchId,
        row.Batch.ParentRelationship, row.Batch.Notes,
        db.PodAssignments.Where(stay => stay.BatchId == row.Batch.Id)
            .Join(db.Pods, stay => stay.PodId, pod => pod.Id, (stay, pod) => new { stay, pod })
            .Join(db.Rooms, both => both.pod.RoomId, room => room.Id, (both, room) => new { both.stay, both.pod, room })
            .OrderByDescending(all => all.stay.FromDate).ThenBy(all => all.stay.Id)
            .Select(all => new PodAssignmentView(
                all.stay.Id, all.pod.Id, all.pod.Name, all.room.Name, all.stay.PlantCount, all.stay.FromDate,
                all.stay.ToDate))
            .ToList(),
        row.MetrcBatchId, row.MetrcSyncStatus, row.Batch.Version, row.Batch.CreatedAt, row.Batch.UpdatedAt);

    public static Task<BatchView> ReadAsync(TendrilDb db, Guid id, CancellationToken cancel) =>
        BatchRow.All(db).Where(row => row.Batch.Id == id).Select(Of(db)).SingleAsync(cancel);
}

/// <summary>A batch beside what its list is sorted and filtered by.</summary>
public sealed class BatchRow
{
    public required Batch Batch { get; init; }

    public required string SiteName { get; init; }

    public string? CultivarName { get; init; }

    public long? MetrcBatchId { get; init; }

    public SyncBadge MetrcSyncStatus { get; init; }

    /// <summary>
    /// All batches of the caller's sites. The badge follows <see cref="SyncBadges"/>, spelled out here so that the
    /// database can filter by it; a test holds the two together.
    /// </summary>
    public static IQueryable<BatchRow> All(TendrilDb db) =>
        from batch in db.Batches.AsNoTracking()
        join site in db.Sites on batch.SiteId equals site.Id
        from cultivar in db.Cultivars.Where(row => row.Id == batch.CultivarId).DefaultIfEmpty()
        from mapping in db.MetrcBatchMappings.Where(row => row.BatchId == batch.Id && row.ClosedAt == null)
            .DefaultIfEmpty()
        from operation in BatchStanding.Operations(db).Where(row => row.EntityId == batch.Id)
            .OrderByDescending(row => row.CreatedAt).Take(1).DefaultIfEmpty()
        select new BatchRow
        {
            Batch = batch,
            SiteName = site.Name,
            CultivarName = cultivar!.Name,
            MetrcBatchId = mapping != null ? mapping.MetrcBatchId : operation!.MetrcId,
            MetrcSyncStatus =
                batch.DomainType != DomainType.Cannabis ? SyncBadge.NotRequired
                : mapping != null
                    ? mapping.SyncStatus == MappingStatus.Synced ? SyncBadge.Synced
                    : mapping.SyncStatus == MappingStatus.Pending ? SyncBadge.Pending
                    : SyncBadge.Error
                : operation == null ? SyncBadge.NotSynced
                : BatchStanding.OnItsWay.Contains(operation.State) ? SyncBadge.Pending
                : operation.State == ReportState.Verified ? SyncBadge.Synced
                : operation.State == ReportState.Unknown ? SyncBadge.Unknown
                : SyncBadge.Error,
        };
}
