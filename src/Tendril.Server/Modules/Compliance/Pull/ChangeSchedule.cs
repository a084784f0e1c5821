using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>How often a type is pulled at a site, or whether at all.</summary>
public static class ChangeSchedule
{
    public sealed record Command(bool Enabled, int IntervalMinutes);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapTenantGroup("/api/compliance/schedules").WithTags("Compliance").MapPut("/{syncType}", HandleAsync)
            .Needs("compliance:sync").WithSummary("Change how often a type is pulled")
            .WithDescription("intervalMinutes: 15 to 10080 (a week).").Produces<TypeView>().ProducesProblem(422);
    }

    private static async Task<IResult> HandleAsync(
        string syncType, Guid siteId, Command command, TendrilDb db, ScheduleBook schedules, TimeProvider time,
        CancellationToken cancel)
    {
        var site = await db.Sites.AsNoTracking().FirstOrDefaultAsync(row => row.Id == siteId, cancel);
        if (site is null) return ProblemResults.From(SiteProblems.NotFound("siteId"));
        if (PullTypes.Find(syncType) is null)
            return ProblemResults.From(PullProblems.TypeUnknown.Refuse(
                $"\"{syncType}\" is not one of {string.Join(", ", PullTypes.All.Select(type => type.Name))}",
                "syncType"));
        if (command.IntervalMinutes is < 15 or > 10080)
            return ProblemResults.From(PullProblems.IntervalInvalid.Refuse(
                $"{command.IntervalMinutes} minutes is not between 15 and 10080", "intervalMinutes"));
        var row = (await schedules.EnsureAsync(db, siteId, cancel))[syncType];
        (row.Enabled, row.IntervalMinutes) = (command.Enabled, command.IntervalMinutes);
        row.NextRunAt = (row.LastRunAt ?? time.GetUtcNow()) + TimeSpan.FromMinutes(command.IntervalMinutes);
        await db.SaveChangesAsync(cancel);
        var environment = SiteEnvironment.Of(site);
        var hasKey =
            await db.MetrcCredentials.AnyAsync(key => key.SiteId == siteId && key.Environment == environment, cancel);
        var views = await TypeViews.OfSiteAsync(db, siteId, hasKey, cancel);
        return TypedResults.Ok(views.Single(view => view.SyncType == syncType));
    }
}
