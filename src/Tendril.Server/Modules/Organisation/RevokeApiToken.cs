using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Ends an API token at once.</summary>
public sealed class RevokeApiToken(AccessDb access, AccessAudit audit, Caller caller, TimeProvider time)
{
    public static void Map(RouteGroupBuilder tokens) => tokens.MapDelete(
            "/{id:guid}",
            async (Guid id, RevokeApiToken handler, CancellationToken cancel) =>
                await handler.HandleAsync(id, cancel) is { } problem
                    ? (IResult)ProblemResults.From(problem)
                    : TypedResults.NoContent())
        .Needs("api_token:delete").WithSummary("Revoke an API token").Produces(204);

    private async Task<Problem?> HandleAsync(Guid id, CancellationToken cancel)
    {
        await using var transaction = await access.Database.BeginTransactionAsync(cancel);
        await audit.LockAsync(cancel);
        var token = await access.ApiTokens.FirstOrDefaultAsync(
            row => row.Id == id && row.OrganizationId == caller.OrganizationId && row.RevokedAt == null, cancel);
        if (token is null) return ApiTokenProblems.Unknown.Refuse("API token not found", kind: ProblemKind.Unknown);
        token.RevokedAt = time.GetUtcNow();
        await access.SaveChangesAsync(cancel);
        await audit.NoteAsync(
            new AccessChange("revoked", "api_token", id, new Dictionary<string, object?[]>
            {
                ["name"] = [token.Name, null],
                ["revoked_at"] = [null, token.RevokedAt],
            }),
            cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }
}
