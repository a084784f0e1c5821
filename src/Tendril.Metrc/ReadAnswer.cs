using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tendril.Metrc.Wire;

namespace Tendril.Metrc;

/// <summary>Judges the answer to a read. Only complete JSON of the documented shape is data.</summary>
internal static class ReadAnswer
{
    public static MetrcRead<T> Judge<T>(
        WireAnswer answer, MetrcConnection connection, Func<ReadOnlyMemory<byte>, T> parse)
        where T : class
    {
        var exchange = answer.Exchange;
        MetrcFailure Lost(string reason, TimeSpan? retryAfter = null) =>
            new MetrcFailure.Unavailable(connection.Hide(reason), retryAfter) { Exchange = exchange };
        if (answer.Status is null) return Lost(answer.Fault!);
        if (answer.Status == 429) return Lost("Metrc asks to slow down (HTTP 429)", answer.RetryAfter);
        if (answer.Status is >= 400 and < 500 and not 408)
        {
            return new MetrcFailure.Refused(answer.Status.Value, WriteAnswer.Errors(answer, connection))
            {
                Exchange = exchange,
            };
        }
        if (answer.Fault is not null) return Lost(answer.Fault);
        if (answer.Status is < 200 or >= 300) return Lost(WriteAnswer.Sentence(answer, connection), answer.RetryAfter);
        if (answer.Body.IsEmpty) return Lost($"Metrc answered HTTP {answer.Status} with nothing in it");
        if (BodyText.ToUtf8(answer.Body, answer.Charset) is not { } text)
            return Lost($"Metrc's answer is neither UTF-8 nor readable as declared ({answer.ContentType})");
        if (answer.IsWebPage) return Lost($"Metrc answered {ErrorBody.WebPage(BodyText.Show(text, null))}");
        try
        {
            return parse(text);
        }
        catch (JsonException wrong)
        {
            var where = wrong.Path is null || wrong.Message.Contains(wrong.Path, StringComparison.Ordinal)
                ? ""
                : $" at {wrong.Path}";
            return Lost($"Metrc's answer is cut off or not of the documented shape{where}: {wrong.Message}");
        }
    }

    /// <summary>Reads one object.</summary>
    public static T One<T>(ReadOnlyMemory<byte> text)
        where T : class =>
        JsonSerializer.Deserialize(text.Span, Shape<T>()) ?? throw new JsonException("null instead of an object");

    /// <summary>Reads one page in either of its two frames: the paged object or a bare array.</summary>
    public static MetrcPaged<T> Page<T>(ReadOnlyMemory<byte> text)
        where T : class
    {
        var bare = text.Span.TrimStart(" \t\r\n"u8).StartsWith("["u8);
        var page = bare ? new MetrcPaged<T> { Data = One<List<T>>(text) } : One<MetrcPaged<T>>(text);
        return page.Data.Any(row => row is null) ? throw new JsonException("null instead of a row") : page;
    }

    private static JsonTypeInfo<T> Shape<T>() => (JsonTypeInfo<T>)MetrcJson.Default.GetTypeInfo(typeof(T))!;
}
