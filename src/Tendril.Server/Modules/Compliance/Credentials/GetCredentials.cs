using Microsoft.EntityFrameworkCore;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance;

/// <summary>Which keys a site has, and taking them away.</summary>
public static class GetCredentials
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapTenantGroup("/api/compliance/credentials").WithTags("Compliance");
        group.MapGet("/", ListAsync).Needs("compliance:view")
            .WithSummary("A site's Metrc keys, by their last characters")
            .Produces<CredentialList>();
        group.MapDelete("/", DeleteAsync).Needs("compliance:credentials").WithSummary("Forget a site's keys")
            .Produces(204);
    }

    private static async Task<IResult> ListAsync(
        Guid siteId, TendrilDb db, MetrcOptions options, TimeProvider time, CancellationToken cancel)
    {
        if (!await db.Sites.AnyAsync(row => row.Id == siteId, cancel)) return ProblemResults.From(
            SiteProblems.NotFound("siteId"));
        var rows = await db.MetrcCredentials.AsNoTracking().Where(row => row.SiteId == siteId)
            .OrderBy(row => row.Environment).ToListAsync(cancel);
        return TypedResults.Ok(
            new CredentialList(rows.ConvertAll(row => CredentialView.Of(row, options, time.GetUtcNow()))));
    }

    private static async Task<IResult> DeleteAsync(
        Guid siteId, string environment, TendrilDb db, CancellationToken cancel)
    {
        var row = await db.MetrcCredentials.FirstOrDefaultAsync(
            known => known.SiteId == siteId && known.Environment == environment, cancel);
        if (row is null)
            return ProblemResults.From(CredentialProblems.Missing.Refuse(
                "There is no such key", "environment", "Load the list again.", Domain.ProblemKind.Unknown));
        db.MetrcCredentials.Remove(row);
        return TypedResults.NoContent();
    }
}
