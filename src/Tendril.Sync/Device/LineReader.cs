namespace Tendril.Sync.Device;

/// <summary>Cuts a stream into lines. A last line without its end does not count: the stream broke off in it.</summary>
internal sealed class LineReader(Stream stream)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>The next line without its end; valid until the next call.</summary>
    /// <returns>Null when the stream has ended.</returns>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancel)
    {
        var searched = 0;
        while (true)
        {
            var line = _buffer.AsMemory(_start, _end - _start);
            if (line.Span[searched..].IndexOf((byte)'\n') is >= 0 and var found)
            {
                _start += searched + found + 1;
                return line[..(searched + found)];
            }
            searched = line.Length;
            MakeRoom();
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancel);
            if (read == 0) return null;
            _end += read;
        }
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length) return;
        var length = _end - _start;
        var next = length > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        Buffer.BlockCopy(_buffer, _start, next, 0, length);
        (_buffer, _start, _end) = (next, 0, length);
    }
}
