using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>
/// Printed at start while nobody has set Tendril up; keeps a stranger on the network from doing it first.
/// </summary>
public sealed class SetupCode
{
    // Without letters and digits that are easily taken for one another.
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public string Value { get; } = RandomNumberGenerator.GetString(Alphabet, 10);

    public bool Matches(string typed) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(typed.Trim().ToUpperInvariant()), Encoding.UTF8.GetBytes(Value));
}

/// <summary>First run: one organisation, its first site, its administrator.</summary>
public static class Setup
{
    public sealed record State(bool Needed);

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/setup").WithTags("Setup");
        group.MapGet("/", async (AccessDb access, CancellationToken cancel) =>
                TypedResults.Ok(new State(!await access.Organizations.AnyAsync(cancel))))
            .NeedsNobody().WithSummary("Whether this installation still has to be set up");
        group.MapPost("/", FoundAsync).NeedsNobody()
            .WithSummary("Create the organisation, its first site and its administrator").Produces<SessionView>();
    }

    private static async Task<IResult> FoundAsync(
        FoundOrganization.Command command, FoundOrganization handler, SetupCode code, AccessDb access,
        SessionReader reader, SessionBook book, HttpContext http)
    {
        var cancel = http.RequestAborted;
        if (await access.Organizations.AnyAsync(cancel)) return ProblemResults.From(SessionProblems.AlreadySetUp);
        if (!code.Matches(command.SetupCode)) return ProblemResults.From(SessionProblems.WrongSetupCode);
        if ((await handler.HandleAsync(command, demo: false, cancel)).Refused(out var problem, out var founded))
            return ProblemResults.From(problem);
        var session = await book.BeginAsync(founded.User.Id, http.Request, cancel);
        await SessionCookie.WriteAsync(http, session, founded.User, founded.OrganizationId);
        return TypedResults.Ok(await reader.ReadAsync(founded.User.Id, founded.OrganizationId, cancel));
    }
}
