using System.Text.Json;
using Tendril.Domain;
using Tendril.Server.Jobs;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>Keeps the sync logs of pulls: begun, on the way, ended.</summary>
internal sealed class SyncLogWriter(TenantUnits units, TimeProvider time)
{
    /// <summary>Opens a log in the caller's unit of work.</summary>
    public static SyncLog Open(TendrilDb db, SiteLease lease, Guid id, string syncType, Guid? parentId, PullTrigger by,
        DateTimeOffset at)
    {
        var log = new SyncLog
        {
            Id = id,
            SiteId = lease.SiteId,
            SyncType = syncType,
            Direction = SyncDirection.Pull,
            Operation = SyncOperation.Sync,
            Status = SyncStatus.InProgress,
            StartedAt = at,
            ParentId = parentId,
            TriggeredBy = by.Name,
            TriggeredById = by.UserId,
            LeaseEpoch = lease.Epoch,
            Stage = "Starting",
        };
        db.SyncLogs.Add(log);
        return log;
    }

    /// <summary>Tells how far the run is, in the transaction of what it just wrote.</summary>
    public static Task ProgressAsync(PullRun run, TenantUnit unit, CancellationToken cancel, ChunkNumbers? adding =
        null) =>
        unit.Connection.Sql(
            """
            UPDATE compliance_sync_logs SET processed = $3, created = $4, updated = $5, failed = $6, total = $7,
              stage = $8
            WHERE organization_id = $1 AND id = $2
            """,
            run.OrganizationId, run.LogId, run.Counters.Processed, run.Counters.Created + (adding?.Created ?? 0),
            run.Counters.Updated + (adding?.Updated ?? 0), run.Counters.Failed + (adding?.Failed.Count ?? 0),
            Math.Max(run.Counters.Total, run.Counters.Processed), run.Stage).RunAsync(cancel);

    /// <summary>Closes a log. The numbers are those of the types that were pulled under it.</summary>
    public async Task CloseAsync(
        TenantScope scope, SiteLease lease, Guid id, IReadOnlyList<PullNumbers> numbers, Problem? problem,
        SyncStatus status,
        CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(scope, cancel);
        await lease.AssertAsync(unit, cancel);
        var now = time.GetUtcNow();
        var errors = numbers.SelectMany(one => one.Errors).ToList();
        await unit.Connection.Sql(
            """
            UPDATE compliance_sync_logs SET status = $3, completed_at = $4, processed = $5, created = $6, updated = $7,
              failed = $8,
              error_code = $9, error_message = $10, error_help = $11, errors = $12::jsonb,
              response_payload = $13::jsonb,
              stage = NULL,
              duration_ms = greatest(0, (extract(epoch FROM $4 - started_at) * 1000)::bigint)
            WHERE organization_id = $1 AND id = $2
            """,
            lease.OrganizationId, id, WireName.Of(status), now,
            numbers.Sum(one => one.Processed), numbers.Sum(one => one.Created), numbers.Sum(one => one.Updated),
            numbers.Sum(one => one.Failed), problem?.Code, problem?.Message, problem?.Help,
            JsonSerializer.Serialize(errors, PullJson.Default.IReadOnlyListPullError),
            JsonSerializer.Serialize(numbers, PullJson.Default.IReadOnlyListPullNumbers)).RunAsync(cancel);
        await unit.CommitAsync(cancel);
    }

    /// <summary>
    /// Closes what a dead run left open: logs of earlier holders of the site's lease. Called by whoever holds it next.
    /// </summary>
    public static Task CloseInterruptedAsync(TenantUnit unit, Guid siteId, long epoch, DateTimeOffset now,
        CancellationToken cancel)
    {
        var problem = PullProblems.Interrupted.Refuse("The pull was interrupted");
        return unit.Connection.Sql(
            """
            UPDATE compliance_sync_logs SET status = 'failed', completed_at = $4, stage = NULL, error_code = $5,
              error_message = $6,
              error_help = $7, duration_ms = greatest(0, (extract(epoch FROM $4 - started_at) * 1000)::bigint)
            WHERE organization_id = $1 AND site_id = $2 AND direction = 'pull' AND status IN ('pending', 'in_progress')
              AND lease_epoch < $3
            """,
            unit.Db.OrganizationId, siteId, epoch, now, problem.Code, problem.Message, problem.Help).RunAsync(cancel);
    }
}
