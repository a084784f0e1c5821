using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain.Compliance;
using Tendril.Server.Jobs;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>The site's key, without the key.</summary>
public sealed record KeyView(bool Configured, string? FacilityName, DateTimeOffset? ValidatedAt, int? AgeDays,
    bool Remind);

/// <summary>What waits to be told to Metrc.</summary>
public sealed record QueueView(int Waiting, int Unknown, int NeedsPerson, int Refused, DateTimeOffset? NextDeadline);

/// <summary>Reads per second that the facility has, and how many were used in the last one.</summary>
public sealed record BudgetView([property: Description("0: no limit.")] int PerSecond, int Used);

/// <summary>The compliance dashboard of one site.</summary>
public sealed record OverviewView(
    SiteRef Site, string Environment, KeyView Credential, IReadOnlyList<TypeView> Types, SyncLogView? Running,
    QueueView Queue,
    OutageView? Outage, BudgetView Budget);

/// <summary>Everything the compliance dashboard shows at first sight.</summary>
public static class GetOverview
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapTenantGroup("/api/compliance/overview").WithTags("Compliance").MapGet("/", HandleAsync)
            .Needs("compliance:view")
            .WithSummary("A site's state with Metrc: key, types, what runs, what waits").Produces<OverviewView>()
            .ProducesProblem(404);
    }

    private static async Task<IResult> HandleAsync(
        Guid siteId, TendrilDb db, MetrcOptions options, SiteLeases leases, DatabaseMetrcLimiter limiter,
        MetrcConnections connections, TimeProvider time,
        CancellationToken cancel)
    {
        var site = await db.Sites.AsNoTracking().FirstOrDefaultAsync(row => row.Id == siteId, cancel);
        if (site is null) return ProblemResults.From(SiteProblems.NotFound("siteId"));
        var environment = SiteEnvironment.Of(site);
        var key = await db.MetrcCredentials.AsNoTracking()
            .FirstOrDefaultAsync(row => row.SiteId == siteId && row.Environment == environment, cancel);
        var running = await leases.RunningAsync(db.OrganizationId, siteId, SitePull.Purpose, cancel) is { } run
            ? await SyncLogViews.OneAsync(db, row => row.Id == run, cancel)
            : null;
        return TypedResults.Ok(new OverviewView(
            new SiteRef(site.Id, site.Name, site.License, site.State, site.TimeZone, site.Sandbox), environment,
            KeyOf(key, options, time.GetUtcNow()), await TypeViews.OfSiteAsync(db, siteId, key is not null, cancel),
            running,
            await QueueAsync(db, siteId, cancel),
            key is null ? null : await Outages.NowAsync(
                db, key, await connections.BreakerAsync(db, site, cancel), time.GetUtcNow(), cancel),
            new BudgetView(options.FacilityPerSecond, limiter.UsedLately(site.License))));
    }

    private static KeyView KeyOf(MetrcCredential? row, MetrcOptions options, DateTimeOffset now)
    {
        if (row is null) return new KeyView(false, null, null, null, false);
        var view = CredentialView.Of(row, options, now);
        return new KeyView(true, view.FacilityName, view.ValidatedAt, view.AgeDays, view.Remind);
    }

    private static async Task<QueueView> QueueAsync(TendrilDb db, Guid siteId, CancellationToken cancel)
    {
        var states = await db.ReportOperations.Where(row => row.SiteId == siteId && row.State != ReportState.Verified)
            .GroupBy(row => row.State)
            .Select(group => new { group.Key, Count = group.Count(), Deadline = group.Min(row => row.Deadline) })
            .ToListAsync(cancel);
        int Of(params ReportState[] wanted) => states.Where(state => wanted.Contains(state.Key))
            .Sum(state => state.Count);
        return new QueueView(
            Of(ReportState.Recorded, ReportState.Claimed, ReportState.Sent, ReportState.Confirmed),
            Of(ReportState.Unknown),
            Of(ReportState.NeedsPerson), Of(ReportState.Refused),
            states.Where(state => state.Key != ReportState.Refused).Min(state => state.Deadline));
    }
}
