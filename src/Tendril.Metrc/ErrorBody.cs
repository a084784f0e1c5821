using System.Text;
using System.Text.Json;

namespace Tendril.Metrc;

/// <summary>
/// Reads why Metrc refused, in every shape that was seen: an array of rows, an object with one message, an array or a
/// string of text, plain text, a web page, nothing. There is no catalogue of messages; decide on status and row only.
/// </summary>
internal static class ErrorBody
{
    private const int LongestText = 1000;

    public static IReadOnlyList<MetrcRowError> Read(ReadOnlyMemory<byte> body, string? charset)
    {
        if (body.IsEmpty) return [new MetrcRowError(null, "Metrc gave no reason.")];
        var text = BodyText.Show(body, charset).Trim();
        if (text.Length == 0) return [new MetrcRowError(null, "Metrc gave no reason.")];
        if (text[0] == '<') return [new MetrcRowError(null, WebPage(text))];
        try
        {
            using var json = JsonDocument.Parse(text);
            var errors = Rows(json.RootElement).ToList();
            if (errors.Count > 0) return errors;
        }
        catch (JsonException)
        {
            // Not JSON: plain text, told as it is below.
        }
        return [new MetrcRowError(null, Short(text))];
    }

    /// <summary>What a web page is about, by its title.</summary>
    public static string WebPage(string text)
    {
        var start = text.IndexOf("<title>", StringComparison.OrdinalIgnoreCase) + "<title>".Length;
        var end = start < "<title>".Length ? -1 : text.IndexOf("</title>", start, StringComparison.OrdinalIgnoreCase);
        var title = end < 0 ? "" : System.Net.WebUtility.HtmlDecode(text[start..end]).Trim();
        return title.Length == 0 ? "a web page instead of data" : $"a web page instead of data: {Short(title)}";
    }

    private static IEnumerable<MetrcRowError> Rows(JsonElement node)
    {
        switch (node.ValueKind)
        {
            case JsonValueKind.Array:
                return node.EnumerateArray().SelectMany(Rows);
            case JsonValueKind.String when node.GetString() is { Length: > 0 } text:
                return [new MetrcRowError(null, Short(text))];
            case JsonValueKind.Object:
                var row = Field(node, "row") is { ValueKind: JsonValueKind.Number } number
                    && number.TryGetInt32(out var index) ? index : (int?)null;
                return (Text(node, "message") ?? Text(node, "title") ?? Text(node, "error")) is { } message
                    ? [new MetrcRowError(row, Short(message))]
                    : [new MetrcRowError(row, Short(node.GetRawText()))];
            default:
                return [];
        }
    }

    private static string? Text(JsonElement node, string name) =>
        Field(node, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value
            ? value
            : null;

    private static JsonElement? Field(JsonElement node, string name)
    {
        foreach (var field in node.EnumerateObject())
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return field.Value;
        }
        return null;
    }

    private static string Short(string text)
    {
        if (text.Length <= LongestText) return text;
        var end = char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText;
        return new StringBuilder(text, 0, end, end + 1).Append('…').ToString();
    }
}
