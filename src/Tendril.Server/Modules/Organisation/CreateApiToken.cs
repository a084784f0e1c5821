using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Domain.Rules;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Makes an API token for the caller. Only its hash is kept.</summary>
public sealed class CreateApiToken(
    AccessDb access, Members members, AccessAudit audit, Caller caller, IdSource ids, TimeProvider time)
{
    /// <param name="Role">The caller's own when left out.</param>
    /// <param name="SiteIds">The caller's own when left out.</param>
    public sealed record Command(
        string Name, string? Role = null, Guid[]? SiteIds = null, DateTimeOffset? ExpiresAt = null);

    /// <param name="Token">Shown this once.</param>
    public sealed record Answer(string Token, ApiTokenView Item);

    public static void Map(RouteGroupBuilder tokens) => tokens.MapPost(
            "/",
            async (Command command, CreateApiToken handler, CancellationToken cancel) =>
                (await handler.HandleAsync(command, cancel)).Refused(out var problem, out var answer)
                    ? (IResult)ProblemResults.From(problem)
                    : TypedResults.Created($"/api/api-tokens/{answer.Item.Id}", answer))
        .Needs("api_token:edit").WithSummary("Make an API token, shown once").Produces<Answer>(201);

    private async Task<Result<Answer>> HandleAsync(Command command, CancellationToken cancel)
    {
        if (FieldRules.Current.Text("token_name", command.Name, "name")
            .Refused(out var problem, out var name)) return problem;
        if (WireName.Parse<Role>(command.Role ?? caller.Role, "role")
            .Refused(out problem, out var role)) return problem;
        if (role != members.Own.Role && !Roles.Current.MayAssign(members.Own.Role, role))
            return ApiTokenProblems.RoleTooHigh.Refuse("This role is above yours", "role", kind: ProblemKind.Denied);
        if (command.ExpiresAt <= time.GetUtcNow())
            return ApiTokenProblems.Expired.Refuse("This moment is in the past", "expiresAt");
        if (await members.CheckSitesAsync(command.SiteIds, cancel) is { } site) return site;

        var (token, hash) = ApiTokenAuthentication.Create();
        var row = new ApiToken
        {
            Id = ids.Next(),
            OrganizationId = caller.OrganizationId,
            UserId = caller.UserId,
            Name = name,
            TokenHash = hash,
            Role = WireName.Of(role),
            SiteIds = command.SiteIds ?? caller.SiteIds?.ToArray(),
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = command.ExpiresAt?.ToUniversalTime(),
        };
        await using var transaction = await access.Database.BeginTransactionAsync(cancel);
        access.ApiTokens.Add(row);
        await access.SaveChangesAsync(cancel);
        await audit.NoteAsync(
            new AccessChange("created", "api_token", row.Id, new Dictionary<string, object?[]>
            {
                ["name"] = [null, row.Name],
                ["role"] = [null, row.Role],
                ["site_ids"] = [null, row.SiteIds],
                ["expires_at"] = [null, row.ExpiresAt],
            }),
            cancel);
        await transaction.CommitAsync(cancel);
        return new Answer(token, ApiTokenView.Of(row));
    }
}
