using Microsoft.EntityFrameworkCore;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>A site on the first screen.</summary>
public sealed record TodaySite(SiteRef Site);

/// <summary>Today's picture: what the first screen shows.</summary>
public sealed record TodayView(IReadOnlyList<TodaySite> Sites, IReadOnlyList<AlertView> Alerts);

/// <summary>Gathers what the first screen shows, in one request.</summary>
public static class GetToday
{
    private static readonly ListQuery Latest = new(Page: 1, PageSize: 5, Sort: null, Q: null);

    public static void Map(IEndpointRouteBuilder app)
    {
        var today = app.MapTenantGroup("/api/today").WithTags("Today");
        today.MapGet("/", ReadAsync).NeedsSignIn().WithSummary("Today's picture of your sites").Produces<TodayView>();
    }

    private static async Task<IResult> ReadAsync(TendrilDb db, Caller caller, CancellationToken cancel)
    {
        var sites = await db.Sites.AsNoTracking().Where(site => site.Active).OrderBy(site => site.Name)
            .Select(site => new TodaySite(
                new SiteRef(site.Id, site.Name, site.License, site.State, site.TimeZone, site.Sandbox)))
            .ToListAsync(cancel);
        var alerts = await db.Alerts.AsNoTracking().OrderByDescending(row => row.At).ThenByDescending(row => row.Id)
            .ShapedPageAsync(Latest, db, caller.UserId, cancel);
        return TypedResults.Ok(new TodayView(sites, alerts.Items));
    }
}
