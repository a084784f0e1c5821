using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <param name="Action"><c>created</c>, <c>updated</c>, <c>deleted</c> or a word of its own such as
/// <c>password_reset</c>.</param>
/// <param name="Changes">Field → [old, new].</param>
public sealed record AuditView(
    Guid Id, DateTimeOffset At, string Actor, Guid? ActorId, string Action, string EntityType, string EntityId,
    Guid? SiteId, IReadOnlyDictionary<string, JsonElement[]> Changes)
{
    public static AuditView Of(AuditEntry row) => new(
        row.Id, row.At, row.Actor, row.ActorId, row.Action, row.EntityType, row.EntityId, row.SiteId,
        JsonSerializer.Deserialize<Dictionary<string, JsonElement[]>>(row.Changes) ?? []);
}

/// <summary>Who changed what, newest first.</summary>
public static class GetAudit
{
    private static readonly SortTable<AuditEntry> Sorts = new("-at")
    {
        ["at"] = row => row.At,
        ["actor"] = row => row.Actor,
        ["entityType"] = row => row.EntityType,
        ["action"] = row => row.Action,
    };

    public sealed record Filter(string? EntityType, string? EntityId, Guid? UserId, Guid? SiteId, string? Action);

    public static void Map(IEndpointRouteBuilder app)
    {
        var audit = app.MapTenantGroup("/api/audit").WithTags("Audit");
        audit.MapGet("/", ListAsync).Needs("audit:view").WithSummary("Who changed what, when")
            .Produces<ListPage<AuditView>>();
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery list, [AsParameters] Filter filter, TendrilDb db, Members members,
        CancellationToken cancel)
    {
        var rows = db.AuditEntries.AsNoTracking();
        if (await members.AuditedIdsAsync(cancel) is { } people)
            rows = rows.Where(row => !Members.AuditedTypes.Contains(row.EntityType) || people.Contains(row.EntityId));
        if (filter.EntityType is { } type) rows = rows.Where(row => row.EntityType == type);
        if (filter.EntityId is { } entity) rows = rows.Where(row => row.EntityId == entity);
        if (filter.UserId is { } user) rows = rows.Where(row => row.ActorId == user);
        if (filter.SiteId is { } site) rows = rows.Where(row => row.SiteId == site);
        if (filter.Action is { } action) rows = rows.Where(row => row.Action == action);
        if (list.Pattern is { } like)
            rows = rows.Where(row => EF.Functions.ILike(row.Actor, like, ListQuery.Escape)
                || EF.Functions.ILike(row.EntityType, like, ListQuery.Escape));
        if (Sorts.Order(rows, list.Sort).Refused(out var problem, out var sorted)) return ProblemResults.From(problem);
        return TypedResults.Ok(await sorted.ThenByDescending(row => row.Id)
            .PageAsync(list, row => AuditView.Of(row), cancel));
    }
}
