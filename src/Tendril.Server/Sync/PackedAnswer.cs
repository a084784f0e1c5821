using System.Buffers;
using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace Tendril.Server.Sync;

/// <summary>
/// The body of an answer to a device, packed as the device asked. Nothing is sent before the first byte, so that a
/// refusal can still be answered instead. A small answer is kept until it is whole and packed well; of a large one each
/// part is packed at a cheap level of brotli, while the next is made.
/// </summary>
internal sealed class PackedAnswer(HttpContext http, string contentType) : Stream
{
    /// <summary>Answers up to here are packed in one piece.</summary>
    private const int Small = 65_536;

    private readonly ArrayBufferWriter<byte> _held = new();
    private readonly ArrayBufferWriter<byte> _under = new();
    private Stream? _packed;
    private Task _packing = Task.CompletedTask;

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_packed is null && _held.WrittenCount + buffer.Length <= Small)
        {
            _held.Write(buffer.Span);
            return;
        }
        await _packing;
        _under.ResetWrittenCount();
        if (_packed is null)
        {
            _packed = Begin(CompressionLevel.Fastest);
            _under.Write(_held.WrittenSpan);
        }
        // The caller uses its buffer again for what comes next.
        _under.Write(buffer.Span);
        _packing = PackAsync(_packed, _under.WrittenMemory, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Sends what is still held back; belongs after the last byte, and only there.</summary>
    public async Task EndAsync()
    {
        await _packing;
        if (_packed is null)
        {
            _packed = Begin(CompressionLevel.SmallestSize);
            await _packed.WriteAsync(_held.WrittenMemory, http.RequestAborted);
        }
        if (_packed != http.Response.Body) await _packed.DisposeAsync();
    }

    private static async Task PackAsync(Stream packed, ReadOnlyMemory<byte> part, CancellationToken cancel)
    {
        await Task.Yield();
        await packed.WriteAsync(part, cancel);
    }

    private Stream Begin(CompressionLevel level)
    {
        var response = http.Response;
        response.ContentType = contentType;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        var accepted = http.Request.GetTypedHeaders().AcceptEncoding
            .Where(one => one.Quality is not 0).Select(one => one.Value.Value).ToList();
        if (accepted.Contains("br", StringComparer.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "br";
            return new BrotliStream(response.Body, Brotli(level), leaveOpen: true);
        }
        if (!accepted.Contains("gzip", StringComparer.OrdinalIgnoreCase)) return response.Body;
        response.Headers.ContentEncoding = "gzip";
        return new GZipStream(response.Body, level, leaveOpen: true);
    }

    // Measured with 100,000 harvests: level 1 takes half the time of 2 for 6 % more bytes, 4 three times for 10 % less.
    private BrotliCompressionOptions Brotli(CompressionLevel level) => new()
    {
        Quality = level == CompressionLevel.Fastest ? 2 : _held.WrittenCount < 16_384 ? 9 : 6,
    };

    /// <summary>Ends the packing of a part that is under way when the answer is given up.</summary>
    public override async ValueTask DisposeAsync()
    {
        // Why it was given up is known to who gave it up; a device that went away is no news.
        await _packing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.DisposeAsync();
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => throw new NotSupportedException("Answers are written asynchronously.");

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Answers are written asynchronously.");
}
