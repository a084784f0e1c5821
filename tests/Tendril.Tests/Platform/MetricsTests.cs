using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Tendril.Server.Platform;
using Tendril.Tests.Support;

namespace Tendril.Tests.Platform;

public sealed class MetricsServer(DatabaseCluster cluster) : TestServer(cluster)
{
    protected override ServerOptions Shape(ServerOptions options) =>
        options with { Settings = new Dictionary<string, string?> { ["METRICS:TOKEN"] = "for prometheus" } };
}

public sealed partial class MetricsTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counts_requests_by_route_in_lines_that_prometheus_reads()
    {
        using var client = server.Anonymous();
        for (var i = 0; i < 3; i++) await client.GetAsync("/healthz/live", Cancel);
        var text = await client.GetStringAsync("/metrics", Cancel);
        var count = text.Split('\n').Single(line =>
            line.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal)
            && line.Contains("/healthz/live", StringComparison.Ordinal)
            && line.Contains("_code=\"200\"", StringComparison.Ordinal));
        int.Parse(count.Split(' ')[^1]).ShouldBeGreaterThanOrEqualTo(3);
        text.ShouldContain("# TYPE http_server_request_duration_seconds histogram");
        text.TrimEnd('\n').Split('\n').ShouldAllBe(line => Line().IsMatch(line));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData("for prometheus", HttpStatusCode.OK)]
    public async Task From_elsewhere_the_token_is_needed(string? token, HttpStatusCode status)
    {
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        (await client.GetAsync("/metrics", Cancel)).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task A_stranger_behind_a_proxy_does_not_pass_by_calling_himself_this_machine()
    {
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "127.0.0.1");
        (await client.GetAsync("/metrics", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [GeneratedRegex("""^(# TYPE \w+ (counter|gauge|histogram)|\w+(\{[^}]*(\{[^}]*\}[^}]*)*\})? [-+0-9.eE]+)$""")]
    private static partial Regex Line();
}
