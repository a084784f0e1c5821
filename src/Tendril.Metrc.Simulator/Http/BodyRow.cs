using System.Globalization;
using System.Text.Json;

namespace Tendril.Metrc.Simulator.Http;

/// <summary>
/// One posted object: names in any case, unknown ones ignored. A route says which names it reads; reading another
/// one is a mistake of ours and throws, so the contract test can trust the list.
/// </summary>
internal sealed class BodyRow(JsonElement element, IReadOnlyList<string> readable)
{
    /// <summary>The first value that was there but of the wrong kind.</summary>
    internal string? Misread { get; private set; }

    internal string? Text(string name)
    {
        var value = Value(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)) return Wrong(name);
        try
        {
            var text = value.ToString().Trim();
            return text.Length == 0 ? null : text;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: JSON may write it, no text can hold it.
            return Wrong(name);
        }
    }

    internal decimal? Number(string name)
    {
        var value = Value(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)) return number;
        if (value.ValueKind == JsonValueKind.String && decimal.TryParse(value.GetString(), NumberStyles.Number,
            CultureInfo.InvariantCulture, out number)) return number;
        Misread ??= name;
        return null;
    }

    internal long? Whole(string name)
    {
        var number = Number(name);
        if (number is null) return null;
        if (decimal.Truncate(number.Value) == number && Math.Abs(number.Value) < long.MaxValue) return (long)number;
        Misread ??= name;
        return null;
    }

    /// <summary>A calendar date, or the date part of a moment as it was written.</summary>
    internal DateOnly? Date(string name)
    {
        var text = Text(name);
        if (text is null) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return DateOnly.FromDateTime(at.DateTime);
        Misread ??= name;
        return null;
    }

    internal IReadOnlyList<BodyRow> Rows(string name, IReadOnlyList<string> innerNames)
    {
        var value = Value(name);
        if (value.ValueKind != JsonValueKind.Array) return [];
        return value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object)
            .Select(e => new BodyRow(e, innerNames)).ToList();
    }

    private JsonElement Value(string name)
    {
        if (!readable.Contains(name, StringComparer.Ordinal))
            throw new InvalidOperationException($"The route reads {name} but does not say so.");
        if (element.TryGetProperty(name, out var exact)) return exact;
        foreach (var property in element.EnumerateObject())
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return property.Value;
        return default;
    }

    private string? Wrong(string name)
    {
        Misread ??= name;
        return null;
    }
}
