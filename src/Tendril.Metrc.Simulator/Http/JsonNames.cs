using System.Globalization;
using System.Text.Json;

namespace Tendril.Metrc.Simulator.Http;

/// <summary>Short words for writing Metrc's long rows.</summary>
internal static class JsonNames
{
    internal static void Nulls(this Utf8JsonWriter w, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) w.WriteNull(name);
    }

    internal static void Falses(this Utf8JsonWriter w, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) w.WriteBoolean(name, false);
    }

    internal static void EmptyArrays(this Utf8JsonWriter w, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            w.WriteStartArray(name);
            w.WriteEndArray();
        }
    }

    internal static void Number(this Utf8JsonWriter w, string name, decimal? value)
    {
        if (value is { } number) w.WriteNumber(name, number);
        else w.WriteNull(name);
    }

    internal static void Whole(this Utf8JsonWriter w, string name, long? value)
    {
        if (value is { } number) w.WriteNumber(name, number);
        else w.WriteNull(name);
    }

    internal static void Day(this Utf8JsonWriter w, string name, DateOnly? value) =>
        w.WriteString(name, value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>A moment with six decimals and its offset, as the live API prints it.</summary>
    internal static void Moment(this Utf8JsonWriter w, string name, DateTimeOffset? value) =>
        w.WriteString(name, value?.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture));

    /// <summary>Enums go out as words; as numbers where the printed examples are imitated.</summary>
    internal static void Word(this Utf8JsonWriter w, string name, string value, Call call, int number = 0)
    {
        if (call.Options.EnumsAsNumbers) w.WriteNumber(name, number);
        else w.WriteString(name, value);
    }
}
