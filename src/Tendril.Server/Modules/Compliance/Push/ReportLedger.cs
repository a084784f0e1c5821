using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Metrc;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>An operation that is due; nothing of it was read yet.</summary>
public sealed record DueOperation(Guid OrganizationId, Guid OperationId);

/// <summary>Another worker holds the operation now; whatever this one was about to write is void.</summary>
public sealed class LeaseLostException() : Exception("Another worker took the operation over.");

/// <summary>The ledger as the reporter uses it: find what is due, take it, write down every step before the next
/// one.</summary>
public sealed class ReportLedger(
    [FromKeyedServices("system")] NpgsqlDataSource system, TenantUnits units, IdSource ids, ReporterOptions options)
{
    /// <summary>The next attempt of what is due now, by any server's clock.</summary>
    public static readonly DateTimeOffset DueAtOnce = DateTimeOffset.UnixEpoch;

    private readonly string _worker = $"{Environment.MachineName}/{Environment.ProcessId}/{ids.Next():N}";

    /// <summary>
    /// Due operations of every organisation, earliest deadline first and a few per site; ids only. Asked by the role
    /// that sees no tenant's rows; each is then opened as its tenant.
    /// </summary>
    public async Task<IReadOnlyList<DueOperation>> DueAsync(int most, CancellationToken cancel)
    {
        await using var command = system.CreateCommand(
            "SELECT organization_id, operation_id FROM tendril.due_operations($1, $2)");
        command.Parameters.Add(new() { Value = most });
        command.Parameters.Add(new() { Value = options.AtOncePerSite });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<DueOperation> due = [];
        while (await reader.ReadAsync(cancel)) due.Add(new DueOperation(reader.GetGuid(0), reader.GetGuid(1)));
        return due;
    }

    /// <summary>
    /// The database's clock. Leases and the read lag are judged by it alone: the clocks of two servers may differ by
    /// hours.
    /// </summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken cancel)
    {
        await using var command = system.CreateCommand("SELECT clock_timestamp()");
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancel))!);
    }

    private static async Task<DateTimeOffset> NowAsync(TenantUnit unit, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT clock_timestamp()", unit.Connection);
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancel))!);
    }

    /// <summary>Takes the operation, or answers null when another worker was faster or it is not due any
    /// more.</summary>
    public async Task<ReportOperation?> ClaimAsync(DueOperation due, CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(TenantScope.Server(due.OrganizationId), cancel);
        var lease = options.Lease;
        var taken = await unit.Db.Database.ExecuteSqlAsync(
            $"""
             UPDATE report_operations
             SET fence = fence + 1, lease_owner = {_worker}, lease_until = clock_timestamp() + {lease}
             WHERE organization_id = {due.OrganizationId} AND id = {due.OperationId}
               AND state IN ('recorded', 'claimed', 'sent', 'confirmed', 'unknown')
               AND next_attempt_at <= clock_timestamp() AND (lease_until IS NULL OR lease_until <= clock_timestamp())
             """,
            cancel);
        if (taken == 0) return null;
        var operation = await unit.Db.ReportOperations.AsNoTracking().SingleAsync(row => row.Id == due.OperationId,
            cancel);
        await unit.CommitAsync(cancel);
        return operation;
    }

    /// <summary>
    /// Writes one step down. <paramref name="step"/> gets the unit, the stored row and the database's time, so that
    /// what belongs to
    /// the step (mapping, sync log) is committed with it. Frees the lease when the step says so.
    /// </summary>
    /// <exception cref="LeaseLostException">The claim is no longer ours.</exception>
    public Task<ReportOperation> StepAsync(
        ReportOperation claimed, Func<TenantUnit, ReportOperation, DateTimeOffset, Task> step,
            CancellationToken cancel) =>
        StepAsync(claimed, step, TenantScope.Server(claimed.OrganizationId), cancel);

    /// <summary>As above, in a person's name.</summary>
    public async Task<ReportOperation> StepAsync(
        ReportOperation claimed, Func<TenantUnit, ReportOperation, DateTimeOffset, Task> step, TenantScope scope,
            CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(scope, cancel);
        var row = await unit.Db.ReportOperations.SingleAsync(stored => stored.Id == claimed.Id, cancel);
        if (row.Fence != claimed.Fence) throw new LeaseLostException();
        try
        {
            // A step that raises an alert saves before the commit.
            await step(unit, row, await NowAsync(unit, cancel));
            await unit.CommitAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new LeaseLostException();
        }
        return row;
    }

    /// <summary>Stages what was said with Metrc beside the step it belongs to.</summary>
    public void Keep(TenantUnit unit, ReportOperation operation, string step, IEnumerable<MetrcExchange> exchanges)
    {
        foreach (var exchange in exchanges)
        {
            unit.Db.ReportEvidence.Add(new ReportEvidence
            {
                Id = ids.Next(),
                OperationId = operation.Id,
                At = exchange.StartedAt,
                Step = step,
                Method = exchange.Method,
                Url = exchange.Url,
                KeyId = exchange.KeyId,
                Status = exchange.Status,
                RequestBody = KeptText.Of(exchange.RequestBody, LongestBody),
                // A look-up reads whole lists: their hash proves them, their beginning is enough to read.
                ResponseBody = KeptText.Of(exchange.ResponseBody, step == "send" ? LongestBody : 4000),
                Failure = KeptText.Of(exchange.Failure, 4000),
                ElapsedMs = (int)exchange.Elapsed.TotalMilliseconds,
                Sha256 = $"{exchange.RequestSha256 ?? "-"}:{exchange.ResponseSha256 ?? "-"}",
            });
        }
    }

    private const int LongestBody = 64 * 1024;
}
