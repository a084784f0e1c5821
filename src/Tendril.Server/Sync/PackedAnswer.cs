using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace Tendril.Server.Sync;

/// <summary>
/// The body of an answer to a device, packed as the device asked, at the cheapest level of brotli, which is measured to
/// be the best bargain. Nothing is sent before the first byte, so that a refusal can still be answered instead.
/// </summary>
internal sealed class PackedAnswer(HttpContext http, string contentType) : Stream
{
    private Stream? _packed;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        (_packed ??= Begin()).WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Sends what is still held back; belongs after the last byte, and only there.</summary>
    public async Task EndAsync()
    {
        if (_packed is not null && _packed != http.Response.Body) await _packed.DisposeAsync();
    }

    private Stream Begin()
    {
        var response = http.Response;
        response.ContentType = contentType;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        var accepted = http.Request.GetTypedHeaders().AcceptEncoding
            .Where(one => one.Quality is not 0).Select(one => one.Value.Value).ToList();
        if (accepted.Contains("br", StringComparer.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "br";
            return new BrotliStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        }
        if (!accepted.Contains("gzip", StringComparer.OrdinalIgnoreCase)) return response.Body;
        response.Headers.ContentEncoding = "gzip";
        return new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
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

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _packed?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Answers are written asynchronously.");
}
