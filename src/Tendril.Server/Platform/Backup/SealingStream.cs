using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tendril.Server.Platform.Backup;

/// <summary>
/// The encrypted form of a backup: a mark, a salt, then pieces of 64 KiB, each sealed with AES-256-GCM under a key from
/// the passphrase (PBKDF2-SHA256, 600,000 rounds). The number of a piece is its nonce and the last piece says so, so
/// that pieces cannot be dropped, swapped or cut off unnoticed.
/// </summary>
internal static class SealedFormat
{
    public const int PieceLength = 64 * 1024;
    public const int TagLength = 16;
    public const int SaltLength = 16;
    private const int Rounds = 600_000;

    public static ReadOnlySpan<byte> Magic => "TENDRIL SEALED BACKUP 1\n"u8;

    public static AesGcm Cipher(string passphrase, ReadOnlySpan<byte> salt) => new(
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase), salt, Rounds, HashAlgorithmName.SHA256, 32),
        TagLength);

    public static byte[] Nonce(long number)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(4), number);
        return nonce;
    }

    public static byte[] Bound(bool last) => [last ? (byte)1 : (byte)0];
}

/// <summary>Encrypts what is written to it. <see cref="FinishAsync"/> writes the last piece.</summary>
internal sealed class SealingStream : Stream
{
    private readonly Stream target;
    private readonly AesGcm cipher;
    private readonly byte[] piece = new byte[SealedFormat.PieceLength];
    private int filled;
    private long number;

    public SealingStream(Stream target, string passphrase)
    {
        this.target = target;
        var salt = RandomNumberGenerator.GetBytes(SealedFormat.SaltLength);
        cipher = SealedFormat.Cipher(passphrase, salt);
        target.Write(SealedFormat.Magic);
        target.Write(salt);
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

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (filled == piece.Length) WritePiece(last: false);
            var taken = Math.Min(buffer.Length, piece.Length - filled);
            buffer[..taken].CopyTo(piece.AsSpan(filled));
            filled += taken;
            buffer = buffer[taken..];
        }
    }

    public async Task FinishAsync(CancellationToken cancel)
    {
        WritePiece(last: true);
        await target.FlushAsync(cancel);
    }

    public override void Flush()
    {
        // A piece is written when it is full; a flush in between must not cut it short.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) cipher.Dispose();
        base.Dispose(disposing);
    }

    private void WritePiece(bool last)
    {
        var sealedPiece = new byte[filled];
        var tag = new byte[SealedFormat.TagLength];
        cipher.Encrypt(SealedFormat.Nonce(number++), piece.AsSpan(0, filled), sealedPiece, tag,
            SealedFormat.Bound(last));
        target.Write(sealedPiece);
        target.Write(tag);
        filled = 0;
    }
}
