using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tendril.BrowserTests.Support;

/// <summary>
/// The built <c>tendril demo</c> as a process of its own, on a free port and with a data folder of its own.
/// </summary>
public sealed class DemoServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly ConcurrentQueue<string> lines = new();
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("tendril-browser-");
    private readonly Process process;
    private HttpClient? api;
    private bool started;

    private DemoServer()
    {
        // The private PostgreSQL runs as another user when the tests run as root; it must reach its folder.
        File.SetUnixFileMode(data.FullName, (UnixFileMode)0b111_101_101);
        var start = new ProcessStartInfo("dotnet", [Built.Program, "demo", "--port", "0", "--data", data.FullName])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = data.FullName,
        };
        start.Environment["TENDRIL__WEBROOT"] = Built.WebRoot;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
    }

    /// <summary>What <c>demo.json</c> says.</summary>
    public Demo Demo { get; private set; } = null!;

    private string Said => string.Join('\n', lines);

    public static async Task<DemoServer> StartAsync()
    {
        var server = new DemoServer();
        try
        {
            server.started = server.process.Start();
            server.process.BeginOutputReadLine();
            server.process.BeginErrorReadLine();
            await server.WaitForReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads from the API with the demo's token.</summary>
    public async Task<JsonElement> GetAsync(string path) =>
        await api!.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    /// <summary>Writes through the API with the demo's token; fails with the server's words when it refuses.</summary>
    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await api!.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        if (!answer.IsSuccessStatusCode) Assert.Fail($"POST {path} was answered with {answer.StatusCode}: {said}");
        return said;
    }

    /// <summary>Pushes a batch through the API, past the screen; fails unless it is refused, and tells how.</summary>
    public async Task<JsonElement> RefusedPushAsync(Guid batchId)
    {
        using var answer = await api!.PostAsJsonAsync(
            "/api/compliance/push-batch", new { batchId }, TestContext.Current.CancellationToken);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        if (answer.IsSuccessStatusCode) Assert.Fail($"The push was not refused: {said}");
        return said;
    }

    /// <summary>The plant batches of this name that the state's system holds.</summary>
    public async Task<IReadOnlyList<JsonElement>> PlantBatchesInMetrcAsync(string name)
    {
        var all = await ReadMetrcAsync("plantbatches");
        return [.. all.Where(batch => Text(batch, "name") == name)];
    }

    /// <summary>The packages that the state's system holds for one licence.</summary>
    public Task<IReadOnlyList<JsonElement>> PackagesInMetrcAsync(string licence) =>
        ReadMetrcAsync("packages?licence=" + Uri.EscapeDataString(licence));

    /// <summary>Makes the state's system slow, so that a person has time to see what goes on.</summary>
    public async Task DelayMetrcAsync(string pathContains, int seconds, int times)
    {
        var address = $"{Demo.Metrc.Url.TrimEnd('/')}/_admin/faults";
        using var answer = await api!.PostAsJsonAsync(
            address, new { fault = "latency", pathContains, seconds, times }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A batch of the demo by its number.</summary>
    public async Task<JsonElement> BatchAsync(string number)
    {
        var found = await GetAsync("/api/batches?q=" + Uri.EscapeDataString(number));
        return found.GetProperty("items").EnumerateArray().Single(batch => Text(batch, "batchNumber") == number);
    }

    /// <summary>A text of an answer whose names may be written in any case.</summary>
    public static string? Text(JsonElement row, string name)
    {
        var value = row.EnumerateObject().First(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : value.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        api?.Dispose();
        if (started && !process.HasExited) await StopAsync();
        process.Dispose();
        data.Delete(recursive: true);
    }

    private async Task<IReadOnlyList<JsonElement>> ReadMetrcAsync(string what)
    {
        var address = $"{Demo.Metrc.Url.TrimEnd('/')}/_admin/{what}";
        var all = await api!.GetFromJsonAsync<JsonElement>(address, TestContext.Current.CancellationToken);
        return [.. all.EnumerateArray()];
    }

    private async Task WaitForReadyAsync()
    {
        var began = Stopwatch.GetTimestamp();
        while (!Said.Contains("Tendril is ready at", StringComparison.Ordinal))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The demo ended with {process.ExitCode}:\n{Said}");
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"The demo was not ready after {Patience}:\n{Said}");
            await Task.Delay(50);
        }

        var file = await File.ReadAllTextAsync(Path.Combine(data.FullName, "demo.json"));
        Demo = JsonSerializer.Deserialize<Demo>(file, JsonSerializerOptions.Web)!;
        api = new HttpClient { BaseAddress = new Uri(Demo.Url) };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Demo.ApiToken);
    }

    // SIGTERM first, so that the server stops its database; only a server that hangs is killed.
    private async Task StopAsync()
    {
        using var term = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await term.WaitForExitAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            throw new TimeoutException($"The demo did not stop within a minute:\n{Said}", late);
        }
    }

    private void Hear(string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}
