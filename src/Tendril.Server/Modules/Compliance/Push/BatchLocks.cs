using Microsoft.EntityFrameworkCore;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>Serialises those who decide about one batch's place in Metrc.</summary>
public static class BatchLocks
{
    public static Task LockBatchAsync(this TendrilDb db, Guid batchId, CancellationToken cancel)
    {
        var organization = db.OrganizationId;
        // The site is shared: it must not change its licence or environment while somebody decides by them.
        return db.Database.ExecuteSqlAsync(
            $"""
             SELECT 1 FROM batches b JOIN sites s ON s.organization_id = b.organization_id AND s.id = b.site_id
             WHERE b.organization_id = {organization} AND b.id = {batchId} FOR UPDATE OF b FOR SHARE OF s
             """,
            cancel);
    }
}
