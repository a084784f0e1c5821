using System.Security.Cryptography;
using System.Text;

namespace Tendril.Server.Platform;

/// <summary>
/// AES-256-GCM with a key per tenant and purpose, both also bound as associated data, so that a sealed value moved to
/// another tenant's row does not open. Layout: version 1, nonce 12, tag 16, cipher text.
/// </summary>
public sealed class Seal(MasterKey master)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public byte[] Close(Guid organizationId, string purpose, string secret)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var box = new byte[1 + NonceLength + TagLength + plain.Length];
        box[0] = 1;
        RandomNumberGenerator.Fill(box.AsSpan(1, NonceLength));
        using var cipher = new AesGcm(Key(organizationId, purpose), TagLength);
        cipher.Encrypt(Nonce(box), plain, Cipher(box), Tag(box), Bound(organizationId, purpose));
        return box;
    }

    /// <exception cref="CryptographicException">The value was changed, moved, or sealed with another master
    /// key.</exception>
    public string Open(Guid organizationId, string purpose, byte[] box)
    {
        if (box.Length < 1 + NonceLength + TagLength || box[0] != 1)
            throw new CryptographicException("This is not a sealed value.");
        var plain = new byte[box.Length - 1 - NonceLength - TagLength];
        using var cipher = new AesGcm(Key(organizationId, purpose), TagLength);
        cipher.Decrypt(Nonce(box), Cipher(box), Tag(box), plain, Bound(organizationId, purpose));
        return Encoding.UTF8.GetString(plain);
    }

    private byte[] Key(Guid organizationId, string purpose) => master.Derive($"seal:{organizationId}:{purpose}");

    private static byte[] Bound(Guid organizationId, string purpose) =>
        Encoding.UTF8.GetBytes($"{organizationId}:{purpose}");

    private static Span<byte> Nonce(byte[] box) => box.AsSpan(1, NonceLength);

    private static Span<byte> Tag(byte[] box) => box.AsSpan(1 + NonceLength, TagLength);

    private static Span<byte> Cipher(byte[] box) => box.AsSpan(1 + NonceLength + TagLength);
}
