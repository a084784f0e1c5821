using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Domain.Rules;
using Tendril.Server.Platform.Access;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>A push that is on record; from here on it will be told to Metrc, whatever happens to this server.</summary>
public sealed record RecordedPush(Guid OperationId, IReadOnlyList<Finding> Warnings);

/// <summary>A refusal with what the documented answer carries besides.</summary>
public sealed record RefusedPush(Problem Problem, long? MetrcBatchId);

/// <summary>
/// Records that a batch is to be told to Metrc: facts, rules, then operation and sync log in one transaction.
/// </summary>
public sealed class PushBatchHandler(TenantUnits units, TimeProvider time, IdSource ids)
{
    public async Task<(RecordedPush? Recorded, RefusedPush? Refused)> HandleAsync(
        Caller caller, Guid batchId, string? location, IReadOnlyList<string> confirmedWarnings, Guid? groupId,
        CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(caller.Scope, cancel);
        // Whoever pushes or settles this batch comes one after the other, so that the check below still holds at the
        // commit.
        await unit.Db.LockBatchAsync(batchId, cancel);
        if (!string.IsNullOrWhiteSpace(location) && FieldRules.Current.Text("location_name", location,
            "location").Refused(out var unfit, out _))
            return Refuse(unfit, null);
        var facts = await PushFacts.ReadAsync(unit.Db, batchId, location, time, cancel);
        if (facts is null)
            return Refuse(PushProblems.BatchUnknown.Refuse("Batch not found", "batchId", kind: ProblemKind.Unknown),
                null);
        var check = facts.Check();
        if (check.Refused(out var problem, out var report)) return Refuse(problem, facts.Around.MappedTo);
        var operation = Record(unit.Db, caller, facts, report, Confirmed(check, confirmedWarnings), groupId);
        try
        {
            await unit.CommitAsync(cancel);
        }
        catch (DbUpdateException twice)
            when (twice.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refuse(
                PlantBatchCodes.PushInProgress.Refuse("Batch is already on its way to Metrc", "batchId",
                    kind: ProblemKind.Conflict),
                null);
        }
        return (new RecordedPush(operation.Id, check.Warnings), null);
    }

    private static (RecordedPush?, RefusedPush?) Refuse(Problem problem, long? metrcBatchId) =>
        (null, new RefusedPush(problem, metrcBatchId));

    private static List<string> Confirmed(PushCheck check, IReadOnlyList<string> named) =>
        [.. check.Warnings.Select(warning => warning.Code).Where(named.Contains)];

    private ReportOperation Record(
        TendrilDb db, Caller caller, PushFacts facts, PlantBatchReport report, List<string> confirmed, Guid? groupId)
    {
        var now = time.GetUtcNow();
        var payload = PlantBatchPayload.From(report);
        var operation = new ReportOperation
        {
            Id = ids.Next(),
            SiteId = facts.Site.Id,
            Kind = ReportOperation.CreatePlantBatch,
            EntityType = "batch",
            EntityId = facts.Batch.Id,
            EntityName = facts.Batch.BatchNumber,
            Payload = payload.ToJson(),
            PayloadHash = payload.Hash(),
            MatchKey = payload.Name,
            State = ReportState.Recorded,
            NextAttemptAt = ReportLedger.DueAtOnce,
            GroupId = groupId,
            ConfirmedWarnings = JsonSerializer.Serialize(confirmed),
            CreatedBy = caller.Name,
            CreatedById = caller.UserId,
        };
        var log = new SyncLog
        {
            Id = ids.Next(),
            SiteId = facts.Site.Id,
            SyncType = "plant_batches",
            Direction = SyncDirection.Push,
            Operation = SyncOperation.Create,
            Status = SyncStatus.InProgress,
            StartedAt = now,
            TriggeredBy = caller.Name,
            TriggeredById = caller.UserId,
            EntityId = facts.Batch.Id,
            OperationId = operation.Id,
            Total = 1,
            Stage = $"Plant batch {payload.Name}",
        };
        operation.SyncLogId = log.Id;
        db.ReportOperations.Add(operation);
        db.SyncLogs.Add(log);
        return operation;
    }
}
