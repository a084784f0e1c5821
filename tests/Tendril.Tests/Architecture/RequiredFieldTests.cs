using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Tendril.Server.Platform.Web;
using Tendril.Tests.Compliance.Pull;

namespace Tendril.Tests.Architecture;

/// <summary>What the description of the API calls optional may be left out, and what it requires may not.</summary>
public sealed class RequiredFieldTests(PullServer server) : IClassFixture<PullServer>
{
    private static readonly JsonSerializerOptions Reader = Options();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_reader_requires_exactly_what_the_description_requires()
    {
        using var anyone = server.Anonymous();
        var described = await anyone.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancel);
        List<string> wrong = [];
        var bodies = 0;
        foreach (var endpoint in ((IEndpointRouteBuilder)server.App).DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } body) continue;
            if (Reader.GetTypeInfo(body).Kind != JsonTypeInfoKind.Object) continue;
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                bodies++;
                var told = Told(described, $"/{endpoint.RoutePattern.RawText!.Trim('/')}", method);
                var read = Required(body);
                if (told is not null && !told.SetEquals(read))
                    wrong.Add($"{method} {endpoint.RoutePattern.RawText}: described {string.Join(',', told)}; "
                        + $"read {string.Join(',', read)}");
            }
        }
        bodies.ShouldBeGreaterThan(20);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Keys_may_come_without_an_address()
    {
        var tenant = await server.CreateTenantAsync("Addressless");
        using var admin = await tenant.ClientAsync();
        using var answer = await admin.PutAsJsonAsync(
            $"/api/compliance/credentials?siteId={tenant.SiteId}",
            new { environment = "sandbox", vendorKey = " ", userKey = "user-key-00001" }, Cancel);
        // The address was filled in and passed; the blank key is refused before anybody is asked.
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        (answer.StatusCode, problem.GetProperty("field").GetString())
            .ShouldBe((HttpStatusCode.UnprocessableEntity, "vendorKey"), problem.ToString());
    }

    [Fact]
    public async Task A_member_s_sites_cannot_be_widened_by_leaving_them_out()
    {
        var tenant = await server.CreateTenantAsync("Left out");
        using var admin = await tenant.ClientAsync();
        using var invited = await admin.PostAsJsonAsync("/api/users", new
        {
            email = "narrow@left-out.test",
            fullName = "Nora Narrow",
            role = "operator",
            siteIds = new[] { tenant.SiteId },
        }, Cancel);
        var id = (await invited.Content.ReadFromJsonAsync<JsonElement>(Cancel))
            .GetProperty("member").GetProperty("userId").GetGuid();
        using var refused = await admin.PutAsJsonAsync(
            $"/api/users/{id}", new { fullName = "Nora Narrow", role = "operator", active = true }, Cancel);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var opened = await admin.PutAsJsonAsync($"/api/users/{id}", new
        {
            fullName = "Nora Narrow",
            role = "operator",
            active = true,
            siteIds = (Guid[]?)null,
        }, Cancel);
        opened.StatusCode.ShouldBe(HttpStatusCode.OK, await opened.Content.ReadAsStringAsync(Cancel));
    }

    private static HashSet<string>? Told(JsonElement described, string pattern, string method)
    {
        // The description knows no route constraints, and closes groups without the last slash or with it.
        var plain = System.Text.RegularExpressions.Regex.Replace(pattern, @"\{(\w+):[^}]*\}", "{$1}");
        foreach (var path in described.GetProperty("paths").EnumerateObject())
        {
            if (path.Name.TrimEnd('/') != plain.TrimEnd('/')) continue;
            if (!path.Value.TryGetProperty(method.ToLowerInvariant(), out var operation)) continue;
            if (!operation.TryGetProperty("requestBody", out var body)) return null;
            var name = body.GetProperty("content").GetProperty("application/json").GetProperty("schema")
                .GetProperty("$ref").GetString()!.Split('/')[^1];
            var schema = described.GetProperty("components").GetProperty("schemas").GetProperty(name);
            return schema.TryGetProperty("required", out var required)
                ? [.. required.EnumerateArray().Select(one => one.GetString()!)]
                : [];
        }
        return null;
    }

    private static HashSet<string> Required(Type body) =>
        [.. Reader.GetTypeInfo(body).Properties
            .Where(one => one.IsRequired || one.AssociatedParameter is { HasDefaultValue: false })
            .Select(one => one.Name)];

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(options);
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
        return options;
    }
}
