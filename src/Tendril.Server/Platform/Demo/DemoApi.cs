using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Tendril.Server.Modules.Organisation;

namespace Tendril.Server.Platform.Demo;

/// <summary>The few calls of the API that the demo makes to itself.</summary>
public sealed class DemoApi : IDisposable
{
    private readonly HttpClient _http;

    public DemoApi(Uri url, string token, DateOnly today)
    {
        Today = today;
        _http = new HttpClient { BaseAddress = url };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The day at the demo's sites.</summary>
    public DateOnly Today { get; }

    public void Dispose() => _http.Dispose();

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancel)
    {
        using var answer = await _http.GetAsync(path, cancel);
        return await ReadAsync(answer, cancel);
    }

    public async Task<IReadOnlyList<SiteRef>> SitesAsync(CancellationToken cancel)
    {
        var page = await _http.GetFromJsonAsync<JsonElement>("/api/sites", cancel);
        return page.GetProperty("items").Deserialize<List<SiteRef>>(JsonSerializerOptions.Web) ?? [];
    }

    public async Task<SiteRef> AddSiteAsync(object body, CancellationToken cancel) =>
        (await PostAsync("/api/sites", body, cancel)).Deserialize<SiteRef>(JsonSerializerOptions.Web)
        ?? throw new InvalidOperationException("The new site came back empty.");

    public async Task<DemoFile.DemoUser> InviteAsync(string email, string name, string role, CancellationToken cancel)
    {
        var invited =
            await PostAsync("/api/users", new { email, fullName = name, role, siteIds = (Guid[]?)null }, cancel);
        return new DemoFile.DemoUser(email, invited.GetProperty("temporaryPassword").GetString()!, role);
    }

    /// <summary>
    /// Pulls everything of a site and waits for the end, so that the first visitor sees full shelves.
    /// </summary>
    public async Task SyncAsync(Guid siteId, CancellationToken cancel)
    {
        using var answer =
            await _http.PostAsJsonAsync("/api/compliance/sync", new { siteId, syncType = "all" }, cancel);
        await ReadAsync(answer, cancel);
    }

    public async Task PutAsync(string path, object body, CancellationToken cancel)
    {
        using var answer = await _http.PutAsJsonAsync(path, body, cancel);
        await ReadAsync(answer, cancel);
    }

    public async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancel)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, cancel);
        return await ReadAsync(answer, cancel);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var text = await answer.Content.ReadAsStringAsync(cancel);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(
                $"{answer.RequestMessage?.RequestUri?.AbsolutePath} answered {(int)answer.StatusCode}: {text}");
        return answer.StatusCode == HttpStatusCode.NoContent || text.Length == 0
            ? default
            : JsonDocument.Parse(text).RootElement;
    }
}
