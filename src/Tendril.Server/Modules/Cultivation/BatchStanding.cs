using Microsoft.EntityFrameworkCore;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>What compliance says about a batch, as far as cultivation must know it.</summary>
public static class BatchStanding
{
    /// <summary>True when Metrc knows the batch, or may know it.</summary>
    public static Task<bool> IsReportedAsync(TendrilDb db, Guid batchId, CancellationToken cancel) =>
        db.MetrcBatchMappings.AnyAsync(mapping => mapping.BatchId == batchId && mapping.ClosedAt == null, cancel);
}
