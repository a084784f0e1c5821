using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tendril.Metrc.Wire;

/// <summary>
/// Reads a value whose kind Metrc does not keep to: the documentation prints enums as numbers, the live service sends
/// words, and some fields are only ever shown as null. Text stays text, a number or a flag becomes its text; it is
/// always written as text. An object or array in its place is refused.
/// </summary>
public sealed class OpenText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => throw new JsonException("expected text or a number"),
        };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
