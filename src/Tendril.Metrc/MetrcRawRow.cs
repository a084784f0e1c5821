using System.Text;
using System.Text.Json;
using Tendril.Metrc.Wire;

namespace Tendril.Metrc;

/// <summary>
/// A row of a list as the bytes that came, unread but for its key. For those who keep rows as they are, skip the ones
/// they have seen, and want one unreadable row to cost one row and not its page.
/// </summary>
/// <param name="Key">The text of the row's key (its Id), or null when the row has none.</param>
/// <param name="Json">The row: valid JSON in UTF-8, of any shape.</param>
public sealed record MetrcRawRow(string? Key, ReadOnlyMemory<byte> Json)
{
    /// <summary>Tells rows apart: by key, or where there is none by their text.</summary>
    public object Identity => Key ?? Encoding.UTF8.GetString(Json.Span);

    /// <summary>Reads the row as one of the wire types.</summary>
    /// <exception cref="JsonException">A field is missing or of another type; the message names it.</exception>
    public T Read<T>()
        where T : class => ReadAnswer.One<T>(Json);
}

/// <summary>Cuts a page into its rows in one pass, without building objects.</summary>
internal static class RawPage
{
    public static MetrcPaged<MetrcRawRow> Read(ReadOnlyMemory<byte> text, string keyName)
    {
        var reader = new Utf8JsonReader(text.Span);
        reader.Read();
        var page = reader.TokenType switch
        {
            JsonTokenType.StartArray => new MetrcPaged<MetrcRawRow> { Data = Rows(ref reader, text, keyName) },
            JsonTokenType.StartObject => Frame(ref reader, text, keyName),
            _ => throw new JsonException("expected a page or an array"),
        };
        return reader.Read() ? throw new JsonException("something follows the page") : page;
    }

    private static MetrcPaged<MetrcRawRow> Frame(ref Utf8JsonReader reader, ReadOnlyMemory<byte> text, string keyName)
    {
        var page = new MetrcPaged<MetrcRawRow> { Data = [] };
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (Is(name, "Data") && reader.TokenType == JsonTokenType.StartArray)
                (page, found) = (page with { Data = Rows(ref reader, text, keyName) }, true);
            else if (reader.TokenType == JsonTokenType.Number)
                page = Counted(page, name, reader.TryGetInt32(out var number) ? number : throw Odd(name));
            else reader.Skip();
        }
        return found ? page : throw new JsonException("expected Data with the rows of the page");
    }

    private static MetrcPaged<MetrcRawRow> Counted(MetrcPaged<MetrcRawRow> page, string name, int number) =>
        Is(name, "TotalRecords") ? page with { TotalRecords = number }
        : Is(name, "TotalPages") ? page with { TotalPages = number }
        : Is(name, "PageSize") ? page with { PageSize = number }
        : Is(name, "Total") ? page with { Total = number }
        : page;

    private static List<MetrcRawRow> Rows(ref Utf8JsonReader reader, ReadOnlyMemory<byte> text, string keyName)
    {
        List<MetrcRawRow> rows = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var key = reader.TokenType == JsonTokenType.StartObject ? KeyOf(ref reader, keyName) : null;
            if (reader.TokenType == JsonTokenType.StartArray) reader.Skip();
            rows.Add(new MetrcRawRow(key, text[start..(int)reader.BytesConsumed]));
        }
        return rows;
    }

    /// <summary>Walks over an object to its end and picks up its key on the way.</summary>
    private static string? KeyOf(ref Utf8JsonReader reader, string keyName)
    {
        string? key = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKey = reader.ValueSpan.Length == keyName.Length && Is(reader.GetString()!, keyName);
            reader.Read();
            if (isKey && reader.TokenType == JsonTokenType.Number) key = Encoding.UTF8.GetString(reader.ValueSpan);
            else if (isKey && reader.TokenType == JsonTokenType.String) key = reader.GetString();
            else reader.Skip();
        }
        return key;
    }

    private static bool Is(string name, string wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static JsonException Odd(string name) => new($"{name} is not a whole number");
}
