using Tendril.Domain;
using Tendril.Server.Jobs;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>What is asked of one site: which types, read how, by whom.</summary>
/// <param name="SyncType">One type, or "all"; a scheduled run of several types is "all" too.</param>
internal sealed record PullOrder(
    TenantScope Scope, Guid SiteId, string SyncType, IReadOnlyList<PullType> Types, PullWish Wish, PullTrigger By);

/// <summary>How one type of a run ended.</summary>
internal sealed record TypeResult(PullType Type, Guid LogId, SyncStatus Status, Problem? Problem, PullNumbers Numbers);

/// <summary>
/// One run over the types of a site, under the site's lease: nobody else pulls it meanwhile, on any server, and nothing
/// is written once the lease is lost.
/// </summary>
internal sealed class SitePull(
    TenantUnits units, SiteLeases leases, MetrcConnections connections, TypePull pull, SyncLogWriter logs,
    ScheduleBook schedules,
    JobOptions options, IdSource ids, TimeProvider time, ILogger<SitePull> log)
{
    public const string Purpose = "pull";

    /// <summary>
    /// Takes the site and opens the run's log; the answer's task ends with the run. Null: somebody else holds it.
    /// </summary>
    public async Task<StartedPull?> StartAsync(PullOrder order, CancellationToken begin, CancellationToken stop)
    {
        var runId = ids.Next();
        var lease = await leases.AcquireAsync(order.Scope.OrganizationId, order.SiteId, Purpose, runId, begin);
        if (lease is null) return null;
        try
        {
            await using var unit = await units.BeginAsync(order.Scope, begin);
            await lease.AssertAsync(unit, begin);
            await SyncLogWriter.CloseInterruptedAsync(unit, order.SiteId, lease.Epoch, time.GetUtcNow(), begin);
            SyncLogWriter.Open(unit.Db, lease, runId, order.SyncType, null, order.By, time.GetUtcNow());
            await unit.CommitAsync(begin);
        }
        catch
        {
            await leases.ReleaseAsync(lease, CancellationToken.None);
            throw;
        }
        return new StartedPull(runId, RunAsync(order, lease, stop));
    }

    private async Task RunAsync(PullOrder order, SiteLease lease, CancellationToken stop)
    {
        // The caller goes on at once; everything from here is the run's own.
        await Task.Yield();
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var keeping = KeepAsync(lease, mine);
        try
        {
            await PullAsync(order, lease, mine.Token);
        }
        catch (Exception ended) when (ended is LeaseLostException || mine.IsCancellationRequested)
        {
            log.LogWarning("Pull {Run} of site {Site} was interrupted: {Why}", lease.RunId, lease.SiteId,
                ended.Message);
            await InterruptAsync(order.Scope, lease);
        }
        catch (Exception broken)
        {
            log.LogError(broken, "Pull {Run} of site {Site} broke", lease.RunId, lease.SiteId);
            await BreakAsync(order, lease);
        }
        finally
        {
            await mine.CancelAsync();
            await keeping;
            await leases.ReleaseAsync(lease, CancellationToken.None);
        }
    }

    private async Task PullAsync(PullOrder order, SiteLease lease, CancellationToken cancel)
    {
        if ((await connections.OpenAsync(order.Scope, order.SiteId, null, cancel))
            .Refused(out var problem, out var metrc))
        {
            await logs.CloseAsync(order.Scope, lease, lease.RunId, [], problem, SyncStatus.Failed, cancel);
            await schedules.NoteAsync(order, lease, order.Types.Select(type => Refused(type, lease.RunId, problem))
                .ToList(), cancel);
            return;
        }
        using (metrc)
        {
            List<TypeResult> results = [];
            foreach (var type in order.Types)
            {
                var result = await PullTypeAsync(order, lease, metrc, type, cancel);
                results.Add(result);
                await schedules.NoteAsync(order, lease, [result], cancel);
            }
            if (order.Types.Count == 1) return;
            var (status, first) = Sum(results);
            await logs.CloseAsync(order.Scope, lease, lease.RunId, [.. results.Select(one => one.Numbers)], first,
                status, cancel);
        }
    }

    private async Task<TypeResult> PullTypeAsync(
        PullOrder order, SiteLease lease, SiteMetrc metrc, PullType type, CancellationToken cancel)
    {
        var logId = order.Types.Count == 1 ? lease.RunId : await OpenChildAsync(order, lease, type, cancel);
        var run = new PullRun(order.Scope, metrc, lease, type, logId, time.GetUtcNow());
        var problem = await pull.RunAsync(run, order.Wish, cancel);
        var done = run.Counters;
        var status = problem is null && done.Failed == 0 ? SyncStatus.Completed
            : done.Processed > 0 ? SyncStatus.Partial
            : SyncStatus.Failed;
        problem ??= done.Failed == 0
            ? null
            : PullProblems.RowsFailed.Refuse($"{done.Failed} of {type.Name.Replace('_', ' ')} could not be taken");
        var numbers = new PullNumbers(
            type.Name, done.Processed, done.Created, done.Updated, done.Failed, done.Conflicts, done.Gone, done.Errors);
        await logs.CloseAsync(order.Scope, lease, logId, [numbers], problem, status, cancel);
        return new TypeResult(type, logId, status, problem, numbers);
    }

    private async Task<Guid> OpenChildAsync(PullOrder order, SiteLease lease, PullType type, CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(order.Scope, cancel);
        await lease.AssertAsync(unit, cancel);
        var child = SyncLogWriter.Open(unit.Db, lease, ids.Next(), type.Name, lease.RunId, order.By, time.GetUtcNow());
        await unit.Connection.Sql(
            "UPDATE compliance_sync_logs SET stage = $3 WHERE organization_id = $1 AND id = $2",
            lease.OrganizationId, lease.RunId, $"Pulling {type.Name.Replace('_', ' ')}").RunAsync(cancel);
        await unit.CommitAsync(cancel);
        return child.Id;
    }

    private static (SyncStatus Status, Problem? First) Sum(List<TypeResult> results)
    {
        var status = results.TrueForAll(one => one.Status == SyncStatus.Completed) ? SyncStatus.Completed
            : results.TrueForAll(one => one.Status == SyncStatus.Failed) ? SyncStatus.Failed
            : SyncStatus.Partial;
        return (status, results.FirstOrDefault(one => one.Problem is not null)?.Problem);
    }

    private static TypeResult Refused(PullType type, Guid logId, Problem problem) =>
        new(type, logId, SyncStatus.Failed, problem, new PullNumbers(type.Name, 0, 0, 0, 0, 0, 0, []));

    /// <summary>Holds the lease while the run works; gives the run up when it cannot.</summary>
    private async Task KeepAsync(SiteLease lease, CancellationTokenSource run)
    {
        var held = time.GetTimestamp();
        while (!run.IsCancellationRequested)
        {
            await Task.Delay(options.LeaseLasts / 4, time, run.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (run.IsCancellationRequested) return;
            try
            {
                if (!await leases.RenewAsync(lease, run.Token)) await run.CancelAsync();
                held = time.GetTimestamp();
            }
            catch (Exception trouble) when (trouble is Npgsql.NpgsqlException or OperationCanceledException
                or TimeoutException)
            {
                // The database may be back in a moment; only when the lease has surely run out is the run over.
                if (time.GetElapsedTime(held) > options.LeaseLasts) await run.CancelAsync();
            }
        }
    }

    private async Task InterruptAsync(TenantScope scope, SiteLease lease)
    {
        await using var unit = await units.BeginAsync(scope, CancellationToken.None);
        await SyncLogWriter.CloseInterruptedAsync(unit, lease.SiteId, lease.Epoch + 1, time.GetUtcNow(),
            CancellationToken.None);
        await unit.CommitAsync(CancellationToken.None);
    }

    private async Task BreakAsync(PullOrder order, SiteLease lease)
    {
        try
        {
            var problem = PullProblems.Broken.Refuse("Tendril itself failed during this pull");
            await logs.CloseAsync(order.Scope, lease, lease.RunId, [], problem, SyncStatus.Failed,
                CancellationToken.None);
            await schedules.NoteAsync(
                order, lease, order.Types.Select(type => Refused(type, lease.RunId, problem))
                .ToList(), CancellationToken.None);
            await InterruptAsync(order.Scope, lease);
        }
        catch (Exception again) when (again is Npgsql.NpgsqlException or LeaseLostException
            or InvalidOperationException)
        {
            log.LogError(again, "Pull {Run} could not even be closed; the next run will", lease.RunId);
        }
    }
}

/// <summary>A pull on its way.</summary>
internal sealed record StartedPull(Guid LogId, Task Ended);
