using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Tendril.Server.Modules.Organisation;

namespace Tendril.Server.Platform.Demo;

/// <summary>The few calls of the API that the demo makes to itself.</summary>
public sealed class DemoApi : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public DemoApi(Uri url, string token, DateOnly today, TimeProvider time)
    {
        (Today, _time) = (today, time);
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

    /// <summary>Adds a member, or gives one who is there already a new password: the first one was lost.</summary>
    public async Task<DemoFile.DemoUser> InviteAsync(string email, string name, string role, CancellationToken cancel)
    {
        var there = (await ItemsAsync("/api/users", cancel))
            .Where(member => member.GetProperty("email").GetString() == email)
            .Select(member => member.GetProperty("userId").GetGuid()).ToList();
        var invited = there.Count > 0
            ? await PostAsync($"/api/users/{there[0]}/reset-password", new { }, cancel)
            : await PostAsync("/api/users", new { email, fullName = name, role, siteIds = (Guid[]?)null }, cancel);
        return new DemoFile.DemoUser(email, invited.GetProperty("temporaryPassword").GetString()!, role);
    }

    /// <summary>
    /// Pulls everything of a site and waits for the end, so that the first visitor sees full shelves.
    /// </summary>
    public async Task SyncAsync(Guid siteId, CancellationToken cancel)
    {
        while (true)
        {
            using var answer =
                await _http.PostAsJsonAsync("/api/compliance/sync", new { siteId, syncType = "all" }, cancel);
            // The scheduler may be at it, or a server that was killed still holds the site for some seconds.
            if (answer.StatusCode == HttpStatusCode.Conflict)
            {
                await Task.Delay(Pause, _time, cancel);
                continue;
            }
            var begun = await ReadAsync(answer, cancel);
            if (answer.StatusCode == HttpStatusCode.Accepted)
                await EndAsync(begun.GetProperty("statusUrl").GetString()!, cancel);
            return;
        }
    }

    /// <summary>Everything of a list that fits one page; the demo's lists do.</summary>
    public async Task<IReadOnlyList<JsonElement>> ItemsAsync(string path, CancellationToken cancel)
    {
        var join = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var page = await GetAsync($"{path}{join}pageSize=200", cancel);
        return [.. page.GetProperty("items").EnumerateArray()];
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

    private async Task EndAsync(string statusUrl, CancellationToken cancel)
    {
        while ((await GetAsync(statusUrl, cancel)).GetProperty("status").GetString() is "pending" or "in_progress")
            await Task.Delay(Pause, _time, cancel);
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
