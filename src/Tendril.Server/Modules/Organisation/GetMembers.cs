using Microsoft.EntityFrameworkCore;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;

namespace Tendril.Server.Modules.Organisation;

/// <param name="SiteIds">Null: every site.</param>
/// <param name="FullName">
/// What was typed at the invitation, until a person who had an account already comes in here.
/// </param>
/// <param name="LastSignInAt">Empty until then.</param>
/// <param name="Locked">Too many wrong passwords; ends by itself or with a new password.</param>
public sealed record MemberView(
    Guid UserId, string Email, string FullName, string Role, IReadOnlyList<Guid>? SiteIds, bool Active,
    DateTimeOffset? LastSignInAt, bool Locked)
{
    public static MemberView Of(MemberRow row, DateTimeOffset now) => new(
        row.User.Id, row.User.Email!, row.Seat.InvitedAs ?? row.User.FullName, row.Seat.Role, row.Seat.SiteIds,
        row.Seat.Active, row.Seat.InvitedAs is null ? row.User.LastSignInAt : null,
        row.Seat.InvitedAs is null && row.User.LockoutEnd > now);
}

/// <summary>Lists members.</summary>
public static class GetMembers
{
    private static readonly SortTable<MemberRow> Sorts = new("fullName")
    {
        ["fullName"] = row => row.Seat.InvitedAs ?? row.User.FullName,
        ["email"] = row => row.User.Email,
        ["role"] = row => row.Seat.Role,
        ["lastSignInAt"] = row => row.Seat.InvitedAs == null ? row.User.LastSignInAt : null,
    };

    public static void Map(RouteGroupBuilder users) => users.MapGet("/", ListAsync).Needs("user:view")
        .WithSummary("Members of your organisation").Produces<ListPage<MemberView>>();

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery list, string? role, bool? active, Members members, TimeProvider time,
        CancellationToken cancel)
    {
        var rows = members.Visible().AsNoTracking();
        if (role is not null) rows = rows.Where(row => row.Seat.Role == role);
        if (active is { } wanted) rows = rows.Where(row => row.Seat.Active == wanted);
        if (list.Pattern is { } like)
            rows = rows.Where(row => EF.Functions.ILike(row.Seat.InvitedAs ?? row.User.FullName, like, ListQuery.Escape)
                || EF.Functions.ILike(row.User.Email!, like, ListQuery.Escape));
        if (Sorts.Order(rows, list.Sort).Refused(out var problem, out var sorted)) return ProblemResults.From(problem);
        var now = time.GetUtcNow();
        return TypedResults.Ok(
            await sorted.ThenBy(row => row.User.Id).PageAsync(list, row => MemberView.Of(row, now), cancel));
    }
}
