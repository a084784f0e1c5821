using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>The history of pushes and pulls, and one of them while it runs.</summary>
public static class GetSyncLogs
{
    private static readonly SortTable<SyncLog> Sorts = new("-startedAt")
    {
        ["startedAt"] = row => row.StartedAt,
        ["syncType"] = row => row.SyncType,
        ["durationMs"] = row => row.DurationMs,
        ["processed"] = row => row.Processed,
        ["failed"] = row => row.Failed,
    };

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapTenantGroup("/api/compliance").WithTags("Compliance");
        group.MapGet("/sync/{id:guid}", OneAsync).Needs("compliance:view")
            .WithSummary("One sync, with its progress while it runs")
            .Produces<SyncLogView>().ProducesProblem(404);
        group.MapGet("/sync-logs", ListAsync).Needs("compliance:view").WithSummary("The history of syncs, newest first")
            .WithDescription("Filters: siteId, syncType, direction, status, from and to (moments), parentId.")
            .Produces<ListPage<SyncLogView>>();
    }

    private static async Task<IResult> OneAsync(Guid id, TendrilDb db, CancellationToken cancel) =>
        await SyncLogViews.OneAsync(db, row => row.Id == id, cancel) is { } view
            ? TypedResults.Ok(view)
            : ProblemResults.From(
                PullProblems.LogUnknown.Refuse("Sync log not found", "id", kind: ProblemKind.Unknown));

    /// <summary>What the history may be narrowed by.</summary>
    public sealed record Filters(
        Guid? SiteId, string? SyncType, string? Direction, string? Status, DateTimeOffset? From, DateTimeOffset? To,
        Guid? ParentId);

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery list, [AsParameters] Filters filters, TendrilDb db, CancellationToken cancel)
    {
        if (Narrow(db, filters).Refused(out var problem, out var logs)) return ProblemResults.From(problem);
        if (Sorts.Order(Search(logs, list), list.Sort).Refused(out problem, out var ordered))
            return ProblemResults.From(problem);
        var page = await ordered.ThenByDescending(row => row.Id).PageAsync(
            list,
            new RowsByKey<SyncLog, Guid, SyncLogViews.Read>(
                row => row.Id,
                ids => SyncLogViews.Join(db, db.SyncLogs.AsNoTracking().Where(row => ids.Contains(row.Id))),
                read => read.Log.Id),
            cancel);
        return TypedResults.Ok(new ListPage<SyncLogView>(
            [.. page.Items.Select(SyncLogViews.Of)], page.Total, page.Next));
    }

    /// <summary>A whole log id finds its log; anything else is looked for in what went wrong.</summary>
    private static IQueryable<SyncLog> Search(IQueryable<SyncLog> logs, ListQuery list)
    {
        if (Guid.TryParse(list.Q, out var id)) return logs.Where(row => row.Id == id);
        return list.Pattern is { } text
            ? logs.Where(row => EF.Functions.ILike(row.ErrorMessage!, text, ListQuery.Escape))
            : logs;
    }

    private static Result<IQueryable<SyncLog>> Narrow(TendrilDb db, Filters filters)
    {
        var logs = db.SyncLogs.AsNoTracking();
        if (filters.SiteId is { } site) logs = logs.Where(row => row.SiteId == site);
        if (filters.SyncType is { } type) logs = logs.Where(row => row.SyncType == type);
        if (filters.ParentId is { } parent) logs = logs.Where(row => row.ParentId == parent);
        // PostgreSQL takes moments in UTC only, and the change of zone is ours to make: it cannot be said in SQL.
        if (filters.From?.ToUniversalTime() is { } from) logs = logs.Where(row => row.StartedAt >= from);
        if (filters.To?.ToUniversalTime() is { } to) logs = logs.Where(row => row.StartedAt <= to);
        if (filters.Direction is not null)
        {
            if (WireName.Parse<SyncDirection>(filters.Direction, "direction")
                .Refused(out var problem, out var direction)) return problem;
            logs = logs.Where(row => row.Direction == direction);
        }
        if (filters.Status is not null)
        {
            if (WireName.Parse<SyncStatus>(filters.Status, "status")
                .Refused(out var problem, out var status)) return problem;
            logs = logs.Where(row => row.Status == status);
        }
        return Result<IQueryable<SyncLog>>.Of(logs);
    }
}
