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
        group.MapGet("/", ReadAsync).NeedsSignIn().WithSummary("Who is signed in, and what they may do")
            .Produces<SessionView>();
        group.MapDelete("/", SignOutAsync).NeedsSignIn().WithSummary("Sign out").Produces(204);
        group.MapPost("/organization", ChangeOrganizationAsync).NeedsSignIn()
            .WithSummary("Work in another of your organisations").Produces<SessionView>();
        group.MapPost("/password", ChangePasswordAsync).NeedsSignIn().WithSummary("Change your password").Produces(204);
        group.MapPut("/preferences", PreferAsync).NeedsSignIn().WithSummary("Language and theme")
            .Produces<SessionView>();
    }

    private static async Task<IResult> SignInAsync(
        SignIn request, UserManager<User> users, AccessDb access, SessionReader reader, TimeProvider time,
        HttpContext http)
    {
        var cancel = http.RequestAborted;
        var user = await users.FindByEmailAsync(request.Email);
        if (user is null)
        {
            // The same work as for a real account, so that timing does not tell which addresses exist.
            users.PasswordHasher.HashPassword(NobodyInParticular, request.Password);
            return ProblemResults.From(SessionProblems.WrongCredentials, 401);
        }
        if (await users.IsLockedOutAsync(user)) return ProblemResults.From(SessionProblems.Locked);
        if (!await users.CheckPasswordAsync(user, request.Password))
        {
            await users.AccessFailedAsync(user);
            return ProblemResults.From(SessionProblems.WrongCredentials, 401);
        }
        var member = await access.Memberships.AsNoTracking()
            .Where(row => row.UserId == user.Id && row.Active).OrderBy(row => row.CreatedAt)
            .FirstOrDefaultAsync(cancel);
        if (member is null) return ProblemResults.From(SessionProblems.NoOrganization);
        await users.ResetAccessFailedCountAsync(user);
        user.LastSignInAt = time.GetUtcNow();
        await users.UpdateAsync(user);
        await SessionCookie.SignInAsync(http, user.Id, member.OrganizationId, user.SecurityStamp!);
        return TypedResults.Ok(await reader.ReadAsync(user.Id, member.OrganizationId, cancel));
    }

    private static async Task<IResult> ReadAsync(Caller caller, SessionReader reader, CancellationToken cancel) =>
        TypedResults.Ok(await reader.ReadAsync(caller, cancel));

    private static async Task<IResult> SignOutAsync(HttpContext http, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
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
        var stamp = http.User.FindFirst(Caller.StampClaim)!.Value;
        await SessionCookie.SignInAsync(http, caller.UserId, request.OrganizationId, stamp);
        return TypedResults.Ok(await reader.ReadAsync(caller.UserId, request.OrganizationId, cancel));
    }

    private static async Task<IResult> ChangePasswordAsync(
        ChangePassword request, Caller caller, UserManager<User> users, HttpContext http)
    {
        var user = await users.FindByIdAsync(caller.UserId.ToString())
            ?? throw new InvalidOperationException("The caller has no account.");
        var changed = await users.ChangePasswordAsync(user, request.CurrentPassword, request.NewPassword);
        if (!changed.Succeeded) return ProblemResults.From(SessionProblems.Password(changed.Errors));
        await SessionCookie.SignInAsync(http, user.Id, caller.OrganizationId, user.SecurityStamp!);
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

    private static readonly User NobodyInParticular = new() { FullName = "" };
}
