using System.Security.Cryptography;
using Tendril.Server.Platform.Hosting;

namespace Tendril.Server.Platform.Backup;

/// <summary>Opens what <see cref="SealingStream"/> wrote.</summary>
internal static class SealedReader
{
    public static bool IsSealed(string file)
    {
        using var stream = File.OpenRead(file);
        var head = new byte[SealedFormat.Magic.Length];
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
            && SealedFormat.Magic.SequenceEqual(head);
    }

    /// <summary>Writes the plain archive to a private file.</summary>
    /// <exception cref="OperatorException">Wrong passphrase, or the file was changed or cut short.</exception>
    public static async Task OpenAsync(string file, string passphrase, Stream target, CancellationToken cancel)
    {
        await using var source = File.OpenRead(file);
        source.Seek(SealedFormat.Magic.Length, SeekOrigin.Begin);
        var salt = new byte[SealedFormat.SaltLength];
        if (await source.ReadAtLeastAsync(salt, salt.Length, throwOnEndOfStream: false, cancel) < salt.Length)
            throw new OperatorException($"{file} was cut short. Use another backup.");
        using var cipher = SealedFormat.Cipher(passphrase, salt);
        var piece = new byte[SealedFormat.PieceLength + SealedFormat.TagLength];
        for (long number = 0; ; number++)
        {
            var length = await source.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancel);
            var last = source.Position == source.Length;
            await target.WriteAsync(Open(cipher, piece.AsSpan(0, length), number, last, file), cancel);
            if (last) return;
        }
    }

    private static byte[] Open(AesGcm cipher, ReadOnlySpan<byte> piece, long number, bool last, string file)
    {
        try
        {
            var plain = new byte[piece.Length - SealedFormat.TagLength];
            cipher.Decrypt(
                SealedFormat.Nonce(number), piece[..plain.Length], piece[plain.Length..], plain,
                SealedFormat.Bound(last));
            return plain;
        }
        catch (Exception error) when (error is CryptographicException or OverflowException)
        {
            throw new OperatorException(
                number == 0
                    ? $"{file} does not open with this passphrase, or its beginning was changed."
                    : $"{file} was changed or cut short after {number * SealedFormat.PieceLength:N0} bytes. Use "
                        + "another backup.",
                error);
        }
    }
}
