using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Tendril.Sync.Tables;

/// <summary>
/// The canonical text of a value: two values are the same when their texts are. Null stands for JSON's null.
/// </summary>
public static class FieldText
{
    private const string DateForm = "yyyy-MM-dd";
    private const string MomentForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const long LargestExact = 9_007_199_254_740_991;
    private const int MostDigits = 28;

    /// <summary>Reads one value of a row.</summary>
    /// <param name="field">What the value should be.</param>
    /// <param name="json">The value as it came.</param>
    /// <param name="text">The canonical text; null for JSON's null.</param>
    /// <returns>What is wrong, as the end of a sentence that begins with the field's name; null when it is
    /// good.</returns>
    public static string? TryRead(SyncField field, JsonElement json, out string? text)
    {
        text = null;
        if (json.ValueKind == JsonValueKind.Null) return field.Required ? "must not be empty" : null;
        return field.Kind switch
        {
            FieldKind.Text => ReadText(field, json, out text),
            FieldKind.Uuid => ReadUuid(json, out text),
            FieldKind.WholeNumber => ReadInteger(json, out text),
            FieldKind.DecimalNumber => ReadDecimal(json, out text),
            FieldKind.Boolean => ReadBoolean(json, out text),
            FieldKind.Date => ReadDate(json, out text),
            FieldKind.Moment => ReadMoment(json, out text),
            _ => ReadSet(field, json, out text),
        };
    }

    /// <summary>Writes a canonical text as the JSON value it stands for.</summary>
    public static void Write(Utf8JsonWriter json, FieldKind kind, string? text)
    {
        if (text is null) json.WriteNullValue();
        else if (kind is FieldKind.WholeNumber or FieldKind.Boolean or FieldKind.TextSet) json.WriteRawValue(
            text, true);
        else json.WriteStringValue(text);
    }

    public static string Of(decimal value)
    {
        // Dividing by one with many decimals drops trailing zeros: 12.50 and 12.5 are one weight.
        var plain = value / 1.0000000000000000000000000000m;
        return plain == 0 ? "0" : plain.ToString(CultureInfo.InvariantCulture);
    }

    public static string Of(DateTimeOffset value) =>
        value.UtcDateTime.ToString(MomentForm, CultureInfo.InvariantCulture);

    public static string Of(DateOnly value) => value.ToString(DateForm, CultureInfo.InvariantCulture);

    public static string Of(Guid value) => value.ToString("D");

    public static string Of(IEnumerable<string> set)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var entry in set.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                json.WriteStringValue(entry);
            json.WriteEndArray();
        }
        return System.Text.Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>The entries behind the canonical text of a set.</summary>
    public static IReadOnlyList<string> Entries(string? set) =>
        set is null ? [] : JsonSerializer.Deserialize<string[]>(set) ?? [];

    private static string? ReadText(SyncField field, JsonElement json, out string? text)
    {
        text = null;
        if (json.ValueKind != JsonValueKind.String) return "must be a text";
        if (Whole(json) is not { } read) return "must not hold half a character";
        if (read.Length > field.MaxLength) return $"must not be longer than {field.MaxLength} characters";
        if (read.Contains('\0', StringComparison.Ordinal)) return "must not hold the character NUL";
        if (field.Required && string.IsNullOrWhiteSpace(read)) return "must not be empty";
        text = read;
        return null;
    }

    private static string? ReadUuid(JsonElement json, out string? text)
    {
        text = null;
        // The length first: the parser would overlook blanks around an id.
        if (json.ValueKind != JsonValueKind.String || Whole(json) is not { Length: 36 } read
            || !Guid.TryParseExact(read, "D", out var id)) return "must be an id";
        text = Of(id);
        return null;
    }

    private static string? ReadInteger(JsonElement json, out string? text)
    {
        text = null;
        if (json.ValueKind != JsonValueKind.Number || !json.TryGetInt64(out var number)
            || number is > LargestExact or < -LargestExact) return "must be a whole number";
        text = number.ToString(CultureInfo.InvariantCulture);
        return null;
    }

    private static string? ReadDecimal(JsonElement json, out string? text)
    {
        text = null;
        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (json.ValueKind != JsonValueKind.String || Whole(json) is not { Length: <= 40 } read || read.Contains('\0')
            || !decimal.TryParse(read, plain, CultureInfo.InvariantCulture, out var number))
            return "must be a decimal number, as text";
        if (Digits(read) > MostDigits) return $"must not have more than {MostDigits} digits";
        text = Of(number);
        return null;
    }

    /// <summary>The digits that a number needs; the parser would round what it cannot keep, without a word.</summary>
    private static int Digits(string number)
    {
        var parts = number.TrimStart('+', '-').Split('.');
        return parts[0].TrimStart('0').Length + (parts.Length > 1 ? parts[1].TrimEnd('0').Length : 0);
    }

    private static string? ReadBoolean(JsonElement json, out string? text)
    {
        text = json.ValueKind switch { JsonValueKind.True => "true", JsonValueKind.False => "false", _ => null };
        return text is null ? "must be true or false" : null;
    }

    private static string? ReadDate(JsonElement json, out string? text)
    {
        text = null;
        if (json.ValueKind != JsonValueKind.String || !DateOnly.TryParseExact(Whole(json), DateForm,
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return "must be a date like 2026-11-20";
        text = Of(date);
        return null;
    }

    private static string? ReadMoment(JsonElement json, out string? text)
    {
        text = null;
        if (json.ValueKind != JsonValueKind.String || Whole(json) is not { Length: >= 20 } read
            || (read[^1] != 'Z' && read[^6] is not ('+' or '-')) || !json.TryGetDateTimeOffset(out var moment))
            return "must be a moment like 2026-11-20T12:00:00Z";
        text = Of(moment);
        return null;
    }

    private static string? ReadSet(SyncField field, JsonElement json, out string? text)
    {
        text = null;
        if (json.ValueKind != JsonValueKind.Array) return "must be a list of texts";
        if (json.GetArrayLength() > field.MaxLength) return $"must not hold more than {field.MaxLength} entries";
        List<string> entries = [];
        foreach (var entry in json.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.String || Whole(entry) is not { } read
                || read.Contains('\0', StringComparison.Ordinal)) return "must be a list of texts";
            entries.Add(read);
        }
        text = Of(entries);
        return null;
    }

    /// <summary>
    /// The text of a JSON string; null where an escape names half a character, which cannot be stored.
    /// </summary>
    private static string? Whole(JsonElement json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
