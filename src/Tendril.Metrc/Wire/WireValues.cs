using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tendril.Metrc.Wire;

/// <summary>
/// Reads a flag. Metrc sends null for flags that a state does not use; that is false. Anything but true, false or null
/// is refused.
/// </summary>
public sealed class WireFlag : JsonConverter<bool>
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False or JsonTokenType.Null => false,
            _ => throw new JsonException("expected true or false"),
        };

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) =>
        writer.WriteBooleanValue(value);
}

/// <summary>
/// Reads a calendar day of the facility: <c>2026-02-08</c>, with or without a time behind it (the time is dropped, the
/// day is never moved to another zone). Empty text and the placeholder year 1 are null. Written as <c>yyyy-MM-dd</c>.
/// </summary>
public sealed class WireDate : JsonConverter<DateOnly?>
{
    public override DateOnly? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "?";
        if (text.Length == 0) return null;
        var timeFollows = text.Length > 10 && text[10] is 'T' or 't' or ' ';
        var day = timeFollows ? text.AsSpan(0, 10) : text;
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            throw new JsonException("expected a date as yyyy-MM-dd");
        return date.Year == 1 ? null : date;
    }

    public override void Write(Utf8JsonWriter writer, DateOnly? value, JsonSerializerOptions options)
    {
        if (value is { } date) writer.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        else writer.WriteNullValue();
    }
}

/// <summary>
/// Reads a moment in ISO 8601. Without an offset it is taken as UTC, so that it does not depend on the machine's zone.
/// Empty text and the placeholder year 1 are null.
/// </summary>
public sealed class WireMoment : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "?";
        if (text.Length == 0 || text.StartsWith("0001-", StringComparison.Ordinal)) return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new JsonException("expected a moment in ISO 8601");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } moment) writer.WriteStringValue(moment);
        else writer.WriteNullValue();
    }
}
