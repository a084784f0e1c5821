using System.ComponentModel;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>What of ours an object of Metrc's is linked to.</summary>
public sealed record LinkedTo(Guid Id, string Name);

/// <summary>What of ours it may belong to.</summary>
/// <param name="Score">1: the names are the same but for case, marks and the order of words.</param>
public sealed record LinkSuggestion(Guid Id, string Name, decimal Score);

/// <summary>One object as Metrc last told it.</summary>
public sealed record MirrorView(
    long MetrcId, string Name, string? TypeName, bool Active,
    [property: Description("A complete sweep no longer found it.")] bool Gone, DateTimeOffset? LastModified)
{
    public LinkedTo? LinkedTo { get; init; }

    public LinkSuggestion? Suggestion { get; init; }

    [Description("The row as Metrc sent it.")]
    public JsonElement Details { get; init; }
}

/// <summary>The mirror of a site: what Metrc has, as far as we know.</summary>
public static class GetMirror
{
    private static readonly string[] Kinds =
    [
        MirrorKind.Locations, MirrorKind.Strains, MirrorKind.Items, MirrorKind.PlantTags, MirrorKind.PackageTags,
        MirrorKind.PlantBatches, MirrorKind.Packages, MirrorKind.Units, MirrorKind.Facilities, MirrorKind.Employees,
        MirrorKind.LocationTypes,
    ];

    private static readonly SortTable<MetrcObject> Sorts = new("name")
    {
        ["name"] = row => row.Name,
        ["metrcId"] = row => row.MetrcId,
        ["lastModified"] = row => row.LastModified,
        ["typeName"] = row => row.TypeName,
    };

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapTenantGroup("/api/compliance/mirror").WithTags("Compliance").MapGet("/{kind}", HandleAsync)
            .Needs("compliance:view")
            .WithSummary("What Metrc has at a site, as last pulled")
            .WithDescription(
                "kind: locations, strains, items, plant_tags, package_tags, plant_batches, packages, units, "
                + "facilities, employees. Strains and plant batches carry what they are linked to, or a suggestion.")
            .Produces<ListPage<MirrorView>>().ProducesProblem(422);
    }

    private static async Task<IResult> HandleAsync(
        string kind, Guid siteId, [AsParameters] MirrorFilter filter, [AsParameters] ListQuery list, TendrilDb db,
        MetrcLinks links, CancellationToken cancel)
    {
        if (!Kinds.Contains(kind, StringComparer.Ordinal))
            return ProblemResults.From(
                PullProblems.KindUnknown.Refuse($"\"{kind}\" is not one of {string.Join(", ", Kinds)}", "kind"));
        var site = Of(db, kind, siteId);
        if (filter.Narrow(site, kind, siteId, db).Refused(out var problem, out var rows))
            return ProblemResults.From(problem);
        if (Sorts.Order(rows, list.Sort).Refused(out problem, out var ordered)) return ProblemResults.From(problem);
        var page = await ordered.ThenBy(row => row.MetrcId).PageAsync(
            list,
            new RowsByKey<MetrcObject, long, MetrcObject>(
                row => row.MetrcId, ids => Of(db, kind, siteId).Where(row => ids.Contains(row.MetrcId)),
                row => row.MetrcId)
            { Found = Found(list) },
            cancel);
        var linked = await links.OfAsync(kind, siteId, page.Items, cancel);
        return TypedResults.Ok(new ListPage<MirrorView>(
            [.. page.Items.Select(row => View(row, linked.GetValueOrDefault(row.MetrcId)))], page.Total, page.Next));
    }

    private static Expression<Func<MetrcObject, bool>>? Found(ListQuery list) => list.Pattern is { } like
        ? row => EF.Functions.Like(row.FindText, Sql.Lower(like), ListQuery.Escape)
        : null;

    private static IQueryable<MetrcObject> Of(TendrilDb db, string kind, Guid siteId) =>
        db.MetrcObjects.AsNoTracking().Where(row => row.SiteId == siteId && row.Kind == kind);

    private static MirrorView View(MetrcObject row, ObjectLink? link) =>
        new(row.MetrcId, row.Name, row.TypeName, row.Active, row.GoneAt is not null, row.LastModified)
        {
            LinkedTo = link?.LinkedTo,
            Suggestion = link?.Suggestion,
            Details = JsonDocument.Parse(row.Payload).RootElement,
        };
}
