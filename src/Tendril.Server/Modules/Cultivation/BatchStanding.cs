using Microsoft.EntityFrameworkCore;
using Tendril.Domain.Compliance;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Storage;
using ReportOperation = Tendril.Server.Modules.Compliance.Push.ReportOperation;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>What compliance says about a batch, as far as cultivation must know it.</summary>
public static class BatchStanding
{
    /// <summary>States in which nothing is amiss and the batch has not yet been seen in Metrc.</summary>
    internal static readonly ReportState[] OnItsWay =
        [ReportState.Recorded, ReportState.Claimed, ReportState.Sent, ReportState.Confirmed];

    /// <summary>
    /// Operations that tell Metrc of a batch. One from before the batch was last unlinked no longer counts.
    /// </summary>
    public static IQueryable<ReportOperation> Operations(TendrilDb db) =>
        db.ReportOperations.Where(row => row.Kind == ReportOperation.CreatePlantBatch && !row.Superseded);

    /// <summary>True when Metrc knows the batch, or may know it, or is about to be told.</summary>
    public static async Task<bool> IsReportedAsync(TendrilDb db, Guid batchId, CancellationToken cancel) =>
        await db.MetrcBatchMappings.AnyAsync(row => row.BatchId == batchId && row.ClosedAt == null, cancel)
        || await Operations(db).AnyAsync(row => row.EntityId == batchId && row.State != ReportState.Refused, cancel);
}
