using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;

namespace Tendril.Server.Modules.Organisation;

/// <param name="Name">Such as <c>head_grower</c>.</param>
/// <param name="Assignable">Whether the caller may give this role to somebody.</param>
public sealed record RoleView(string Name, int Rank, IReadOnlyList<string> Permissions, bool Assignable);

/// <summary>Lists the roles, highest first.</summary>
public static class GetRoles
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/roles", (Caller caller) =>
        {
            var roles = Enum.GetValues<Role>().OrderByDescending(Roles.Current.RankOf).Select(role => new RoleView(
                WireName.Of(role),
                Roles.Current.RankOf(role),
                [.. Roles.Current.PermissionsOf(role).Order(StringComparer.Ordinal)],
                WireName.TryParse<Role>(caller.Role, out var own) && Roles.Current.MayAssign(own, role))).ToList();
            return TypedResults.Ok(new ListPage<RoleView>(roles, roles.Count, null));
        })
        .Needs("role:view").WithTags("Users").WithSummary("Roles with their rank and permissions");
}
