using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tendril.Domain;
using Tendril.Server.Modules.Organisation;
using Tendril.Tests.Support;

namespace Tendril.Tests.Cultivation;

/// <summary>An answer of the API: status and JSON.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, JsonElement Json)
{
    public string? Code => Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    public string? Field => Json.TryGetProperty("field", out var named) ? named.GetString() : null;

    public JsonElement Item => Json.GetProperty("item");

    public Guid Id => Item.GetProperty("id").GetGuid();

    public int Version => Item.GetProperty("version").GetInt32();

    /// <summary>Codes of the warnings of a saved answer.</summary>
    public string?[] Warnings =>
        [.. Json.GetProperty("warnings").EnumerateArray().Select(one => one.GetProperty("code").GetString())];

    public ApiAnswer Is(HttpStatusCode status)
    {
        Status.ShouldBe(status, Json.ToString());
        return this;
    }
}

/// <summary>Calls the API as a program would.</summary>
public static class ApiCalls
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ApiAnswer> CallAsync(this HttpClient client, HttpMethod method, string path,
    object? body = null)
    {
        using var request =
            new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await client.SendAsync(request, Cancel);
        return await ReadAsync(answer);
    }

    public static Task<ApiAnswer> ReadAsync(this HttpClient client, string path) =>
        client.CallAsync(HttpMethod.Get, path);

    public static Task<ApiAnswer> CreateAsync(this HttpClient client, string path, object body) =>
        client.CallAsync(HttpMethod.Post, path, body);

    public static Task<ApiAnswer> ReplaceAsync(this HttpClient client, string path, object body) =>
        client.CallAsync(HttpMethod.Put, path, body);

    /// <summary>Sends text as text/csv.</summary>
    public static Task<ApiAnswer> ImportAsync(this HttpClient client, string path, string csv) =>
        client.ImportAsync(path, Encoding.UTF8.GetBytes(csv));

    public static async Task<ApiAnswer> ImportAsync(this HttpClient client, string path, byte[] csv)
    {
        using var content = new ByteArrayContent(csv);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var answer = await client.PostAsync(path, content, Cancel);
        return await ReadAsync(answer);
    }

    /// <summary>Sends text as a form does.</summary>
    public static async Task<ApiAnswer> UploadAsync(this HttpClient client, string path, string csv)
    {
        using var form =
            new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "file", "rows.csv" } };
        using var answer = await client.PostAsync(path, form, Cancel);
        return await ReadAsync(answer);
    }

    public static async Task<string> FileAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        return Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(Cancel));
    }

    /// <summary>A second site of the tenant.</summary>
    public static async Task<Guid> AddSiteAsync(
        this TestTenant tenant, string name, string state = "CO", string kind = "grower")
    {
        await using var unit = await tenant.BeginAsync();
        var site = new Site
        {
            Id = tenant.Server.App.Services.GetRequiredService<IdSource>().Next(),
            Name = name,
            License = $"LIC-{name}",
            State = state,
            TimeZone = "America/Denver",
            Kind = kind,
            Sandbox = true,
        };
        unit.Db.Add(site);
        await unit.CommitAsync(Cancel);
        return site.Id;
    }

    /// <summary>A pod in a room of its own.</summary>
    public static async Task<Guid> AddPodAsync(this TestTenant tenant, string name, int? capacity = null)
    {
        await using var unit = await tenant.BeginAsync();
        var ids = tenant.Server.App.Services.GetRequiredService<IdSource>();
        var room = new Room { Id = ids.Next(), SiteId = tenant.SiteId, Name = $"Room of {name}" };
        var pod =
            new Pod { Id = ids.Next(), SiteId = tenant.SiteId, RoomId = room.Id, Name = name, Capacity = capacity };
        unit.Db.AddRange(room, pod);
        await unit.CommitAsync(Cancel);
        return pod.Id;
    }

    private static async Task<ApiAnswer> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        return new ApiAnswer(answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }
}
