using System.Security.Cryptography;
using System.Text;

namespace Tendril.Sync.Steps;

/// <summary>
/// Ids that follow from what a row stands for (UUID version 5), so that two devices that make the same thing make one
/// row.
/// </summary>
public static class NamedId
{
    public static Guid Of(Guid space, string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        var bytes = new byte[16 + text.Length];
        space.TryWriteBytes(bytes, bigEndian: true, out _);
        text.CopyTo(bytes, 16);
#pragma warning disable CA5350 // The standard of these ids says SHA-1; they keep no secret.
        var hash = SHA1.HashData(bytes).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
