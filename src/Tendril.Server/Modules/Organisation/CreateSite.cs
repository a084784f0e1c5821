using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>What a person fills in for a site. Left out when editing, kind and active stay as they are.</summary>
public sealed record SiteForm(
    string Name, string License, string State, string TimeZone, bool Sandbox, SiteKind? Kind = null,
    MetrcPlace? DefaultMetrcLocation = null, bool? Active = null)
{
    /// <summary>Writes the checked fields into <paramref name="site"/>, or says which one is wrong.</summary>
    public Problem? ApplyTo(Site site)
    {
        if (SiteFields.Check(Name, License, State, TimeZone).Refused(out var problem, out var fields)) return problem;
        if (MetrcPlace.Check(DefaultMetrcLocation, "defaultMetrcLocation")
            .Refused(out problem, out var place)) return problem;
        (site.Name, site.License, site.State, site.TimeZone) = fields;
        site.Sandbox = Sandbox;
        if (Kind is { } kind) site.Kind = WireName.Of(kind);
        site.DefaultMetrcLocationId = place?.Id;
        site.DefaultMetrcLocationName = place?.Name;
        site.Active = Active ?? site.Active;
        return null;
    }
}

/// <summary>Adds a site to the caller's organisation.</summary>
public static class CreateSite
{
    public static void Map(RouteGroupBuilder sites) => sites.MapPost("/", HandleAsync).Needs("site:edit")
        .WithSummary("Add a site").Produces<SiteView>(201);

    private static async Task<IResult> HandleAsync(
        SiteForm form, TendrilDb db, Caller caller, IdSource ids, CancellationToken cancel)
    {
        if (caller.SiteIds is not null)
            return ProblemResults.From(
                SiteProblems.Limited.Refuse("You are limited to some sites", kind: ProblemKind.Denied));
        var site = new Site
        {
            Id = ids.Next(),
            Name = "",
            License = "",
            State = "",
            TimeZone = "",
            Kind = WireName.Of(SiteKind.Grower),
        };
        if (form.ApplyTo(site) is { } problem) return ProblemResults.From(problem);
        db.Sites.Add(site);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/sites/{site.Id}", SiteView.Of(site));
    }
}
