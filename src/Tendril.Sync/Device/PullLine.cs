using System.Text;
using System.Text.Json;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Device;

/// <summary>A row as it came: canonical texts in the order of the declared fields.</summary>
public sealed record PulledRow(Guid Id, long Revision, string?[] Values);

/// <summary>Rows of one table, with the cursor behind them where the download can go on from here.</summary>
public sealed record PullFrame(SyncTable Table)
{
    public IReadOnlyList<PulledRow> Rows { get; init; } = [];

    public IReadOnlyList<Guid> Deleted { get; init; } = [];

    public string? Cursor { get; init; }
}

/// <summary>The last line: without it an answer is not whole.</summary>
/// <param name="Cursor">How far the device has come with it.</param>
/// <param name="Digests">What the server counts per table; empty where it does not say.</param>
internal sealed record PullEnd(string Cursor, IReadOnlyList<(string Table, long Rows, long Sum)> Digests);

/// <summary>
/// The first line: which fields stand where in the rows. Fields and tables that this device does not know are passed
/// over; fields that the server does not send are empty.
/// </summary>
internal sealed class PullHeader
{
    private const int Unknown = -1, Id = -2, Revision = -3;
    private readonly Dictionary<string, (SyncTable Table, int[] Places)> _layouts = new(StringComparer.Ordinal);

    /// <exception cref="SyncTransportException">The server speaks another version.</exception>
    public PullHeader(JsonElement line, SyncTables tables)
    {
        if (line.GetProperty("protocol").GetInt32() != 1)
            throw new SyncTransportException(SyncErrorClass.SchemaMismatch, "The server speaks another version");
        First = line.GetProperty("first").GetBoolean();
        if (line.TryGetProperty("off", out var off)) Off = [.. off.EnumerateArray().Select(name => name.GetString()!)];
        foreach (var table in line.GetProperty("tables").EnumerateArray())
            if (tables.Find(table.GetProperty("name").GetString()!) is { } known)
                _layouts[known.Name] = (known, [.. table.GetProperty("fields").EnumerateArray()
                    .Select(field => Place(known, field.GetString()!))]);
    }

    /// <summary>True when rows come from the beginning, each frame with a cursor of its own.</summary>
    public bool First { get; }

    /// <summary>Tables that are switched off for now: their rows and what is unsent of them stay.</summary>
    public IReadOnlyList<string> Off { get; } = [];

    /// <summary>Reads one frame.</summary>
    /// <returns>Null when this device does not know the table.</returns>
    public PullFrame? ReadFrame(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        (SyncTable Table, int[] Places)? layout = null;
        List<PulledRow> rows = [];
        List<Guid> deleted = [];
        string? cursor = null;
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            if (name == "table") layout = _layouts.TryGetValue(json.GetString()!, out var known) ? known : null;
            else if (name is "created" or "updated" && layout is { } here) ReadRows(ref json, here, rows);
            else if (name == "deleted")
                while (json.Read() && json.TokenType == JsonTokenType.String) deleted.Add(json.GetGuid());
            else if (name == "cursor") cursor = json.GetString();
            else json.Skip();
        }
        return layout is null ? null
            : new PullFrame(layout.Value.Table) { Rows = rows, Deleted = deleted, Cursor = cursor };
    }

    public static PullEnd ReadEnd(JsonElement line) => new(line.GetProperty("cursor").GetString()!,
        line.TryGetProperty("digests", out var digests)
            ? [.. digests.EnumerateArray().Select(one => (one.GetProperty("table").GetString()!,
                one.GetProperty("rows").GetInt64(), one.GetProperty("sum").GetInt64()))]
            : []);

    private static int Place(SyncTable table, string field) => field switch
    {
        "id" => Id,
        "revision" => Revision,
        _ => table.PositionOf(field) is >= 0 and var position ? position : Unknown,
    };

    private static void ReadRows(ref Utf8JsonReader json, (SyncTable Table, int[] Places) layout, List<PulledRow> rows)
    {
        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            var values = new string?[layout.Table.Fields.Count];
            var (id, revision) = (Guid.Empty, 0L);
            foreach (var place in layout.Places)
            {
                json.Read();
                if (place == Id) id = json.GetGuid();
                else if (place == Revision) revision = json.GetInt64();
                else if (place == Unknown) json.Skip();
                else values[place] = ReadValue(ref json);
            }
            json.Read();
            rows.Add(new PulledRow(id, revision, values));
        }
    }

    private static string? ReadValue(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null: return null;
            case JsonTokenType.String: return json.GetString();
            case JsonTokenType.StartArray:
                List<string> entries = [];
                while (json.Read() && json.TokenType == JsonTokenType.String) entries.Add(json.GetString()!);
                return FieldText.Of(entries);
            default: return Encoding.UTF8.GetString(json.ValueSpan);
        }
    }
}
