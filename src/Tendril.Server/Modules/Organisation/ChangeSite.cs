using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
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
        var (license, state, sandbox) = (site.License, site.State, site.Sandbox);
        if (form.ApplyTo(site) is { } problem) return ProblemResults.From(problem);
        var moved = site.License != license ? "license"
            : site.State != state ? "state"
            : site.Sandbox != sandbox ? "sandbox"
            : null;
        if (moved is not null && await IsInUseAsync(id, db, cancel))
            return ProblemResults.From(SiteProblems.Used(moved));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(SiteView.Of(site));
    }

    // Metrc's ids and our reports belong to one licence in one of its two worlds; under another they would be
    // somebody else's.
    private static async Task<bool> IsInUseAsync(Guid id, TendrilDb db, CancellationToken cancel)
    {
        // A report that is being written now names the site and waits for this lock, or is seen below.
        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM sites WHERE organization_id = {db.OrganizationId} AND id = {id} FOR UPDATE", cancel);
        return await db.MetrcBatchMappings.AnyAsync(row => row.SiteId == id && row.ClosedAt == null, cancel)
            || await db.MetrcPackageMappings.AnyAsync(row => row.SiteId == id && row.ClosedAt == null, cancel)
            || await db.MetrcStrainMappings.AnyAsync(row => row.SiteId == id && row.ClosedAt == null, cancel)
            || await db.ReportOperations.AnyAsync(
                row => row.SiteId == id && row.State != ReportState.Verified && row.State != ReportState.Refused,
                cancel);
    }
}
