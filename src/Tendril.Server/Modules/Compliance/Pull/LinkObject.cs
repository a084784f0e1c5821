using System.Text.Json.Serialization;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>Refusals of links.</summary>
public static class LinkProblems
{
    public static readonly ProblemCode EntityUnknown = new(
        "link.entity_unknown", "There is no such cultivar or batch within your reach at this site.",
        "Load the list again and choose one.");

    public static readonly ProblemCode ObjectUnknown = new(
        "link.object_unknown", "The mirror of this site has no such object, or it is gone from Metrc.",
        "Pull this type, then choose from the list.");

    public static readonly ProblemCode AlreadyLinked = new(
        "link.already_linked", "One of the two is linked to something else already.",
        "Unlink it first; the former link stays in the history.");

    public static readonly ProblemCode KindUnknown = new(
        "link.kind_unknown", "Only strains and plant batches are linked by hand.", "Send strains or plant_batches.");

    public static readonly IReadOnlyList<ProblemCode> Codes =
        [EntityUnknown, ObjectUnknown, AlreadyLinked, KindUnknown];
}

/// <summary>Takes a suggested link: a strain to a cultivar, a plant batch to a batch.</summary>
public static class LinkObject
{
    public sealed record Command(Guid SiteId, string Kind, long MetrcId, Guid EntityId);

    /// <summary>The link as it stands.</summary>
    public sealed record Linked(Guid SiteId, string Kind, long MetrcId, Guid EntityId);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapTenantGroup("/api/compliance/links").WithTags("Compliance").MapPost("/", HandleAsync).Needs("batch:edit")
            .WithSummary("Link a strain to a cultivar, or a plant batch to a batch").Produces<Linked>()
            .ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<IResult> HandleAsync(
        Command command, Caller caller, MetrcLinks links, CancellationToken cancel)
    {
        var problem = command.Kind switch
        {
            MirrorKind.Strains =>
                await links.LinkStrainAsync(command.EntityId, command.SiteId, command.MetrcId, caller.Name, cancel),
            MirrorKind.PlantBatches =>
                await links.LinkBatchAsync(command.EntityId, command.SiteId, command.MetrcId, cancel),
            _ => LinkProblems.KindUnknown.Refuse($"\"{command.Kind}\" is neither strains nor plant_batches", "kind"),
        };
        return problem is null
            ? TypedResults.Ok(new Linked(command.SiteId, command.Kind, command.MetrcId, command.EntityId))
            : ProblemResults.From(problem);
    }
}

/// <summary>A cultivar's strains: what might fit, and what it is.</summary>
public static class StrainLinks
{
    /// <param name="MetrcStrainId">Null ends the link. Never left out, so that forgetting it ends nothing.</param>
    public sealed record Command(Guid SiteId, [property: JsonRequired] long? MetrcStrainId);

    /// <param name="Exact">The names are the same but for case, marks and the order of words.</param>
    public sealed record Suggestion(long MetrcStrainId, string Name, decimal Score, bool Exact);

    public sealed record Suggestions(IReadOnlyList<Suggestion> Items);

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapTenantGroup("/api/cultivars/{id:guid}").WithTags("Cultivars");
        group.MapGet("/strain-suggestions", SuggestAsync).Needs("batch:view")
            .WithSummary("Strains in Metrc that a cultivar may be").Produces<Suggestions>().ProducesProblem(404);
        group.MapPut("/strain-link", LinkAsync).Needs("batch:edit")
            .WithSummary("Say which strain in Metrc a cultivar is at a site; null ends the link").Produces(204)
            .ProducesProblem(422);
    }

    private static async Task<IResult> SuggestAsync(Guid id, Guid siteId, TendrilDb db, MetrcLinks links,
        CancellationToken cancel)
    {
        var cultivar = await db.Cultivars.FindAsync([db.OrganizationId, id], cancel);
        if (cultivar is null)
            return ProblemResults.From(
                LinkProblems.EntityUnknown.Refuse("Cultivar not found", "id", kind: ProblemKind.Unknown));
        var strains = await links.SuggestStrainsAsync(cultivar.Name, siteId, cancel);
        return TypedResults.Ok(new Suggestions(
            [.. strains.Select(one => new Suggestion(one.Strain.Id, one.Strain.Name, one.Score, one.IsSame))]));
    }

    private static async Task<IResult> LinkAsync(Guid id, Command command, Caller caller, MetrcLinks links,
        CancellationToken cancel) =>
        await links.LinkStrainAsync(id, command.SiteId, command.MetrcStrainId, caller.Name, cancel) is { } problem
            ? ProblemResults.From(problem)
            : TypedResults.NoContent();
}
