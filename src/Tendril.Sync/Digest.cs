using System.Buffers.Binary;

namespace Tendril.Sync;

/// <summary>
/// What both sides count to see that they hold the same rows: how many, and a sum over ids and revisions that does not
/// depend on their order.
/// </summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public struct Digest : IEquatable<Digest>
{
    /// <summary>How many rows.</summary>
    public long Rows { get; private set; }

    /// <summary>
    /// The sum of a 32-bit mix of each row's id and revision; exact in a browser up to two million rows.
    /// </summary>
    public long Sum { get; private set; }

    public void Add(Guid id, long revision)
    {
        Rows++;
        Sum += Mix(id, revision);
    }

    public void Remove(Guid id, long revision)
    {
        Rows--;
        Sum -= Mix(id, revision);
    }

    /// <summary>The last four bytes of the id and the low half of the revision, spread over 32 bits.</summary>
    public static uint Mix(Guid id, long revision)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return unchecked((BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) ^ (uint)revision) * 2_654_435_761u);
    }

    public readonly bool Equals(Digest other) => Rows == other.Rows && Sum == other.Sum;

    public override readonly bool Equals(object? obj) => obj is Digest other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Rows, Sum);

    public static bool operator ==(Digest one, Digest other) => one.Equals(other);

    public static bool operator !=(Digest one, Digest other) => !one.Equals(other);
}
