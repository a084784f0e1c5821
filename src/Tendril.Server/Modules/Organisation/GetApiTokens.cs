using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>A token as it is listed; the token itself is shown only when it is made.</summary>
public sealed record ApiTokenView(
    Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt, string Role,
    IReadOnlyList<Guid>? SiteIds)
{
    public static ApiTokenView Of(ApiToken row) =>
        new(row.Id, row.Name, row.CreatedAt, row.LastUsedAt, row.ExpiresAt, row.Role, row.SiteIds);
}

/// <summary>Lists the organisation's API tokens that were not revoked.</summary>
public static class GetApiTokens
{
    private static readonly SortTable<ApiToken> Sorts = new("-createdAt")
    {
        ["createdAt"] = row => row.CreatedAt,
        ["name"] = row => row.Name,
        ["lastUsedAt"] = row => row.LastUsedAt,
        ["expiresAt"] = row => row.ExpiresAt,
        ["role"] = row => row.Role,
    };

    public static void Map(RouteGroupBuilder tokens) => tokens.MapGet("/", ListAsync).Needs("api_token:view")
        .WithSummary("API tokens of your organisation").Produces<ListPage<ApiTokenView>>();

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery list, AccessDb access, Caller caller, CancellationToken cancel)
    {
        var rows = access.ApiTokens.AsNoTracking()
            .Where(row => row.OrganizationId == caller.OrganizationId && row.RevokedAt == null);
        if (list.Pattern is { } like) rows = rows.Where(row => EF.Functions.ILike(row.Name, like, ListQuery.Escape));
        if (Sorts.Order(rows, list.Sort).Refused(out var problem, out var sorted)) return ProblemResults.From(problem);
        return TypedResults.Ok(await sorted.ThenBy(row => row.Id).PageAsync(list, row => ApiTokenView.Of(row), cancel));
    }
}

/// <summary>Refusals about API tokens.</summary>
public static class ApiTokenProblems
{
    public static readonly ProblemCode Unknown = new(
        "api_token.unknown", "There is no such token, or it was revoked already.", "Load the list again.");

    public static readonly ProblemCode RoleTooHigh = new(
        "api_token.role_too_high", "A token never may more than the person who makes it.",
        "Choose your own role or a lower one.");

    public static readonly ProblemCode Expired = new(
        "api_token.expired", "The token would have ended before it began.",
        "Choose a moment in the future, or leave it empty.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Unknown, RoleTooHigh, Expired];
}
