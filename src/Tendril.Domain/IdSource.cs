namespace Tendril.Domain;

/// <summary>Makes UUIDv7 ids. A seeded source gives a simulation the same ids on every run.</summary>
public sealed class IdSource(TimeProvider time, Random? seeded = null)
{
    public Guid Next()
    {
        if (seeded is null) return Guid.CreateVersion7(time.GetUtcNow());
        Span<byte> bytes = stackalloc byte[16];
        lock (seeded) seeded.NextBytes(bytes);
        var milliseconds = time.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++) bytes[i] = (byte)(milliseconds >> (8 * (5 - i)));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
