using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Tendril.Tests.Storage;
using Tendril.Tests.Support;

namespace Tendril.Tests.Architecture;

/// <summary>
/// Guards every route that takes JSON: a body that cannot be read is refused and leaves nothing behind.
/// </summary>
public sealed class BrokenRequestTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, byte[]> Broken = new()
    {
        ["empty"] = [],
        ["cut off"] = "{\"name\": \"Roo"u8.ToArray(),
        ["a list"] = "[]"u8.ToArray(),
        ["null"] = "null"u8.ToArray(),
        ["a text"] = "\"x\""u8.ToArray(),
        ["two values"] = "{}{}"u8.ToArray(),
        ["a key twice"] = "{\"name\":\"a\",\"name\":\"b\",\"email\":\"a\",\"email\":\"b\"}"u8.ToArray(),
        ["not UTF-8"] = [(byte)'{', (byte)'"', 0xFF, 0xFE, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
        ["too deep"] =
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200)),
        ["half a character"] = Encoding.UTF8.GetBytes("{\"name\":\"\\ud800\",\"\\udfff\":1}"),
        ["a huge number"] = Encoding.UTF8.GetBytes("{\"capacity\":" + new string('9', 5000) + "}"),
    };

    [Fact]
    public async Task A_body_that_cannot_be_read_is_refused_and_leaves_nothing_behind()
    {
        var tenant = await server.CreateTenantAsync("Broken");
        using var client = await tenant.BrowserAsync();
        var before = await PrintAsync();
        List<string> wrong = [];
        foreach (var (method, path) in JsonRoutes())
            foreach (var (what, bytes) in Broken)
            {
                using var answer = await SendAsync(client, method, path, bytes, "application/json");
                if (await ProblemAsync(answer) is null && !IsOnlyOddElsewhere(path, what))
                    wrong.Add($"{method} {path}, {what}: {(int)answer.StatusCode}");
            }
        wrong.ShouldBeEmpty();
        (await PrintAsync()).ShouldBe(before);
    }

    // A route without a required field ignores fields that it does not know, however odd they are.
    private static bool IsOnlyOddElsewhere(string path, string what) =>
        path == "/api/session/preferences" && what is ("a key twice" or "not UTF-8" or "a huge number");

    [Fact]
    public async Task A_huge_body_and_another_media_type_are_refused_everywhere()
    {
        var tenant = await server.CreateTenantAsync("Huge");
        using var client = await tenant.BrowserAsync();
        var huge = Encoding.UTF8.GetBytes("{\"name\":\"" + new string('x', 10_000_000) + "\"}");
        List<string> wrong = [];
        foreach (var (method, path) in JsonRoutes())
        {
            using var other = await SendAsync(client, method, path, "{}"u8.ToArray(), "text/plain");
            if (other.StatusCode != HttpStatusCode.UnsupportedMediaType)
                wrong.Add($"{method} {path}, text: {(int)other.StatusCode}");
            using var tooLarge = await SendAsync(client, method, path, huge, "application/json");
            if (tooLarge.StatusCode != HttpStatusCode.RequestEntityTooLarge)
                wrong.Add($"{method} {path}, huge: {(int)tooLarge.StatusCode} "
                    + $"{await tooLarge.Content.ReadAsStringAsync(Cancel)}");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_method_are_told_in_words()
    {
        using var client = server.Anonymous();
        (await CodeAsync(await client.GetAsync("/api/nowhere", Cancel))).ShouldBe((404, "request.address_unknown"));
        (await CodeAsync(await client.DeleteAsync("/api/setup", Cancel))).ShouldBe((405, "request.method_unknown"));
        using var text = new StringContent("x", Encoding.UTF8, "text/plain");
        (await CodeAsync(await client.PostAsync("/api/session", text, Cancel))).ShouldBe((415, "request.not_json"));
    }

    private static async Task<(int, string?)> CodeAsync(HttpResponseMessage answer)
    {
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return ((int)answer.StatusCode, problem.RootElement.GetProperty("code").GetString());
    }

    // A refusal in the promised form: 4xx with a code, never our insides.
    private static async Task<string?> ProblemAsync(HttpResponseMessage answer)
    {
        if (answer.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)) return null;
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return problem.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, string method, string path, byte[] body, string type)
    {
        using var request =
            new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new(type);
        // The server may say no before it has read the body.
        request.Headers.ExpectContinue = body.Length > 100_000;
        return await client.SendAsync(request, Cancel);
    }

    private List<(string Method, string Path)> JsonRoutes() =>
    [
        .. from source in ((IEndpointRouteBuilder)server.App).DataSources
           from endpoint in source.Endpoints.OfType<RouteEndpoint>()
           where endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is { IsOptional: false } accepts
               && accepts.ContentTypes.Contains("application/json")
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
           select (method, System.Text.RegularExpressions.Regex.Replace(
               "/" + endpoint.RoutePattern.RawText!.Trim('/'), @"\{[^}]*\}", $"{Guid.CreateVersion7()}")),
    ];

    private async Task<string> PrintAsync()
    {
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        List<string> lines = [];
        foreach (var table in await Catalog.TablesAsync(server.Database.Owner, "public", Cancel))
            lines.AddRange(
                await Catalog.TextsAsync(source, $"SELECT t::text FROM {table.Name} t ORDER BY 1", null, Cancel));
        foreach (var table in (string[])["memberships", "users", "organizations"])
            lines.AddRange(
                await Catalog.TextsAsync(source, $"SELECT t::text FROM access.{table} t ORDER BY 1", null, Cancel));
        return string.Join('\n', lines);
    }
}
