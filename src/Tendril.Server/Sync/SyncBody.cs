using System.Text.Json;
using System.Text.Unicode;
using Tendril.Sync;

namespace Tendril.Server.Sync;

/// <summary>
/// Reads a device's request: bounded while it is unpacked, strict, and in full before anything is done.
/// </summary>
internal static class SyncBody
{
    /// <summary>The most that a request may hold after unpacking: 2 MB.</summary>
    public const int MostBytes = 2_000_000;

    /// <summary>Above the limit, so that it is we who say that it is too much, with the code for it.</summary>
    public const int DoorBytes = MostBytes + 65_536;

    private const int Deepest = 16;

    private static readonly JsonDocumentOptions Strict =
        new() { MaxDepth = Deepest, AllowDuplicateProperties = false };

    /// <summary>The request's JSON; null with the reason.</summary>
    public static async Task<(JsonDocument? Json, SyncRefusal? Refusal)> ReadAsync(
        HttpRequest request, CancellationToken cancel)
    {
        var bytes = new MemoryStream();
        try
        {
            var buffer = new byte[32_768];
            while (await request.Body.ReadAsync(buffer, cancel) is > 0 and var read)
            {
                if (bytes.Length + read > MostBytes) return (null, TooMuch);
                bytes.Write(buffer, 0, read);
            }
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, TooMuch);
        }
        // What does not unpack: gzip tells it in one way, brotli in another.
        catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException)
        {
            return (null, Unreadable("The body is not packed as its Content-Encoding says"));
        }
        return Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    private static (JsonDocument? Json, SyncRefusal? Refusal) Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (!Utf8.IsValid(bytes.Span)) return (null, Unreadable("The body is not UTF-8"));
            RequireWholeTexts(bytes.Span);
            var json = JsonDocument.Parse(bytes, Strict);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return (json, null);
            json.Dispose();
            return (null, Unreadable("The body must be an object"));
        }
        catch (JsonException broken)
        {
            return (null, Unreadable($"The JSON could not be read (line {broken.LineNumber + 1})"));
        }
        catch (InvalidOperationException)
        {
            return (null, Unreadable("A text holds half a character"));
        }
    }

    // An escaped half of a character is JSON and no text; found here, nothing behind needs to expect it.
    private static void RequireWholeTexts(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Deepest });
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                _ = reader.GetString();
    }

    public static SyncRefusal Unreadable(string message, string? field = null) =>
        SyncCodes.RequestUnreadable.Refuse(message, field);

    private static SyncRefusal TooMuch { get; } =
        SyncCodes.TooMuch.Refuse($"A request may hold {MostBytes / 1_000_000} MB after unpacking");
}
