using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Tendril.Tests.Support;

namespace Tendril.Tests.Sync;

/// <summary>A device as a stranger would write it: HTTP and JSON alone.</summary>
internal sealed class SyncClient(HttpClient http, Guid device) : IDisposable
{
    public Guid Device => device;

    public HttpClient Http => http;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A registered device of the tenant's administrator, with a token of this role and these sites.</summary>
    public static async Task<SyncClient> OpenAsync(
        TestTenant tenant, string role = "org_admin", params Guid[] sites)
    {
        var client = new SyncClient(
            await tenant.ClientAsync(role, sites.Length == 0 ? null : sites), Guid.CreateVersion7());
        (await client.RegisterAsync()).ShouldBe(HttpStatusCode.Created);
        return client;
    }

    /// <summary>The same device at another server of the same database.</summary>
    public SyncClient At(Uri url)
    {
        var other = new HttpClient { BaseAddress = url };
        other.DefaultRequestHeaders.Authorization = http.DefaultRequestHeaders.Authorization;
        return new SyncClient(other, device);
    }

    public async Task<HttpStatusCode> RegisterAsync() => (await SendAsync(
        HttpMethod.Post, "/api/devices", new JsonObject { ["id"] = $"{device}", ["name"] = "Phone" })).Status;

    public Task<(HttpStatusCode Status, JsonObject Body)> PushAsync(params JsonObject[] operations) =>
        PushAsync(DateTimeOffset.UtcNow, operations);

    public Task<(HttpStatusCode Status, JsonObject Body)> PushAsync(
        DateTimeOffset sentAt, params JsonObject[] operations) => SendAsync(HttpMethod.Post, "/api/sync/push",
            new JsonObject
            {
                ["protocol"] = 1,
                ["device"] = $"{device}",
                ["sentAt"] = sentAt.ToString("O"),
                ["operations"] = new JsonArray([.. operations.Select(one => one.DeepClone())]),
            });

    /// <summary>The results of a push that was taken.</summary>
    public async Task<IReadOnlyList<JsonObject>> ResultsAsync(params JsonObject[] operations)
    {
        var (status, body) = await PushAsync(operations);
        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        return [.. body["results"]!.AsArray().Select(one => one!.AsObject())];
    }

    public async Task<(HttpStatusCode Status, PulledLines Lines)> PullAsync(
        string? cursor = null, params string[] again)
    {
        var body = new JsonObject
        {
            ["protocol"] = 1,
            ["device"] = $"{device}",
            ["cursor"] = cursor,
            ["again"] = again.Length == 0 ? null : new JsonArray([.. again.Select(name => JsonValue.Create(name))]),
        };
        using var answer = await http.PostAsync("/api/sync/pull", Json(body.ToJsonString()), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        return (answer.StatusCode, new PulledLines(null, [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject())]));
    }

    /// <summary>Bytes as they are, with the encoding they claim to have.</summary>
    public async Task<(HttpStatusCode Status, string? Code)> SendRawAsync(
        string path, byte[] body, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (encoding is not null) request.Content.Headers.ContentEncoding.Add(encoding);
        request.Headers.ExpectContinue = body.Length > 100_000;
        using var answer = await http.SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        return (answer.StatusCode, JsonNode.Parse(text)?["code"]?.GetValue<string>());
    }

    public async Task<(HttpStatusCode Status, JsonObject Body)> SendAsync(
        HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = Json(body.ToJsonString());
        using var answer = await http.SendAsync(request, Cancel);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!.AsObject());
    }

    /// <summary>A new task at a site.</summary>
    public static JsonObject Task(Guid site, string title, Guid? row = null, Guid? group = null) =>
        Operation("create", "tasks", row ?? Guid.CreateVersion7(), 0, new()
        {
            ["site_id"] = $"{site}",
            ["title"] = title,
            ["status"] = "pending",
        }, null, group);

    public static JsonObject Rename(Guid row, long known, string from, string to) => Operation(
        "patch", "tasks", row, known, new() { ["title"] = to }, new() { ["title"] = from }, null);

    public static JsonObject Operation(
        string kind, string table, Guid row, long known, JsonObject? set, JsonObject? old, Guid? group) => new()
        {
            ["id"] = $"{Guid.CreateVersion7()}",
            ["kind"] = kind,
            ["table"] = table,
            ["row"] = $"{row}",
            ["base"] = known,
            ["at"] = DateTimeOffset.UtcNow.ToString("O"),
            ["set"] = set,
            ["old"] = old,
            ["group"] = group?.ToString(),
        };

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    public void Dispose() => http.Dispose();

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}

internal static class SyncResults
{
    public static string Status(this JsonObject result) => result["status"]!.GetValue<string>();

    public static string? Code(this JsonObject result) => result["code"]?.GetValue<string>();

    public static string? Field(this JsonObject result) => result["field"]?.GetValue<string>();
}
