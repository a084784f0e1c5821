using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>
/// What an operation's end means for our own books: mapping and history, in the transaction that ends it. No mapping
/// without an end, no end without its mapping.
/// </summary>
public sealed class ReportSettlement(TimeProvider time, IdSource ids)
{
    public async Task StageAsync(TenantUnit unit, ReportOperation operation, CancellationToken cancel)
    {
        switch (operation.State)
        {
            case ReportState.Verified:
                await LinkAsync(unit.Db, operation, cancel);
                await CloseLogAsync(unit.Db, operation, SyncStatus.Completed, null, cancel);
                break;
            case ReportState.Refused:
                await CloseLogAsync(unit.Db, operation, SyncStatus.Failed, PushProblems.RefusedByMetrc, cancel);
                break;
            case ReportState.NeedsPerson:
                await CloseLogAsync(unit.Db, operation, SyncStatus.Failed, NeedsPerson, cancel);
                break;
            default:
                break;
        }
    }

    public static readonly ProblemCode NeedsPerson = new(
        "report.needs_person", "What we sent and what Metrc holds do not tell the same story.",
        "Open Compliance → Needs you, compare both sides and decide.");

    private async Task LinkAsync(TendrilDb db, ReportOperation operation, CancellationToken cancel)
    {
        var metrcId = operation.MetrcId ?? throw new InvalidOperationException("A verified operation has an id.");
        var payload = PlantBatchPayload.Parse(operation.Payload);
        await db.LockBatchAsync(operation.EntityId, cancel);
        var near = await db.MetrcBatchMappings.Where(row => row.ClosedAt == null
            && (row.BatchId == operation.EntityId || (row.SiteId == operation.SiteId && row.MetrcBatchId == metrcId)))
                .ToListAsync(cancel);
        if (near.Any(row => row.BatchId != operation.EntityId || row.MetrcBatchId != metrcId))
        {
            // One of our batches is one of Metrc's: where the links say otherwise, somebody has to choose.
            operation.State = ReportState.NeedsPerson;
            operation.Error = $"Plant batch {metrcId} in Metrc, or this batch, is linked to another one already.";
            return;
        }
        var now = time.GetUtcNow();
        var mapping = near.SingleOrDefault();
        if (mapping is null)
        {
            mapping = new MetrcBatchMapping
            {
                Id = ids.Next(), SiteId = operation.SiteId, BatchId = operation.EntityId, MetrcBatchId = metrcId,
                MetrcBatchName = payload.Name,
            };
            db.MetrcBatchMappings.Add(mapping);
        }
        mapping.MetrcBatchType = payload.Type;
        mapping.OperationId = operation.Id;
        mapping.SyncStatus = MappingStatus.Synced;
        mapping.LastSyncedAt = now;
    }

    private async Task CloseLogAsync(
        TendrilDb db, ReportOperation operation, SyncStatus status, ProblemCode? code, CancellationToken cancel)
    {
        var log = await db.SyncLogs.SingleAsync(row => row.Id == operation.SyncLogId, cancel);
        var ended = operation.State == ReportState.NeedsPerson ? SyncStatus.Failed : status;
        log.Status = ended;
        log.CompletedAt = time.GetUtcNow();
        log.DurationMs = (long)(log.CompletedAt.Value - log.StartedAt).TotalMilliseconds;
        log.Processed = 1;
        log.Created = ended == SyncStatus.Completed ? 1 : 0;
        log.Failed = ended == SyncStatus.Completed ? 0 : 1;
        log.ErrorCode = ended == SyncStatus.Completed ? null : (code ?? NeedsPerson).Code;
        log.ErrorMessage = ended == SyncStatus.Completed ? null : operation.Error;
        log.ErrorHelp = ended == SyncStatus.Completed ? null : (code ?? NeedsPerson).Remedy;
        log.ResponsePayload = JsonSerializer.Serialize(
            new { operation.MetrcId, operation.Attempts, operation.PayloadHash }, JsonSerializerOptions.Web);
    }
}
