using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Postgres;

/// <summary>
/// Writes a row of <see cref="CopyReader"/> as the same JSON that <see cref="FrameWriter.WriteRow"/> makes of it: an
/// array of id, revision and the fields. Decimals come as texts without trailing zeros.
/// </summary>
internal static class CopiedRow
{
    private const long EpochTicks = 630_822_816_000_000_000; // 2000-01-01, from where the database counts
    private const int EpochDay = 730_119;
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32)
        .Select(code => (byte)code), (byte)'"', (byte)'\\']);

    /// <param name="row">Id, revision and the fields.</param>
    /// <param name="table">Says what the fields hold.</param>
    /// <param name="line">Gets the array.</param>
    /// <returns>The row's id.</returns>
    public static Guid Write(ReadOnlySpan<byte> row, SyncTable table, ArrayBufferWriter<byte> line)
    {
        var at = 2;
        var id = new Guid(Next(row, ref at), bigEndian: true);
        line.Write("[\""u8);
        WriteId(line, id);
        line.Write("\","u8);
        WriteWhole(line, BinaryPrimitives.ReadInt64BigEndian(Next(row, ref at)));
        foreach (var field in table.Fields)
        {
            line.Write(","u8);
            if (BinaryPrimitives.ReadInt32BigEndian(row[at..]) < 0)
            {
                at += 4;
                line.Write("null"u8);
            }
            else Write(line, field.Kind, Next(row, ref at));
        }
        line.Write("]"u8);
        return id;
    }

    private static ReadOnlySpan<byte> Next(ReadOnlySpan<byte> row, ref int at)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(row[at..]);
        var value = row.Slice(at + 4, length);
        at += 4 + length;
        return value;
    }

    private static void Write(ArrayBufferWriter<byte> line, FieldKind kind, ReadOnlySpan<byte> value)
    {
        switch (kind)
        {
            case FieldKind.WholeNumber:
                WriteWhole(line, value.Length == 4 ? BinaryPrimitives.ReadInt32BigEndian(value)
                    : BinaryPrimitives.ReadInt64BigEndian(value));
                break;
            case FieldKind.Boolean: line.Write(value[0] == 0 ? "false"u8 : "true"u8); break;
            // The database puts a version before the JSON of a set.
            case FieldKind.TextSet:
                line.Write(Encoding.UTF8.GetBytes(FieldText.Of(JsonSerializer.Deserialize<string[]>(value[1..])!)));
                break;
            default:
                line.Write("\""u8);
                WriteInside(line, kind, value);
                line.Write("\""u8);
                break;
        }
    }

    private static void WriteInside(ArrayBufferWriter<byte> line, FieldKind kind, ReadOnlySpan<byte> value)
    {
        switch (kind)
        {
            case FieldKind.Uuid: WriteId(line, new Guid(value, bigEndian: true)); break;
            case FieldKind.Moment: WriteMoment(line, BinaryPrimitives.ReadInt64BigEndian(value)); break;
            case FieldKind.Date:
                var day = DateOnly.FromDayNumber(EpochDay + BinaryPrimitives.ReadInt32BigEndian(value));
                WriteDate(line.GetSpan(10), day.Year, day.Month, day.Day);
                line.Advance(10);
                break;
            default: WriteText(line, value); break;
        }
    }

    private static void WriteId(ArrayBufferWriter<byte> line, Guid id)
    {
        id.TryFormat(line.GetSpan(36), out var written);
        line.Advance(written);
    }

    private static void WriteWhole(ArrayBufferWriter<byte> line, long number)
    {
        Utf8Formatter.TryFormat(number, line.GetSpan(20), out var written);
        line.Advance(written);
    }

    private static void WriteText(ArrayBufferWriter<byte> line, ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny(Escaped) is >= 0 and var found)
        {
            line.Write(text[..found]);
            line.Write(Encoding.ASCII.GetBytes($"\\u{text[found]:x4}"));
            text = text[(found + 1)..];
        }
        line.Write(text);
    }

    // The database's microseconds are cut to milliseconds, as everywhere.
    private static void WriteMoment(ArrayBufferWriter<byte> line, long microseconds)
    {
        var moment = new DateTime(EpochTicks + microseconds * 10);
        var (year, month, day) = moment;
        var text = line.GetSpan(24);
        WriteDate(text, year, month, day);
        text[10] = (byte)'T';
        WriteTwo(text[11..], moment.Hour);
        text[13] = (byte)':';
        WriteTwo(text[14..], moment.Minute);
        text[16] = (byte)':';
        WriteTwo(text[17..], moment.Second);
        text[19] = (byte)'.';
        text[20] = (byte)('0' + moment.Millisecond / 100);
        WriteTwo(text[21..], moment.Millisecond % 100);
        text[23] = (byte)'Z';
        line.Advance(24);
    }

    private static void WriteDate(Span<byte> text, int year, int month, int day)
    {
        WriteTwo(text, year / 100);
        WriteTwo(text[2..], year % 100);
        text[4] = text[7] = (byte)'-';
        WriteTwo(text[5..], month);
        WriteTwo(text[8..], day);
    }

    private static void WriteTwo(Span<byte> text, int number)
    {
        text[0] = (byte)('0' + number / 10);
        text[1] = (byte)('0' + number % 10);
    }
}
