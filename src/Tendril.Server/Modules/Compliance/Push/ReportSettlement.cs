using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>
/// What an operation's end means for our own books: mapping and history, in the transaction that ends it. No mapping
/// without an end, no end without its mapping.
/// </summary>
public sealed class ReportSettlement(AlertBoard alerts, IdSource ids)
{
    public async Task StageAsync(TenantUnit unit, ReportOperation operation, DateTimeOffset now,
        CancellationToken cancel)
    {
        if (operation.State == ReportState.Verified) await LinkAsync(unit.Db, operation, now, cancel);
        var problem = operation.State switch
        {
            ReportState.Refused when operation.GivenUpBy is not null => GivenUp,
            ReportState.Refused => PushProblems.RefusedByMetrc,
            ReportState.NeedsPerson => NeedsPerson,
            _ => null,
        };
        if (operation.State == ReportState.Verified || problem is not null)
            await CloseLogAsync(unit.Db, operation, problem, now, cancel);
        if (operation.State == ReportState.NeedsPerson) await AskAsync(unit.Db, operation, cancel);
    }

    public static readonly ProblemCode GivenUp = new(
        "report.given_up", "A person closed the report without effect.",
            "Push the batch again if it should be in Metrc after all.");

    private Task<Alert> AskAsync(TendrilDb db, ReportOperation operation, CancellationToken cancel) =>
        alerts.RaiseAsync(
        db,
        new NewAlert(
            NeedsPerson.Code, AlertSeverity.Warning, $"Batch {operation.EntityName} needs you",
            operation.Error ?? NeedsPerson.Cause, NeedsPerson.Remedy, operation.SiteId,
                $"/batches/{operation.EntityId}"),
        cancel);

    public static readonly ProblemCode NeedsPerson = new(
        "report.needs_person", "What we sent and what Metrc holds do not tell the same story.",
        "Open Compliance → Needs you, compare both sides and decide.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [NeedsPerson, GivenUp];

    private async Task LinkAsync(TendrilDb db, ReportOperation operation, DateTimeOffset now, CancellationToken cancel)
    {
        var metrcId = operation.MetrcId ?? throw new InvalidOperationException("A verified operation has an id.");
        var payload = PlantBatchPayload.Parse(operation.Payload);
        // Where a person accepted what Metrc has instead, the link tells Metrc's words.
        var otherwise = KeptDifferences.Read(operation.Differences).ToDictionary(one => one.Field, one => one.Metrc);
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
        var mapping = near.SingleOrDefault();
        if (mapping is null)
        {
            mapping = new MetrcBatchMapping
            {
                Id = ids.Next(),
                SiteId = operation.SiteId,
                BatchId = operation.EntityId,
                MetrcBatchId = metrcId,
                MetrcBatchName = otherwise.GetValueOrDefault("name", payload.Name),
            };
            db.MetrcBatchMappings.Add(mapping);
        }
        mapping.MetrcBatchType = otherwise.GetValueOrDefault("type", payload.Type);
        mapping.OperationId = operation.Id;
        mapping.SyncStatus = MappingStatus.Synced;
        mapping.LastSyncedAt = now;
    }

    private static async Task CloseLogAsync(
        TendrilDb db, ReportOperation operation, ProblemCode? problem, DateTimeOffset now, CancellationToken cancel)
    {
        // Linking may have found that a person has to choose.
        var why = operation.State == ReportState.NeedsPerson ? NeedsPerson : problem;
        var log = await db.SyncLogs.SingleAsync(row => row.Id == operation.SyncLogId, cancel);
        log.Status = why is null ? SyncStatus.Completed : SyncStatus.Failed;
        log.CompletedAt = now;
        log.DurationMs = Math.Max(0, (long)(now - log.StartedAt).TotalMilliseconds);
        log.Processed = 1;
        log.Created = why is null ? 1 : 0;
        log.Failed = why is null ? 0 : 1;
        (log.ErrorCode, log.ErrorMessage, log.ErrorHelp) = why is null ? (null, null, null) : (why.Code,
            operation.Error, why.Remedy);
        log.ResponsePayload = JsonSerializer.Serialize(
            new { operation.MetrcId, operation.Attempts, operation.PayloadHash }, JsonSerializerOptions.Web);
    }
}
