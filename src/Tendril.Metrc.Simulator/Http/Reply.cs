using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tendril.Metrc.Simulator.Http;

/// <summary>An answer before it is put on the wire, so that a fault can still spoil it.</summary>
internal sealed record Reply(int Status, byte[] Body, string? ContentType)
{
    internal const string JsonType = "application/json; charset=utf-8";
    internal const string HtmlType = "text/html; charset=utf-8";

    /// <summary>Characters go out as they are, in UTF-8; only what JSON demands is escaped.</summary>
    internal static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    internal int? RetryAfterSeconds { get; init; }

    /// <summary>Names of request rows that were accepted, for the log.</summary>
    internal int RowsAccepted { get; init; }

    internal static Reply Empty(int status = 200) => new(status, [], null);

    internal static Reply Json(byte[] body) => new(200, body, JsonType);

    internal static Reply Json(Action<Utf8JsonWriter> write, int status = 200) => new(status, Render(write), JsonType);

    /// <summary>The shape most refusals have.</summary>
    internal static Reply Message(int status, string message) => Json(w =>
    {
        w.WriteStartObject();
        w.WriteString("Message", message);
        w.WriteEndObject();
    }, status);

    internal static Reply PlainText(int status, string text) =>
        new(status, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");

    internal static Reply Html(int status, string title) => new(status, Encoding.UTF8.GetBytes(
        $"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1>"
        + "<p>The service cannot answer just now.</p></body></html>"), HtmlType);

    /// <summary>One entry per refused row, as Metrc answers a batch that did not pass.</summary>
    internal static Reply RowErrors(IReadOnlyList<(int Row, string Message)> errors) => Json(w =>
    {
        w.WriteStartArray();
        foreach (var (row, message) in errors)
        {
            w.WriteStartObject();
            w.WriteNumber("row", row);
            w.WriteString("message", message);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }, 400);

    internal static Reply Created(IReadOnlyList<long> ids) => Json(w =>
    {
        w.WriteStartObject();
        w.WriteStartArray("Ids");
        foreach (var id in ids) w.WriteNumberValue(id);
        w.WriteEndArray();
        w.WriteNull("Warnings");
        w.WriteEndObject();
    }) with
    { RowsAccepted = ids.Count };

    internal static byte[] Render(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Plain)) write(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
