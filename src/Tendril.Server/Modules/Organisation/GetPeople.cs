using Microsoft.EntityFrameworkCore;
using Tendril.Server.Platform.Access;

namespace Tendril.Server.Modules.Organisation;

/// <summary>
/// The names behind the ids that rows carry: whoever sees what somebody did may read who it was. Nothing else of an
/// account is told here.
/// </summary>
public static class GetPeople
{
    public sealed record PersonName(Guid UserId, string FullName);

    public sealed record PeopleList(IReadOnlyList<PersonName> Items);

    public static void Map(IEndpointRouteBuilder app) => app.MapGroup("/api/people").WithTags("Users")
        .MapGet("/", ListAsync).NeedsSignIn()
        .WithSummary("Names of the members of your organisation, those who left included").Produces<PeopleList>();

    private static async Task<IResult> ListAsync(Members members, CancellationToken cancel) =>
        TypedResults.Ok(new PeopleList(await members.Visible().AsNoTracking()
            .Select(row => new PersonName(row.User.Id, row.Seat.InvitedAs ?? row.User.FullName))
            .ToListAsync(cancel)));
}
