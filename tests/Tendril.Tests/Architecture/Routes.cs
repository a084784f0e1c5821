using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Tendril.Server.Platform.Access;
using Tendril.Tests.Support;

namespace Tendril.Tests.Architecture;

/// <summary>One address of the running server with one method.</summary>
public sealed partial record Route(string Method, string Pattern, AccessNeeded? Needed)
{
    /// <summary>Every route of the server, read from the server itself.</summary>
    public static IReadOnlyList<Route> Of(TestServer server) =>
    [
        .. from source in ((IEndpointRouteBuilder)server.App).DataSources
           from endpoint in source.Endpoints.OfType<RouteEndpoint>()
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
           select new Route(method, pattern, endpoint.Metadata.GetMetadata<AccessNeeded>()),
    ];

    public bool HasId => Pattern.Contains('{', StringComparison.Ordinal);

    /// <summary>The address with every parameter replaced.</summary>
    public string At(Func<string, string> parameter) =>
        Parameter().Replace(Pattern, match => parameter(match.Groups[1].Value));

    /// <summary>A request to it; without a body of its own an empty object is sent.</summary>
    public HttpRequestMessage Request(string address, string body = "{}")
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), address);
        if (Method is "POST" or "PUT" or "PATCH") request.Content =
            new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }

    public override string ToString() => $"{Method} {Pattern}";

    [GeneratedRegex(@"\{\*{0,2}(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
