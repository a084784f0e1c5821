using Microsoft.EntityFrameworkCore;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Changes a site's fields; the form replaces them all.</summary>
public static class ChangeSite
{
    public static void Map(RouteGroupBuilder sites) => sites.MapPut("/{id:guid}", HandleAsync).Needs("site:edit")
        .WithSummary("Change a site").Produces<SiteView>();

    private static async Task<IResult> HandleAsync(Guid id, SiteForm form, TendrilDb db, CancellationToken cancel)
    {
        if (await db.Sites.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } site)
            return ProblemResults.From(SiteProblems.NotFound());
        if (form.ApplyTo(site) is { } problem) return ProblemResults.From(problem);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(SiteView.Of(site));
    }
}
