using System.Buffers.Binary;

namespace Tendril.Sync.Postgres;

/// <summary>
/// Cuts what <c>COPY … TO STDOUT (FORMAT binary)</c> sends into rows: a count of fields, then each with its length.
/// Rows are handed over as they lie in the buffer; nothing of them becomes an object.
/// </summary>
internal sealed class CopyReader(Stream stream)
{
    // Signature of 11 bytes, flags, and the length of an extension, which no server sends yet.
    private const int SignatureSize = 19;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _begun;

    /// <summary>The next row, valid until the next call; empty at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancel)
    {
        while (!_begun)
        {
            if (_end - _start >= SignatureSize + Extension())
            {
                _start += SignatureSize + Extension();
                _begun = true;
            }
            else await FillAsync(cancel);
        }
        while (true)
        {
            if (RowSize(_buffer.AsSpan(_start, _end - _start)) is not { } size) await FillAsync(cancel);
            else
            {
                var row = _buffer.AsMemory(_start, size);
                _start += size;
                return row;
            }
        }
    }

    private int Extension() =>
        _end - _start < SignatureSize ? 0 : BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start + 15));

    /// <summary>How long the row is; null while it has not come in full, 0 for the mark at the end.</summary>
    private static int? RowSize(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2) return null;
        var fields = BinaryPrimitives.ReadInt16BigEndian(bytes);
        if (fields < 0) return 0;
        var size = 2;
        for (var field = 0; field < fields; field++)
        {
            if (bytes.Length < size + 4) return null;
            size += 4 + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(bytes[size..]));
        }
        return bytes.Length < size ? null : size;
    }

    private async ValueTask FillAsync(CancellationToken cancel)
    {
        if (_start == _end) (_start, _end) = (0, 0);
        else if (_buffer.Length - _end < _buffer.Length / 4) MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancel);
        if (read == 0) throw new EndOfStreamException("The database ended its answer in the middle of a row");
        _end += read;
    }

    private void MakeRoom()
    {
        var length = _end - _start;
        var next = length > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        Buffer.BlockCopy(_buffer, _start, next, 0, length);
        (_buffer, _start, _end) = (next, 0, length);
    }
}
