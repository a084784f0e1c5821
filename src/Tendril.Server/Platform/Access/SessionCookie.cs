using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Tendril.Server.Platform.Access;

/// <summary>The web app's sign-in: a cookie that scripts cannot read and other sites cannot send.</summary>
public static class SessionCookie
{
    public const string Scheme = "session";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "tendril";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromDays(14);
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
        var caller = context.Principal is null ? null : Caller.From(context.Principal);
        var current = caller is null ? null : await claims.OfMemberAsync(
            caller.UserId,
            caller.OrganizationId,
            context.Principal!.FindFirstValue(Caller.StampClaim),
            Scheme,
            context.HttpContext.RequestAborted);
        if (current is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
            return;
        }
        context.ReplacePrincipal(current);
    }

    /// <summary>Signs in: only who and where go into the cookie, rights are looked up on every request.</summary>
    public static Task SignInAsync(HttpContext http, Guid userId, Guid organizationId, string stamp)
    {
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, userId.ToString()),
            new(Caller.OrganizationClaim, organizationId.ToString()),
            new(Caller.StampClaim, stamp),
        ];
        return http.SignInAsync(
            Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme)),
            new AuthenticationProperties { IsPersistent = true });
    }
}
