using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Tendril.Server.Platform;
using Tendril.Tests.Support;

namespace Tendril.Tests.Platform.Web;

/// <summary>Behind a proxy that ends TLS, Tendril knows that the browser's side is encrypted.</summary>
public sealed class ProxyTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proxy_on_this_machine_is_believed()
    {
        var tenant = await server.CreateTenantAsync("Proxied");
        using var answer = await SignInAsync(server.Url, tenant, "https");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("Strict-Transport-Security").ShouldHaveSingleItem().ShouldStartWith("max-age=");
        answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldContain("; secure");
        using var plain = await SignInAsync(server.Url, tenant, null);
        plain.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
        plain.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldNotContain("; secure");
    }

    [Fact]
    public async Task Somebody_who_is_not_a_proxy_is_not_believed()
    {
        var tenant = await server.CreateTenantAsync("Unproxied");
        await using var app = TendrilHost.Build(new ServerOptions(server.Database, server.MasterKey)
        {
            Port = 0,
            Settings = new Dictionary<string, string?> { ["Proxies"] = "192.0.2.7, 198.51.100.0/24" },
        });
        await app.StartAsync(Cancel);
        using var answer = await SignInAsync(UrlOf(app), tenant, "https");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    [Fact]
    public void A_proxy_that_is_no_address_stops_the_start_with_the_settings_name() =>
        Should.Throw<InvalidOperationException>(() => TendrilHost.Build(
            new ServerOptions(server.Database, server.MasterKey)
            {
                Port = 0,
                Settings = new Dictionary<string, string?> { ["Proxies"] = "nginx" },
            })).Message.ShouldContain("TENDRIL__PROXIES");

    private static Uri UrlOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static async Task<HttpResponseMessage> SignInAsync(Uri url, TestTenant tenant, string? scheme)
    {
        using var client = new HttpClient { BaseAddress = url };
        if (scheme is not null) client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        return await client.PostAsJsonAsync(
            "/api/session", new { email = tenant.AdminEmail, password = TestServer.Password }, Cancel);
    }
}
