using System.Security.Cryptography;
using System.Text;

namespace Tendril.Server.Platform;

/// <summary>
/// The installation's one key: it seals the keys that seal secrets, and is never stored in the database.
/// </summary>
public sealed class MasterKey
{
    private const int Length = 32;
    private readonly byte[] _key;

    private MasterKey(byte[] key) => _key = key;

    /// <summary>From 32 bytes in base64, as in the environment or the key file.</summary>
    public static MasterKey Parse(string base64)
    {
        var key = new byte[Length];
        return Convert.TryFromBase64String(base64.Trim(), key, out var written) && written == Length
            ? new MasterKey(key)
            : throw new InvalidOperationException(
                "The master key must be 32 bytes in base64. Restore the right one from your backup.");
    }

    /// <summary>A fresh key as text.</summary>
    public static string Create() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length));

    /// <summary>A key for one purpose, derived so that one leak does not open the rest.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Length, info: Encoding.UTF8.GetBytes("tendril:" + purpose));
}
