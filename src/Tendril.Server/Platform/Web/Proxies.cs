using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Tendril.Server.Platform.Web;

/// <summary>
/// Believes the headers of a proxy that ends TLS (X-Forwarded-Proto, X-Forwarded-For): without them no cookie would be
/// marked Secure and every caller would have the proxy's address. One on this machine is believed; others are named in
/// <c>TENDRIL__PROXIES</c>, addresses or networks with commas between, and then only those are.
/// </summary>
public static class Proxies
{
    private const string Setting = "PROXIES";

    /// <exception cref="InvalidOperationException">The setting cannot be read; the message names it.</exception>
    public static void Use(WebApplication app)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
        };
        var named = (app.Configuration[Setting] ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (named.Length > 0)
        {
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
        }
        foreach (var proxy in named)
            if (IPAddress.TryParse(proxy, out var address)) options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(proxy, out var network)) options.KnownIPNetworks.Add(network);
            else
                throw new InvalidOperationException(
                    $"TENDRIL__{Setting} holds \"{proxy}\": write IP addresses or networks, as 10.0.0.0/24.");
        app.UseForwardedHeaders(options);
    }
}
