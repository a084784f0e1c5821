using System.Net;
using System.Text;
using System.Text.Json;
using Tendril.Tests.Support;

namespace Tendril.Tests.Architecture;

/// <summary>
/// Guards every text field: a text comes back exactly (without spaces around it) or is refused with the field's name.
/// </summary>
public sealed class NaughtyStringTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// A text field of the API: where it is sent, the body with TEXT in its place (and ONCE for something that must be
    /// new each time), the field as it is named in answers and refusals. A new create route adds its lines here.
    /// </summary>
    private static readonly Field[] Fields =
    [
        new("POST", "/api/sites",
            """{"name":TEXT,"license":"ONCE","state":"CO","timeZone":"America/Denver","sandbox":true}""", "name"),
        new("POST", "/api/sites",
            """{"name":"ONCE","license":TEXT,"state":"CO","timeZone":"America/Denver","sandbox":true}""", "license")
            { Exact = text => text.Trim().ToUpperInvariant() },
        new("POST", "/api/sites",
            """{"name":"ONCE","license":"ONCE","state":TEXT,"timeZone":"America/Denver","sandbox":true}""", "state"),
        new("POST", "/api/sites", """{"name":"ONCE","license":"ONCE","state":"CO","timeZone":TEXT,"sandbox":true}""",
            "timeZone"),
        new("POST", "/api/rooms", """{"siteId":"SITE","name":TEXT}""", "name"),
        new("POST", "/api/rooms", """{"siteId":"SITE","name":"ONCE","metrcLocation":{"id":1,"name":TEXT}}""",
            "metrcLocation.name"),
        new("POST", "/api/pods", """{"roomId":"ROOM","name":TEXT}""", "name"),
        new("POST", "/api/pods", """{"roomId":"ROOM","name":"ONCE","metrcLocation":{"id":1,"name":TEXT}}""",
            "metrcLocation.name"),
        new("PUT", "/api/users/ADMIN", """{"fullName":TEXT,"role":"org_admin","siteIds":null,"active":true}""",
            "fullName"),
        new("POST", "/api/users", """{"email":TEXT,"fullName":"Ada","role":"operator"}""", "email") { Answer =
            "member.email" },
        new("POST", "/api/users", """{"email":"ONCE@x.test","fullName":"Ada","role":TEXT}""", "role") { Answer =
            "member.role" },
        new("POST", "/api/api-tokens", """{"name":TEXT}""", "name") { Answer = "item.name" },
    ];

    [Fact]
    public async Task Every_text_comes_back_exactly_or_is_refused_by_its_field()
    {
        NaughtyStrings.All.Count.ShouldBeGreaterThan(500);
        var tenant = await server.CreateTenantAsync("Naughty");
        using var client = await tenant.ClientAsync();
        var room = await NewRoomAsync(client, tenant);
        List<string> wrong = [];
        foreach (var field in Fields)
        {
            var body = field.Body.Replace("SITE", $"{tenant.SiteId}").Replace("ROOM", room);
            var path = field.Path.Replace("ADMIN", $"{tenant.AdminId}");
            foreach (var text in NaughtyStrings.All)
            {
                using var request = new HttpRequestMessage(new HttpMethod(field.Method), path)
                {
                    Content = new StringContent(
                        body.Replace("ONCE", $"{Guid.CreateVersion7():N}").Replace("TEXT", NaughtyStrings.Json(text)),
                        Encoding.UTF8, "application/json"),
                };
                using var answer = await client.SendAsync(request, Cancel);
                if (await ComplaintAsync(field, text, answer) is { } complaint)
                    wrong.Add($"{field.Method} {field.Path} {field.Name} {Short(text)}: {complaint}");
            }
        }
        wrong.ShouldBeEmpty();
    }

    private static async Task<string?> ComplaintAsync(Field field, string text, HttpResponseMessage answer)
    {
        var content = await answer.Content.ReadAsStringAsync(Cancel);
        using var json = JsonDocument.Parse(content);
        if (answer.IsSuccessStatusCode)
        {
            var value = json.RootElement;
            foreach (var part in (field.Answer ?? field.Name).Split('.')) value = value.GetProperty(part);
            return value.GetString() == field.Exact(text) ? null : $"came back as {Short(value.GetString()!)}";
        }
        if (answer.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity
            or HttpStatusCode.Conflict))
            return $"{(int)answer.StatusCode}";
        var named = json.RootElement.TryGetProperty("field", out var name) ? name.GetString() : null;
        return named == field.Name ? null : $"refused without its field: {content}";
    }

    private static async Task<string> NewRoomAsync(HttpClient client, TestTenant tenant)
    {
        using var answer = await client.PostAsync(
            "/api/rooms", new StringContent($$"""{"siteId":"{{tenant.SiteId}}","name":"Room"}""", Encoding.UTF8,
                "application/json"), Cancel);
        using var room = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return room.RootElement.GetProperty("id").GetString()!;
    }

    private static string Short(string text) => NaughtyStrings.Json(text.Length > 40 ? text[..40] : text);

    private sealed record Field(string Method, string Path, string Body, string Name)
    {
        /// <summary>Where the text stands in the answer, when not under its own name.</summary>
        public string? Answer { get; init; }

        public Func<string, string> Exact { get; init; } = text => text.Trim();
    }
}
