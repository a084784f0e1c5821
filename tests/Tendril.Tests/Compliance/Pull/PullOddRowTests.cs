using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tendril.Metrc;
using Tendril.Server.Modules.Compliance;
using Tendril.Server.Platform;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Pull;

/// <summary>Puts one thing into the first row of every page of packages that JSON can write and a database cannot
/// hold.</summary>
public sealed class OddHandler : DelegatingHandler
{
    public OddHandler()
        : base(MetrcClient.NewHandler())
    {
    }

    /// <summary>What is put in front of the row's own fields; null leaves the answer alone.</summary>
    public string? Put { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request,
        CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (Put is null || request.RequestUri!.AbsolutePath != "/packages/v2/active") return answer;
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var at = text.IndexOf("{\"Id\"", StringComparison.Ordinal);
        if (at >= 0) text = text.Insert(at + 1, Put + ",");
        answer.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        answer.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return answer;
    }
}

public sealed class OddServer(DatabaseCluster cluster) : PullServer(cluster)
{
    public OddHandler Handler { get; } = new();

    protected override ServerOptions Shape(ServerOptions options) => base.Shape(options) with
    {
        Walls = services => services.AddKeyedSingleton<HttpMessageHandler>(MetrcConnections.Handler, Handler),
    };
}

public sealed class PullOddRowTests(OddServer server) : IClassFixture<OddServer>
{
    [Theory]
    [InlineData("half a sign", "\"Odd\":\"\\ud800\"")]
    [InlineData("a zero", "\"Odd\":\"a\\u0000b\"")]
    [InlineData("no such date", "\"PackagedDate\":\"2026-13-45\"")]
    [InlineData("text for a number", "\"Quantity\":\"many\"")]
    public async Task What_no_database_holds_costs_its_row_and_is_named_until_it_is_mended(string name, string put)
    {
        server.Handler.Put = null;
        await using var world = await PullWorld.CreateAsync(
            server, $"Odd {name}", licence => PullWorld.Small(licence, packages: 40) with { AllLists = false });
        server.Handler.Put = put;
        for (var time = 0; time < 2; time++)
        {
            var odd = await world.PullAsync(complete: true);
            odd.GetProperty("status").GetString().ShouldBe("partial");
            odd.GetProperty("failed").GetInt32().ShouldBe(2, "one on each of two pages");
            odd.GetProperty("errors")[0].GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
            (await world.LotsAsync()).Count.ShouldBe(38);
        }
        server.Handler.Put = null;
        (await world.PullAsync(complete: true)).GetProperty("success").GetBoolean().ShouldBeTrue();
        (await world.LotsAsync()).ShouldBe(world.Truth(), ignoreOrder: true);
    }
}
