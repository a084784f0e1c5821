using Npgsql;
using Quartz;
using Tendril.Server.Modules.Compliance.Pull;
using Tendril.Server.Storage;

namespace Tendril.Server.Jobs;

/// <summary>
/// Runs the scheduler of this server once an organisation was founded, keeps one job per site that has a key, and
/// closes the logs of runs whose server died. Every server does so; what they write is the same.
/// </summary>
internal sealed class PullPlanner(
    ISchedulerFactory schedulers, [FromKeyedServices("system")] NpgsqlDataSource system, SiteLeases leases,
    TenantUnits units,
    JobOptions options, TimeProvider time, ILogger<PullPlanner> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Scheduler) return;
        // Quartz asks the database first; the web server must not wait for it.
        await Task.Yield();
        IScheduler? scheduler = null;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                scheduler = await PlanAsync(scheduler, stoppingToken);
                await Task.Delay(options.PlanEvery, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            log.LogDebug("The scheduler stops");
        }
        finally
        {
            if (scheduler is not null) await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        }
    }

    /// <summary>Closes what dead runs left open; also called when the scheduler of this server is off.</summary>
    public async Task CloseOrphansAsync(CancellationToken cancel)
    {
        foreach (var orphan in await leases.OrphansAsync(SitePull.Purpose, cancel))
        {
            await using (var unit = await units.BeginAsync(TenantScope.Server(orphan.OrganizationId), cancel))
            {
                await SyncLogWriter.CloseInterruptedAsync(unit, orphan.SiteId, orphan.Epoch + 1, time.GetUtcNow(),
                    cancel);
                await unit.CommitAsync(cancel);
            }
            await leases.ReleaseAsync(orphan, cancel);
        }
    }

    private async Task<IScheduler?> PlanAsync(IScheduler? scheduler, CancellationToken cancel)
    {
        try
        {
            await CloseOrphansAsync(cancel);
            var sites = await SitesAsync(cancel);
            // Before somebody founded an organisation there is nothing to plan.
            if (scheduler is null && await IsFoundedAsync(cancel))
            {
                scheduler = await schedulers.GetScheduler(cancel);
                await scheduler.Start(cancel);
            }
            if (scheduler is not null) await EnsurePurgeAsync(scheduler, cancel);
            foreach (var (organization, site) in sites) await EnsureAsync(scheduler!, organization, site, cancel);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            log.LogWarning(trouble, "Schedules could not be planned; trying again");
        }
        return scheduler;
    }

    /// <summary>Every server names the job's trigger; the first one makes it.</summary>
    private async Task EnsurePurgeAsync(IScheduler scheduler, CancellationToken cancel)
    {
        if (await scheduler.GetTrigger(PurgeTelemetryJob.Trigger, cancel) is not null) return;
        await scheduler.AddJob(PurgeTelemetryJob.Detail, AddJobOptions.Replacing, cancel);
        var trigger = TriggerBuilder.Create(time).WithIdentity(PurgeTelemetryJob.Trigger)
            .ForJob(PurgeTelemetryJob.Detail).StartAt(time.GetUtcNow())
            .WithSimpleSchedule(schedule => schedule.WithInterval(TimeSpan.FromDays(1)).RepeatForever()
                .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount))
            .Build();
        try
        {
            await scheduler.ScheduleJob(trigger, default, cancel);
        }
        catch (ObjectAlreadyExistsException)
        {
            log.LogDebug("Another server planned the deletion of old telemetry first");
        }
    }

    private async Task EnsureAsync(IScheduler scheduler, Guid organization, Guid site, CancellationToken cancel)
    {
        var key = new TriggerKey(site.ToString(), PullSiteJob.Group);
        if (await scheduler.GetTrigger(key, cancel) is not null) return;
        var job = PullSiteJob.Of(organization, site);
        await scheduler.AddJob(job, AddJobOptions.Replacing, cancel);
        var trigger = TriggerBuilder.Create(time).WithIdentity(key).ForJob(job)
            .StartAt(time.GetUtcNow())
            .WithSimpleSchedule(schedule => schedule.WithInterval(options.LookEvery).RepeatForever()
                .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount))
            .Build();
        try
        {
            await scheduler.ScheduleJob(trigger, default, cancel);
        }
        catch (ObjectAlreadyExistsException)
        {
            log.LogDebug("Another server planned site {Site} first", site);
        }
    }

    private async Task<bool> IsFoundedAsync(CancellationToken cancel)
    {
        await using var connection = await system.OpenConnectionAsync(cancel);
        return await connection.Sql("SELECT EXISTS (SELECT FROM access.organizations)")
            .ReadAsync(row => row.GetBoolean(0), cancel) is [true];
    }

    private async Task<IReadOnlyList<(Guid Organization, Guid Site)>> SitesAsync(CancellationToken cancel)
    {
        await using var connection = await system.OpenConnectionAsync(cancel);
        return await connection.Sql("SELECT organization_id, site_id FROM tendril.sites_to_pull()")
            .ReadAsync(row => (row.GetGuid(0), row.GetGuid(1)), cancel);
    }
}
