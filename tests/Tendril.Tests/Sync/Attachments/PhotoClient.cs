using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tendril.Tests.Support;

namespace Tendril.Tests.Sync.Attachments;

/// <summary>A device that sends photos.</summary>
internal sealed class PhotoClient(SyncClient sync) : IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public SyncClient Sync => sync;

    public static async Task<PhotoClient> OpenAsync(TestTenant tenant) => new(await SyncClient.OpenAsync(tenant));

    /// <summary>Another person of the organisation with a device; sites limit what the person sees.</summary>
    public static async Task<PhotoClient> MemberAsync(
        TestTenant tenant, PhotoClient admin, string name, params Guid[] sites)
    {
        var (status, invited) = await admin.Sync.SendAsync(HttpMethod.Post, "/api/users", new JsonObject
        {
            ["email"] = $"{name}.{Guid.NewGuid():N}@example.test",
            ["fullName"] = name,
            ["role"] = "operator",
            ["siteIds"] = null,
        });
        status.ShouldBe(HttpStatusCode.Created, invited.ToJsonString());
        var id = Guid.Parse(invited["member"]!["userId"]!.GetValue<string>());
        return new PhotoClient(await SyncClient.OpenAsync(tenant with { AdminId = id }, "operator", sites));
    }

    public static string HashOf(byte[] photo) => Convert.ToHexStringLower(SHA256.HashData(photo));

    public async Task<(HttpStatusCode Status, string? State, long Received, string? Code)> StartAsync(
        byte[] photo, string mediaType = "image/jpeg", long? size = null, string? hash = null, Guid? device = null)
    {
        using var answer = await sync.Http.PostAsJsonAsync("/api/sync/attachments", new
        {
            device = device ?? sync.Device,
            hash = hash ?? HashOf(photo),
            mediaType,
            size = size ?? photo.Length,
        }, Cancel);
        return await AnswerAsync(answer);
    }

    public Task<(HttpStatusCode Status, string? State, long Received, string? Code)> AddAsync(
        byte[] photo, int offset, int length) =>
        SendAsync($"{HashOf(photo)}/parts?offset={offset}", photo[offset..(offset + length)]);

    public async Task<(HttpStatusCode Status, string? State, long Received, string? Code)> SendAsync(
        string path, byte[] bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/sync/attachments/{path}")
        {
            Content = new ByteArrayContent(bytes),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Headers.ExpectContinue = bytes.Length > 1_000_000;
        using var answer = await sync.Http.SendAsync(request, Cancel);
        return await AnswerAsync(answer);
    }

    public async Task<(HttpStatusCode Status, string? State, long Received, string? Code)> ReadAsync(byte[] photo)
    {
        using var answer = await sync.Http.GetAsync($"/api/sync/attachments/{HashOf(photo)}/upload", Cancel);
        return await AnswerAsync(answer);
    }

    public async Task<(HttpStatusCode Status, string? State, long Received, string? Code)> FinishAsync(byte[] photo)
    {
        using var answer = await sync.Http.PostAsync($"/api/sync/attachments/{HashOf(photo)}/finish", null, Cancel);
        return await AnswerAsync(answer);
    }

    public Task<HttpResponseMessage> LoadAsync(byte[] photo) =>
        sync.Http.GetAsync($"/api/sync/attachments/{HashOf(photo)}", Cancel);

    public async Task StoreAsync(byte[] photo)
    {
        await StartAsync(photo);
        await AddAsync(photo, 0, photo.Length);
        (await FinishAsync(photo)).State.ShouldBe("stored");
    }

    public void Dispose() => sync.Dispose();

    private static async Task<(HttpStatusCode Status, string? State, long Received, string? Code)> AnswerAsync(
        HttpResponseMessage answer)
    {
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
        return (answer.StatusCode, json["state"]?.GetValue<string>(), json["received"]?.GetValue<long>() ?? 0,
            json["code"]?.GetValue<string>());
    }
}
