using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Signing in and out, changing organisation, password and preferences.</summary>
public static class Session
{
    public sealed record SignIn(string Email, string Password);

    public sealed record ChangeOrganization(Guid OrganizationId);

    public sealed record ChangePassword(string CurrentPassword, string NewPassword);

    public sealed record Preferences(string? Language = null, string? Theme = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/session").WithTags("Session");
        group.MapPost("/", SignInAsync).NeedsNobody()
            .WithSummary("Sign in with email and password; sets the session cookie")
            .Produces<SessionView>();
        group.MapGet("/", ReadAsync).NeedsSignIn().EvenWithTemporaryPassword()
            .WithSummary("Who is signed in, and what they may do")
            .Produces<SessionView>();
        group.MapDelete("/", SignOutAsync).NeedsSignIn().EvenWithTemporaryPassword()
            .WithSummary("Sign out").Produces(204);
        group.MapPost("/organization", ChangeOrganizationAsync).NeedsSession()
            .WithSummary("Work in another of your organisations").Produces<SessionView>();
        group.MapPost("/password", ChangePasswordAsync).NeedsSession().EvenWithTemporaryPassword()
            .WithSummary("Change your password").Produces(204);
        group.MapPut("/preferences", PreferAsync).NeedsSignIn().WithSummary("Language and theme")
            .Produces<SessionView>();
    }

    private static async Task<IResult> SignInAsync(
        SignIn request, PasswordDoor door, UserManager<User> users, AccessDb access, SessionReader reader,
        SessionBook book, HttpContext http)
    {
        var cancel = http.RequestAborted;
        if ((await door.ProveAsync(request.Email, request.Password, http)).Refused(out var problem, out var user))
            return ProblemResults.From(problem, problem.Kind == ProblemKind.SlowDown ? null : 401);
        var member = await access.Memberships.AsNoTracking()
            .Where(row => row.UserId == user.Id && row.Active).OrderBy(row => row.CreatedAt)
            .FirstOrDefaultAsync(cancel);
        if (member is null) return ProblemResults.From(SessionProblems.NoOrganization);
        user.LastSignInAt = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        await users.UpdateAsync(user);
        await ComeInAsync(user.Id, member.OrganizationId, access, cancel);
        // The browser's former session is over: its cookie is about to be replaced.
        if (SessionCookie.IdOf(http.User) is { } former && Caller.From(http.User) is { } before)
            await book.EndAsync(before.UserId, former, cancel);
        var session = await book.BeginAsync(user.Id, http.Request, cancel);
        await SessionCookie.WriteAsync(http, session, user, member.OrganizationId);
        return TypedResults.Ok(await reader.ReadAsync(user.Id, member.OrganizationId, cancel));
    }

    // Who comes in accepts the invitation; from now on the organisation sees the account's own name.
    private static async Task ComeInAsync(
        Guid userId, Guid organizationId, AccessDb access, CancellationToken cancel) => await access.Memberships
            .Where(row => row.UserId == userId && row.OrganizationId == organizationId && row.InvitedAs != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.InvitedAs, (string?)null), cancel);

    private static async Task<IResult> ReadAsync(Caller caller, SessionReader reader, CancellationToken cancel) =>
        TypedResults.Ok(await reader.ReadAsync(caller, cancel));

    private static async Task<IResult> SignOutAsync(
        Caller caller, SessionBook book, HttpContext http, CancellationToken cancel)
    {
        if (SessionCookie.IdOf(http.User) is { } session) await book.EndAsync(caller.UserId, session, cancel);
        await http.SignOutAsync(SessionCookie.Scheme);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ChangeOrganizationAsync(
        ChangeOrganization request, Caller caller, AccessDb access, SessionReader reader, HttpContext http)
    {
        var cancel = http.RequestAborted;
        var member = await access.Memberships.AsNoTracking().AnyAsync(
            row => row.UserId == caller.UserId && row.OrganizationId == request.OrganizationId && row.Active, cancel);
        if (!member) return ProblemResults.From(SessionProblems.OrganizationUnknown);
        await ComeInAsync(caller.UserId, request.OrganizationId, access, cancel);
        var user = await access.Users.AsNoTracking().SingleAsync(row => row.Id == caller.UserId, cancel);
        await SessionCookie.WriteAsync(http, SessionCookie.IdOf(http.User)!.Value, user, request.OrganizationId);
        return TypedResults.Ok(await reader.ReadAsync(caller.UserId, request.OrganizationId, cancel));
    }

    private static async Task<IResult> ChangePasswordAsync(
        ChangePassword request, Caller caller, UserManager<User> users, PasswordDoor door, HttpContext http)
    {
        var user = await users.FindByIdAsync(caller.UserId.ToString())
            ?? throw new InvalidOperationException("The caller has no account.");
        if (await door.ChangeAsync(user, request, http) is { } problem) return ProblemResults.From(problem);
        await SessionCookie.WriteAsync(http, SessionCookie.IdOf(http.User)!.Value, user, caller.OrganizationId);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> PreferAsync(
        Preferences request, Caller caller, AccessDb access, SessionReader reader, CancellationToken cancel)
    {
        if (request.Language is not (null or "en" or "es" or "fr")) return ProblemResults.From(
            SessionProblems.LanguageUnknown);
        if (request.Theme is not (null or "light" or "dark" or "auto")) return ProblemResults.From(
            SessionProblems.ThemeUnknown);
        await access.Users.Where(user => user.Id == caller.UserId).ExecuteUpdateAsync(
            set => set.SetProperty(user => user.Language, user => request.Language ?? user.Language)
                .SetProperty(user => user.Theme, user => request.Theme ?? user.Theme),
            cancel);
        return TypedResults.Ok(await reader.ReadAsync(caller, cancel));
    }
}
