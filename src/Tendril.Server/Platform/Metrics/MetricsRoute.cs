using System.Net;
using System.Security.Cryptography;
using System.Text;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;

namespace Tendril.Server.Platform.Metrics;

/// <summary>
/// <c>/metrics</c> for a Prometheus on this machine, or one that sends <c>Authorization: Bearer</c> with the text of
/// <c>TENDRIL__METRICS__TOKEN</c>. The numbers tell nothing of any organisation.
/// </summary>
public static class MetricsRoute
{
    public static void Map(IEndpointRouteBuilder app)
    {
        // It listens from the start, not from the first question on.
        app.ServiceProvider.GetRequiredService<MetricsBook>();
        app.MapGet("/metrics", Read).NeedsNobody().ExcludeFromDescription();
    }

    private static IResult Read(HttpContext http, MetricsBook book, IConfiguration configuration) =>
        IsLocal(http) || HasToken(http, configuration["METRICS:TOKEN"])
            ? TypedResults.Text(book.Write(), "text/plain; version=0.0.4")
            : ProblemResults.From(AccessProblems.NotSignedIn, 401);

    // Behind a proxy on this machine every request comes from here; the proxy's header tells that it did not begin
    // here. Where the header was believed, X-Original-For is left in its place: what it claims is not enough here.
    private static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("X-Original-For")
        && !http.Request.Headers.ContainsKey("Forwarded");

    private static bool HasToken(HttpContext http, string? token) =>
        token is { Length: > 0 } && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString()),
            Encoding.UTF8.GetBytes($"Bearer {token}"));
}
