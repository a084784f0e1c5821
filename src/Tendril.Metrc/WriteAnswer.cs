using System.Text.Json;

namespace Tendril.Metrc;

/// <summary>Judges the answer to a write. Everything that is not a clear yes or a clear no is unknown.</summary>
internal static class WriteAnswer
{
    public static SendOutcome Judge(WireAnswer answer, int rows, MetrcConnection connection)
    {
        var exchange = answer.Exchange!;
        if (answer.Status is null)
        {
            return answer.NotSent
                ? new SendOutcome.Wait(exchange.Failure!, null, exchange)
                : new SendOutcome.Unknown(exchange.Failure!, exchange);
        }
        // A status that says no is an answer even when its body broke off.
        return answer.Status switch
        {
            429 => new SendOutcome.Wait("Metrc asks to slow down (HTTP 429)", answer.RetryAfter, exchange),
            408 or >= 500 => new SendOutcome.Unknown(Sentence(answer, connection), exchange),
            >= 400 => new SendOutcome.Refused(answer.Status.Value, Errors(answer, connection), exchange),
            >= 200 and < 300 when exchange.Failure is { } broken => new SendOutcome.Unknown(broken, exchange),
            >= 200 and < 300 => Confirmed(answer, rows, exchange),
            _ => new SendOutcome.Unknown(Sentence(answer, connection), exchange),
        };
    }

    /// <summary>The rows of an error body, without the keys should they be repeated there.</summary>
    public static IReadOnlyList<MetrcRowError> Errors(WireAnswer answer, MetrcConnection connection) =>
        [.. ErrorBody.Read(answer.Body, answer.Charset)
            .Select(error => error with { Message = connection.Hide(error.Message) })];

    /// <summary>A status that is no answer, with what was said beside it.</summary>
    public static string Sentence(WireAnswer answer, MetrcConnection connection) =>
        $"Metrc answered HTTP {answer.Status}: "
        + string.Join("; ", Errors(answer, connection).Select(error => error.Message));

    private static SendOutcome Confirmed(WireAnswer answer, int rows, MetrcExchange exchange)
    {
        if (answer.Body.IsEmpty) return new SendOutcome.Unknown("Metrc answered success without the ids", exchange);
        if (answer.IsWebPage) return new SendOutcome.Unknown("Metrc answered with a web page", exchange);
        if (BodyText.ToUtf8(answer.Body, answer.Charset) is not { } text)
            return new SendOutcome.Unknown("Metrc's answer is in no readable charset", exchange);
        try
        {
            using var json = JsonDocument.Parse(text);
            if (Ids(json.RootElement) is not { } ids)
                return new SendOutcome.Unknown("Metrc answered success without usable ids", exchange);
            return ids.Count == rows
                ? new SendOutcome.Accepted(ids, Warnings(json.RootElement), exchange)
                : new SendOutcome.Unknown($"Metrc named {ids.Count} ids for {rows} objects", exchange);
        }
        catch (JsonException)
        {
            return new SendOutcome.Unknown("Metrc's answer is broken JSON", exchange);
        }
    }

    private static List<long>? Ids(JsonElement root)
    {
        if (Field(root, "Ids") is not { ValueKind: JsonValueKind.Array } array) return null;
        var ids = new List<long>();
        foreach (var node in array.EnumerateArray())
        {
            if (node.ValueKind != JsonValueKind.Number || !node.TryGetInt64(out var id) || id <= 0) return null;
            ids.Add(id);
        }
        return ids;
    }

    /// <summary>Documented as null or one text; a list is taken as well.</summary>
    private static IReadOnlyList<string> Warnings(JsonElement root) => Field(root, "Warnings") switch
    {
        null or { ValueKind: JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(Text)],
        { } one => [Text(one)],
    };

    private static string Text(JsonElement node) =>
        node.ValueKind == JsonValueKind.String ? node.GetString()! : node.GetRawText();

    private static JsonElement? Field(JsonElement root, string name)
    {
        if (root.ValueKind != JsonValueKind.Object) return null;
        foreach (var field in root.EnumerateObject())
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return field.Value;
        }
        return null;
    }
}
