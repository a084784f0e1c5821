using Microsoft.EntityFrameworkCore;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>Serialises those who decide about one batch's place in Metrc.</summary>
public static class BatchLocks
{
    public static Task LockBatchAsync(this TendrilDb db, Guid batchId, CancellationToken cancel)
    {
        var organization = db.OrganizationId;
        return db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM batches WHERE organization_id = {organization} AND id = {batchId} FOR UPDATE", cancel);
    }
}
