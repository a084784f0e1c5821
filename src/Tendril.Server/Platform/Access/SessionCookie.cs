using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Tendril.Server.Modules.Organisation;

namespace Tendril.Server.Platform.Access;

/// <summary>The web app's sign-in: a cookie that scripts cannot read and other sites cannot send.</summary>
public static class SessionCookie
{
    public const string Scheme = "session";

    /// <summary>So long after the last use a browser need not sign in again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "tendril";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = true;
        options.Events.OnRedirectToLogin = context => Answer(context.Response, 401);
        options.Events.OnRedirectToAccessDenied = context => Answer(context.Response, 403);
        options.Events.OnValidatePrincipal = RefreshAsync;
    }

    private static Task Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static async Task RefreshAsync(CookieValidatePrincipalContext context)
    {
        var claims = context.HttpContext.RequestServices.GetRequiredService<CallerClaims>();
        var current = context.Principal is { } cookie && Caller.From(cookie) is { } caller && IdOf(cookie) is { } id
            ? await claims.OfSessionAsync(
                id, caller.UserId, caller.OrganizationId, cookie.FindFirstValue(Caller.StampClaim) ?? "",
                context.HttpContext.RequestAborted)
            : null;
        if (current is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
            return;
        }
        context.ReplacePrincipal(current);
    }

    /// <summary>The session that a request came with; null for API tokens.</summary>
    public static Guid? IdOf(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(Caller.SessionClaim), out var id) ? id : null;

    /// <summary>
    /// Writes the cookie of an open session: only who and where go into it, rights are looked up on every request.
    /// </summary>
    public static Task WriteAsync(HttpContext http, Guid sessionId, User user, Guid organizationId)
    {
        Claim[] claims =
        [
            new(Caller.SessionClaim, sessionId.ToString()),
            new(ClaimTypes.NameIdentifier, user.Id.ToString()),
            new(Caller.OrganizationClaim, organizationId.ToString()),
            new(Caller.StampClaim, user.SecurityStamp ?? ""),
        ];
        return http.SignInAsync(
            Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme)),
            new AuthenticationProperties { IsPersistent = true });
    }
}
