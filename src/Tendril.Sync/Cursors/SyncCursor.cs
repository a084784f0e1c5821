using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Tendril.Sync.Cursors;

/// <summary>
/// How far a device has come. Opaque to the device: sealed with the server's key, so that a forged one, or one of
/// another organisation, is not believed.
/// </summary>
/// <param name="OrganizationId">Whose books.</param>
/// <param name="Epoch">Changes when a backup is restored: older cursors then speak of another history.</param>
/// <param name="Revision">Everything up to here is on the device, but for the tables of a first download that is under
/// way.</param>
/// <param name="ScopeVersion">A digest of what the caller could see; changes with sites and permissions.</param>
/// <param name="TablesVersion">A digest of the tables and versions that the device holds.</param>
public sealed record SyncCursor(Guid OrganizationId, long Epoch, long Revision, long ScopeVersion, long TablesVersion)
{
    private const int Size = 16 + 8 + 8 + 8 + 8 + 1 + 16 + 8 + 8;
    private const int SealSize = 16;

    /// <summary>
    /// During a first download: the position in the order of tables of the one that is under way. Null otherwise.
    /// </summary>
    public byte? Table { get; init; }

    /// <summary>During a first download: the last row that was sent of that table.</summary>
    public Guid After { get; init; }

    /// <summary>The tables that were switched off, a bit for each position in the order of tables.</summary>
    public long Paused { get; init; }

    /// <summary>Of those tables the device knows what was written up to here.</summary>
    public long PausedAt { get; init; }

    /// <summary>The cursor as the device keeps it: 136 characters that may stand in an address.</summary>
    public string Seal(ReadOnlySpan<byte> key)
    {
        Span<byte> bytes = stackalloc byte[Size + SealSize];
        OrganizationId.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], Epoch);
        BinaryPrimitives.WriteInt64BigEndian(bytes[24..], Revision);
        BinaryPrimitives.WriteInt64BigEndian(bytes[32..], ScopeVersion);
        BinaryPrimitives.WriteInt64BigEndian(bytes[40..], TablesVersion);
        bytes[48] = Table ?? byte.MaxValue;
        After.TryWriteBytes(bytes[49..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[65..], Paused);
        BinaryPrimitives.WriteInt64BigEndian(bytes[73..], PausedAt);
        Span<byte> seal = stackalloc byte[32];
        HMACSHA256.HashData(key, bytes[..Size], seal);
        seal[..SealSize].CopyTo(bytes[Size..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Opens a cursor.</summary>
    /// <returns>Null when it was not sealed with this key.</returns>
    public static SyncCursor? Open(string? text, ReadOnlySpan<byte> key)
    {
        Span<byte> bytes = stackalloc byte[Size + SealSize];
        if (text is null || text.Length != Base64Url.GetEncodedLength(Size + SealSize)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var length) || length != bytes.Length) return null;
        Span<byte> seal = stackalloc byte[32];
        HMACSHA256.HashData(key, bytes[..Size], seal);
        if (!CryptographicOperations.FixedTimeEquals(seal[..SealSize], bytes[Size..])) return null;
        return new SyncCursor(
            new Guid(bytes[..16], bigEndian: true),
            BinaryPrimitives.ReadInt64BigEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[32..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[40..]))
        {
            Table = bytes[48] == byte.MaxValue ? null : bytes[48],
            After = new Guid(bytes.Slice(49, 16), bigEndian: true),
            Paused = BinaryPrimitives.ReadInt64BigEndian(bytes[65..]),
            PausedAt = BinaryPrimitives.ReadInt64BigEndian(bytes[73..]),
        };
    }
}
