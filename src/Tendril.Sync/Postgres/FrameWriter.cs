using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Postgres;

/// <summary>
/// Writes the lines of a pull: one JSON object each. Rows are positional arrays, written from the database's reader
/// or copy straight to the line; nothing is kept of them.
/// </summary>
internal sealed class FrameWriter(Stream output) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _line = new(1 << 16);
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    });

    /// <summary>The line under way.</summary>
    public Utf8JsonWriter Json => _json;

    /// <summary>Begins a line.</summary>
    public Utf8JsonWriter Begin()
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        return _json;
    }

    public async Task EndAsync(CancellationToken cancel)
    {
        _json.WriteEndObject();
        _json.Flush();
        _line.GetSpan(1)[0] = (byte)'\n';
        _line.Advance(1);
        await output.WriteAsync(_line.WrittenMemory, cancel);
    }

    /// <summary>One row of a copy.</summary>
    /// <param name="row">As the database sent it.</param>
    /// <param name="table">What the row holds.</param>
    /// <param name="first">True for the first of its list.</param>
    /// <returns>The row's id.</returns>
    public Guid CopyRow(ReadOnlySpan<byte> row, SyncTable table, bool first)
    {
        // What the writer still holds comes before; of what goes past it it must not know.
        if (first) _json.Flush();
        else _line.Write(","u8);
        return CopiedRow.Write(row, table, _line);
    }

    /// <summary>One row: id, revision, then the fields.</summary>
    public void WriteRow(NpgsqlDataReader reader, SyncTable table)
    {
        _json.WriteStartArray();
        _json.WriteStringValue(reader.GetGuid(0));
        _json.WriteNumberValue(reader.GetInt64(1));
        for (var i = 0; i < table.Fields.Count; i++) Write(reader, i + 2, table.Fields[i].Kind);
        _json.WriteEndArray();
    }

    private void Write(NpgsqlDataReader reader, int column, FieldKind kind)
    {
        if (reader.IsDBNull(column))
        {
            _json.WriteNullValue();
            return;
        }
        switch (kind)
        {
            case FieldKind.Text: _json.WriteStringValue(reader.GetString(column)); break;
            case FieldKind.Uuid: _json.WriteStringValue(reader.GetGuid(column)); break;
            case FieldKind.Boolean: _json.WriteBooleanValue(reader.GetBoolean(column)); break;
            case FieldKind.DecimalNumber: WriteDecimal(reader.GetDecimal(column)); break;
            case FieldKind.Moment: WriteMoment(reader.GetDateTime(column)); break;
            default: FieldText.Write(_json, kind, RowReader.Value(reader, column, kind)); break;
        }
    }

    private void WriteDecimal(decimal value)
    {
        Span<char> text = stackalloc char[40];
        var plain = value / 1.0000000000000000000000000000m;
        if (plain == 0) _json.WriteStringValue("0");
        else if (plain.TryFormat(text, out var length, default, CultureInfo.InvariantCulture))
            _json.WriteStringValue(text[..length]);
    }

    private void WriteMoment(DateTime value)
    {
        Span<char> text = stackalloc char[24];
        value.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        _json.WriteStringValue(text[..length]);
    }

    public void Dispose() => _json.Dispose();
}
