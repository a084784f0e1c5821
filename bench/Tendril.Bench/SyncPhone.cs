using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Tendril.Bench;

/// <summary>What one exchange cost.</summary>
/// <param name="Milliseconds">From the first byte sent to the last received.</param>
/// <param name="Sent">Bytes of the packed body that went out.</param>
/// <param name="Packed">The packed body that came back.</param>
internal sealed record Exchange(double Milliseconds, int Sent, byte[] Packed)
{
    public int Bytes => Sent + Packed.Length;

    /// <summary>What came back, unpacked.</summary>
    public string Text()
    {
        using var reader = new StreamReader(new BrotliStream(new MemoryStream(Packed), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    public JsonElement Json() => JsonDocument.Parse(Text()).RootElement;

    /// <summary>The cursor of the last line.</summary>
    public string Cursor()
    {
        var text = Text();
        var line = text[(text.LastIndexOf('\n', text.Length - 2) + 1)..];
        var end = JsonDocument.Parse(line).RootElement;
        return end.TryGetProperty("end", out _) ? end.GetProperty("cursor").GetString()!
            : throw new InvalidOperationException($"The answer was cut off at {line}");
    }
}

/// <summary>A registered device that speaks the protocol and nothing else: bytes out, bytes in, and the time.</summary>
internal sealed class SyncPhone(HttpClient client, Guid id)
{
    public static async Task<SyncPhone> RegisterAsync(HttpClient client, CancellationToken cancel)
    {
        var id = SyncWorld.Ids.Next();
        using var answer = await client.PostAsJsonAsync("/api/devices", new { id, name = "Bench" }, cancel);
        answer.EnsureSuccessStatusCode();
        return new SyncPhone(client, id);
    }

    public Task<Exchange> PullAsync(string? cursor, CancellationToken cancel) =>
        PostAsync("/api/sync/pull", PullBody(cursor), packed: false, cancel);

    /// <summary>The body of a push, packed: a device has it ready before it sends.</summary>
    public byte[] PushBody(IEnumerable<string> operations)
    {
        var at = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var json = $$"""{"protocol":1,"device":"{{id}}","sentAt":"{{at}}","operations":["""
            + string.Join(',', operations) + "]}";
        var bytes = new MemoryStream();
        using (var packed = new BrotliStream(bytes, new BrotliCompressionOptions { Quality = 5 }, leaveOpen: true))
            packed.Write(Encoding.UTF8.GetBytes(json));
        return bytes.ToArray();
    }

    /// <summary>Sends a packed push.</summary>
    public async Task<Exchange> PushAsync(byte[] body, CancellationToken cancel) =>
        await PostAsync("/api/sync/push", body, packed: true, cancel);

    /// <summary>Begins a pull and stops reading after so many bytes, as a phone does that is switched off.</summary>
    public async Task<byte[]> PullPartAsync(string? cursor, int most, CancellationToken cancel)
    {
        using var request = Request("/api/sync/pull", PullBody(cursor), packed: false);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var bytes = new byte[most];
        var got = await body.ReadAtLeastAsync(bytes, most, throwOnEndOfStream: false, cancel);
        return bytes[..got];
    }

    /// <summary>Begins a pull whose bytes are read as they come.</summary>
    public async Task<HttpResponseMessage> OpenPullAsync(string? cursor, CancellationToken cancel)
    {
        using var request = Request("/api/sync/pull", PullBody(cursor), packed: false);
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        return answer.EnsureSuccessStatusCode();
    }

    private byte[] PullBody(string? cursor) =>
        JsonSerializer.SerializeToUtf8Bytes(new { protocol = 1, device = id, cursor });

    private async Task<Exchange> PostAsync(string path, byte[] body, bool packed, CancellationToken cancel)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(
            Request(path, body, packed), HttpCompletionOption.ResponseHeadersRead, cancel);
        var bytes = await answer.Content.ReadAsByteArrayAsync(cancel);
        var took = System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return answer.IsSuccessStatusCode ? new Exchange(took, body.Length, bytes)
            : throw new InvalidOperationException(
                $"{path} answered {(int)answer.StatusCode} {Encoding.UTF8.GetString(bytes)}");
    }

    private static HttpRequestMessage Request(string path, byte[] body, bool packed)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        if (packed) request.Content.Headers.ContentEncoding.Add("br");
        request.Headers.AcceptEncoding.Add(new("br"));
        return request;
    }
}
