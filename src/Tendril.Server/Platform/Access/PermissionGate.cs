using Tendril.Domain;
using Tendril.Server.Platform.Web;

namespace Tendril.Server.Platform.Access;

/// <summary>What a route asks of its caller. A route without one is closed.</summary>
/// <param name="Permission">Such as <c>batch:view</c>; null when being signed in is enough.</param>
/// <param name="SessionOnly">Only a person's own session will do, no API token.</param>
public sealed record AccessNeeded(string? Permission, bool Anonymous = false, bool SessionOnly = false)
{
    public static AccessNeeded SignedIn { get; } = new((string?)null);

    public static AccessNeeded Session { get; } = new(null, SessionOnly: true);

    public static AccessNeeded Nobody { get; } = new(null, Anonymous: true);
}

/// <summary>On routes that a temporary password opens too.</summary>
public sealed record OpenToTemporaryPassword;

public static class AccessRoutes
{
    /// <summary>Only callers with this permission pass.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessNeeded(permission));

    /// <summary>Every signed-in caller passes.</summary>
    public static TBuilder NeedsSignIn<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(AccessNeeded.SignedIn);

    /// <summary>
    /// Only a person who signed in with their password passes. These routes hand out a session, and with it all that
    /// its owner may; a token that may less must not come by one.
    /// </summary>
    public static TBuilder NeedsSession<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(AccessNeeded.Session);

    /// <summary>
    /// Passes also whoever still has the password that somebody else handed them; every other route asks for one of
    /// their own first.
    /// </summary>
    public static TBuilder EvenWithTemporaryPassword<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OpenToTemporaryPassword());

    /// <summary>Open to everyone: sign-in itself, health, the app's files.</summary>
    public static TBuilder NeedsNobody<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(AccessNeeded.Nobody);
}

/// <summary>Stands before every route: deny unless the route names what it needs and the caller has it.</summary>
public sealed class PermissionGate(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        // No such address; or the framework's own refusal of a method or media type, which has no pattern of its own.
        if (endpoint is not RouteEndpoint)
        {
            await next(http);
            return;
        }
        if (Refuse(endpoint.Metadata, http) is { } problem)
            await ProblemResults.From(problem.Problem, problem.Status).ExecuteAsync(http);
        else
            await next(http);
    }

    private static (Problem Problem, int Status)? Refuse(EndpointMetadataCollection metadata, HttpContext http)
    {
        var needed = metadata.GetMetadata<AccessNeeded>();
        if (needed?.Anonymous == true) return null;
        var caller = Caller.From(http.User);
        if (caller is null) return (AccessProblems.NotSignedIn, 401);
        if (needed is null) return (AccessProblems.Closed, 403);
        if (IsForgeable(http)) return (AccessProblems.HeaderMissing, 403);
        if (http.User.HasClaim(claim => claim.Type == Caller.PasswordChangeClaim)
            && metadata.GetMetadata<OpenToTemporaryPassword>() is null)
            return (AccessProblems.PasswordChangeNeeded, 403);
        if (needed.SessionOnly && !HasSession(http)) return (AccessProblems.SessionOnly, 403);
        return needed.Permission is null || caller.May(needed.Permission)
            ? null
            : (AccessProblems.NotAllowed(needed.Permission), 403);
    }

    // A cookie travels with a forged form too; a header that only our own pages can set does not.
    private static bool IsForgeable(HttpContext http) =>
        HasSession(http)
        && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)
        && !http.Request.Headers.ContainsKey("X-Tendril");

    private static bool HasSession(HttpContext http) => http.User.Identity?.AuthenticationType == SessionCookie.Scheme;
}
