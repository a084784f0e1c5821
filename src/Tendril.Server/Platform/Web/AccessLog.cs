using Tendril.Server.Platform.Access;

namespace Tendril.Server.Platform.Web;

/// <summary>
/// One line for every request of the API: who asked for what and how it went. Never a body, a header or a query, which
/// may hold what nobody should read later.
/// </summary>
public sealed class AccessLog(RequestDelegate next, TimeProvider time, ILogger<AccessLog> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var start = time.GetTimestamp();
        await next(http);
        if (!http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)) return;
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no route";
        var caller = Caller.From(http.User);
        log.LogInformation(
            "{Method} {Route} {Status} in {Milliseconds:0} ms for {User} of {Organization}",
            http.Request.Method, route, http.Response.StatusCode, time.GetElapsedTime(start).TotalMilliseconds,
            caller?.UserId, caller?.OrganizationId);
    }
}
