namespace Tendril.Server.Sync.Attachments;

/// <summary>The sorts of photos that are kept, told by their first bytes and not by what somebody calls them.</summary>
public static class ImageType
{
    /// <summary>So many first bytes tell the sort.</summary>
    public const int HeadBytes = 12;

    public static readonly IReadOnlyDictionary<string, string> Endings = new Dictionary<string, string>
    {
        ["image/jpeg"] = "jpg",
        ["image/png"] = "png",
        ["image/webp"] = "webp",
        ["image/heic"] = "heic",
    };

    // ISO 14496-12 names the brand after "ftyp"; these are the ones of HEIF with HEVC inside.
    private static readonly byte[][] HeicBrands =
        [[.. "heic"u8], [.. "heix"u8], [.. "heim"u8], [.. "heis"u8], [.. "hevc"u8], [.. "hevx"u8], [.. "mif1"u8]];

    /// <summary>The media type of an image that begins so; null when it is none that is kept.</summary>
    public static string? Of(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeadBytes) return null;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "image/jpeg";
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) return "image/png";
        if (head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8)) return "image/webp";
        var brand = head[8..12].ToArray();
        return head[4..].StartsWith("ftyp"u8) && Array.Exists(HeicBrands, one => one.SequenceEqual(brand))
            ? "image/heic" : null;
    }
}
