using Microsoft.EntityFrameworkCore;
using Tendril.Domain.Compliance;
using Tendril.Domain.Values;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>Pulls what a site's schedules say is due.</summary>
internal sealed class DuePull(
    TenantUnits units, PullRuns runs, ScheduleBook schedules, MetrcConnections connections, TimeProvider time)
{
    // Complete sweeps wait for the night at the facility, when nobody works against them.
    private static readonly TimeSpan SweepHour = TimeSpan.FromHours(2);

    /// <summary>
    /// The log of the run, once it has ended; null when nothing was due or another run holds the site.
    /// </summary>
    public async Task<Guid?> RunAsync(Guid organizationId, Guid siteId, CancellationToken cancel)
    {
        var scope = TenantScope.Server(organizationId);
        if (await OrderAsync(scope, siteId, cancel) is not { } order) return null;
        if (await runs.StartAsync(order, cancel) is not { } started) return null;
        await started.Ended;
        return started.LogId;
    }

    private async Task<PullOrder?> OrderAsync(TenantScope scope, Guid siteId, CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(scope, cancel);
        var site = await unit.Db.Sites.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == siteId && row.Active, cancel);
        if (site is null) return null;
        var environment = SiteEnvironment.Of(site);
        if (!await unit.Db.MetrcCredentials.AnyAsync(row => row.SiteId == siteId && row.Environment == environment,
            cancel)) return null;
        // What is due stays due; the first look after the pause is the one that tries.
        if (await connections.PauseAsync(unit.Db, site, cancel) is { } pause
            && pause.Left(time.GetUtcNow()) > TimeSpan.Zero)
            return null;
        var rows = await schedules.EnsureAsync(unit.Db, siteId, cancel);
        await unit.CommitAsync(cancel);
        var now = time.GetUtcNow();
        var due = PullTypes.All.Where(type => rows[type.Name] is { Enabled: true } row && row.NextRunAt <= now)
            .ToList();
        return due.Count == 0 ? null : new PullOrder(
            scope, siteId, due.Count == 1 ? due[0].Name : PullTypes.AllTypes, due,
            new PullWish(PullRange.WhateverIsNew, SweepIfBefore: LastNight(site, now)), PullTrigger.Schedule);
    }

    /// <summary>The last two o'clock in the morning at the facility.</summary>
    private static DateTimeOffset LastNight(Site site, DateTimeOffset now)
    {
        var zone = SiteZone.Parse(site.TimeZone).Refused(out _, out var known) ? SiteZone.Utc : known;
        var today = zone.StartOf(zone.DayOf(now)) + SweepHour;
        return today <= now ? today : zone.StartOf(zone.DayOf(now).AddDays(-1)) + SweepHour;
    }
}
