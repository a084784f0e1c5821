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

/// <summary>
/// The ledger as the reporter uses it: find what is due, take it, write down every step before the next one.
/// </summary>
public sealed class ReportLedger(
    [FromKeyedServices("app")] NpgsqlDataSource source, TenantUnits units, TimeProvider time, IdSource ids,
    ReporterOptions options)
{
    private readonly string _worker = $"{Environment.MachineName}/{Environment.ProcessId}/{ids.Next():N}";

    /// <summary>Due operations of every organisation, earliest legal deadline first; ids only.</summary>
    public async Task<IReadOnlyList<DueOperation>> DueAsync(int most, CancellationToken cancel)
    {
        await using var command =
            source.CreateCommand("SELECT organization_id, operation_id FROM tendril.due_operations($1, $2)");
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<DueOperation> due = [];
        while (await reader.ReadAsync(cancel)) due.Add(new DueOperation(reader.GetGuid(0), reader.GetGuid(1)));
        return due;
    }

    /// <summary>
    /// Takes the operation, or answers null when another worker was faster or it is not due any more.
    /// </summary>
    public async Task<ReportOperation?> ClaimAsync(DueOperation due, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var unit = await units.BeginAsync(TenantScope.Server(due.OrganizationId), cancel);
        var taken = await unit.Db.ReportOperations
            .Where(row => row.Id == due.OperationId && row.NextAttemptAt <= now
                && (row.LeaseUntil == null || row.LeaseUntil <= now)
                && row.State != ReportState.Verified && row.State != ReportState.Refused
                && row.State != ReportState.NeedsPerson)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Fence, row => row.Fence + 1)
                    .SetProperty(row => row.LeaseOwner, _worker)
                    .SetProperty(row => row.LeaseUntil, now + options.Lease),
                cancel);
        if (taken == 0) return null;
        var operation = await unit.Db.ReportOperations.AsNoTracking()
            .SingleAsync(row => row.Id == due.OperationId, cancel);
        await unit.CommitAsync(cancel);
        return operation;
    }

    /// <summary>
    /// Writes one step down. <paramref name="step"/> gets the stored row and the unit, so that what belongs to the step
    /// (mapping, sync log) is committed with it. Frees the lease when the step says so.
    /// </summary>
    /// <exception cref="LeaseLostException">The claim is no longer ours.</exception>
    public Task<ReportOperation> StepAsync(
        ReportOperation claimed, Func<TenantUnit, ReportOperation, Task> step, CancellationToken cancel) =>
        StepAsync(claimed, step, TenantScope.Server(claimed.OrganizationId), cancel);

    /// <summary>As above, in a person's name.</summary>
    public async Task<ReportOperation> StepAsync(
        ReportOperation claimed, Func<TenantUnit, ReportOperation, Task> step, TenantScope scope,
        CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(scope, cancel);
        var row = await unit.Db.ReportOperations.SingleAsync(stored => stored.Id == claimed.Id, cancel);
        if (row.Fence != claimed.Fence) throw new LeaseLostException();
        await step(unit, row);
        try
        {
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
                Id = ids.Next(), OperationId = operation.Id, At = exchange.StartedAt, Step = step,
                    Method = exchange.Method,
                Url = exchange.Url, KeyId = exchange.KeyId, Status = exchange.Status,
                RequestBody = exchange.RequestBody,
                ResponseBody = Shorten(step, exchange.ResponseBody), Failure = exchange.Failure,
                ElapsedMs = (int)exchange.Elapsed.TotalMilliseconds,
                Sha256 = $"{exchange.RequestSha256 ?? "-"}:{exchange.ResponseSha256 ?? "-"}",
            });
        }
    }

    // A look-up reads whole lists; their hash proves them, their beginning is enough to read. PostgreSQL keeps no NUL.
    private static string? Shorten(string step, string? body) =>
        (step != "send" && body?.Length > 4000 ? body[..4000] : body)?.Replace("\0", "");
}
