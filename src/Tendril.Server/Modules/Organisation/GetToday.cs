using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;
using Tendril.Domain.Inventory;
using Tendril.Server.Modules.Compliance;
using Tendril.Server.Modules.Compliance.Pull;
using Tendril.Server.Modules.Cultivation;
using Tendril.Server.Modules.Inventory;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <param name="NotSynced">Cannabis batches that Metrc was never told of.</param>
/// <param name="Errors">Batches that Metrc refused or that a person must look at.</param>
public sealed record TodayBatches(int Active, IReadOnlyDictionary<string, int> ByStage, int NotSynced, int Errors);

public sealed record TodayLots(int Available, int OnHold, int InTransit, int Conflicts);

/// <summary>What a site has to tell Metrc.</summary>
public sealed record TodayQueue(int Waiting, int Unknown, int NeedsPerson, int Refused);

/// <param name="Credential">Whether the site has keys for its Metrc environment.</param>
public sealed record TodaySite(
    SiteRef Site, bool Credential, DateTimeOffset? LastPullAt, SyncStatus? LastPullStatus, DateTimeOffset? NextRunAt,
    TodayQueue Queue);

/// <summary>Today's picture: what the first screen shows. Counts only what the caller may see.</summary>
public sealed record TodayView(
    TodayBatches Batches, TodayLots Lots, IReadOnlyList<TodaySite> Sites, IReadOnlyList<AlertView> Alerts);

/// <summary>Gathers what the first screen shows, in one request.</summary>
public static class GetToday
{
    private static readonly ListQuery Latest = new(Page: 1, PageSize: 5, Sort: null, Q: null);

    public static void Map(IEndpointRouteBuilder app)
    {
        var today = app.MapTenantGroup("/api/today").WithTags("Today");
        today.MapGet("/", ReadAsync).NeedsSignIn().WithSummary("Today's picture of your sites")
            .WithDescription("Counts only what your role may see.").Produces<TodayView>();
    }

    private static async Task<IResult> ReadAsync(TendrilDb db, Caller caller, CancellationToken cancel)
    {
        var alerts = await db.Alerts.AsNoTracking().OrderByDescending(row => row.At).ThenByDescending(row => row.Id)
            .ShapedPageAsync(Latest, db, caller.UserId, cancel);
        return TypedResults.Ok(new TodayView(
            await BatchesAsync(db, caller.May("batch:view"), cancel),
            await LotsAsync(db, caller, cancel),
            await SitesAsync(db, caller.May("compliance:view"), cancel),
            alerts.Items));
    }

    private static async Task<TodayBatches> BatchesAsync(TendrilDb db, bool may, CancellationToken cancel)
    {
        var counts = await BatchRow.All(db).Where(row => may && row.Batch.Status == BatchStatus.Active)
            .GroupBy(row => new { row.Batch.Stage, row.MetrcSyncStatus })
            .Select(group => new { group.Key.Stage, group.Key.MetrcSyncStatus, Count = group.Count() })
            .ToListAsync(cancel);
        int Of(SyncBadge badge) => counts.Where(row => row.MetrcSyncStatus == badge).Sum(row => row.Count);
        return new TodayBatches(
            counts.Sum(row => row.Count),
            counts.GroupBy(row => row.Stage)
                .ToDictionary(stage => WireName.Of(stage.Key), stage => stage.Sum(row => row.Count)),
            Of(SyncBadge.NotSynced),
            Of(SyncBadge.Error));
    }

    private static async Task<TodayLots> LotsAsync(TendrilDb db, Caller caller, CancellationToken cancel)
    {
        var may = caller.May("inventory:view");
        var counts = await ListLots.SeenBy(caller, db).Where(row => may && row.GoneAt == null)
            .GroupBy(row => new { row.Status, row.Conflict })
            .Select(group => new { group.Key.Status, group.Key.Conflict, Count = group.Count() }).ToListAsync(cancel);
        int Of(LotStatus status) => counts.Where(row => row.Status == status).Sum(row => row.Count);
        return new TodayLots(
            Of(LotStatus.Available), Of(LotStatus.OnHold), Of(LotStatus.InTransit),
            counts.Where(row => row.Conflict).Sum(row => row.Count));
    }

    private static async Task<IReadOnlyList<TodaySite>> SitesAsync(TendrilDb db, bool may, CancellationToken cancel)
    {
        var sites = await db.Sites.AsNoTracking().Where(site => site.Active).OrderBy(site => site.Name)
            .ToListAsync(cancel);
        var keys = await db.MetrcCredentials.Where(_ => may).Select(row => new { row.SiteId, row.Environment })
            .ToListAsync(cancel);
        var plans = await db.PullSchedules.Where(row => may && row.Enabled).GroupBy(row => row.SiteId)
            .Select(group => new { group.Key, Next = group.Min(row => row.NextRunAt) }).ToListAsync(cancel);
        var last = await db.Sites.Where(site => may && site.Active).Select(site => SyncLogViews.Pulls(db)
            .Where(row => row.SiteId == site.Id).OrderByDescending(row => row.StartedAt)
            .Select(row => (Guid?)row.Id).FirstOrDefault()).ToListAsync(cancel);
        var pulls = await db.SyncLogs.Where(row => last.Contains(row.Id))
            .Select(row => new { row.SiteId, row.CompletedAt, row.Status }).ToListAsync(cancel);
        var states = await db.ReportOperations.Where(row => may && row.State != ReportState.Verified)
            .GroupBy(row => new { row.SiteId, row.State })
            .Select(group => new { group.Key.SiteId, group.Key.State, Count = group.Count() }).ToListAsync(cancel);
        return
        [
            .. from site in sites
               let pull = pulls.Find(row => row.SiteId == site.Id)
               let queue = states.Where(row => row.SiteId == site.Id).ToDictionary(row => row.State, row => row.Count)
               select new TodaySite(
                   new SiteRef(site.Id, site.Name, site.License, site.State, site.TimeZone, site.Sandbox),
                   keys.Exists(key => key.SiteId == site.Id && key.Environment == SiteEnvironment.Of(site)),
                   pull?.CompletedAt, pull?.Status, plans.Find(row => row.Key == site.Id)?.Next, Queue(queue)),
        ];
    }

    private static TodayQueue Queue(Dictionary<ReportState, int> counts)
    {
        int Of(params ReportState[] states) => states.Sum(state => counts.GetValueOrDefault(state));
        return new TodayQueue(
            Of(ReportState.Recorded, ReportState.Claimed, ReportState.Sent, ReportState.Confirmed),
            Of(ReportState.Unknown), Of(ReportState.NeedsPerson), Of(ReportState.Refused));
    }
}
