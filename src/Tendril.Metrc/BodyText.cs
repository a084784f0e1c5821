using System.Text;
using System.Text.Unicode;

namespace Tendril.Metrc;

/// <summary>
/// Turns the bytes of an answer into UTF-8. JSON is UTF-8 whatever a header claims, so bytes that are valid UTF-8 are
/// taken as such; only others are read by the declared charset. What neither explains is refused, not guessed: a
/// product's name must arrive exactly.
/// </summary>
internal static class BodyText
{
    /// <summary>The text as UTF-8 without a byte order mark, or null when it cannot be read.</summary>
    public static ReadOnlyMemory<byte>? ToUtf8(ReadOnlyMemory<byte> body, string? charset)
    {
        var bytes = body.Span;
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) return ToUtf8(body[3..], null);
        if (bytes.StartsWith(Encoding.Unicode.Preamble)) return Convert(body[2..], "utf-16");
        if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble)) return Convert(body[2..], "utf-16BE");
        // The first sign of JSON is ASCII: a zero byte beside it shows UTF-16 without a mark.
        if (bytes.Length >= 2 && bytes[0] != 0 && bytes[1] == 0) return Convert(body, "utf-16");
        if (bytes.Length >= 2 && bytes[0] == 0 && bytes[1] != 0) return Convert(body, "utf-16BE");
        if (Utf8.IsValid(bytes)) return body;
        return Convert(body, charset?.Trim('"', '\'', ' '));
    }

    /// <summary>For evidence and error texts: always something, with signs that cannot be read replaced.</summary>
    public static string Show(ReadOnlyMemory<byte> body, string? charset) =>
        Encoding.UTF8.GetString((ToUtf8(body, charset) ?? body).Span);

    private static ReadOnlyMemory<byte>? Convert(ReadOnlyMemory<byte> body, string? charset)
    {
        if (Find(charset) is not { } encoding) return null;
        try
        {
            return Encoding.UTF8.GetBytes(encoding.GetString(body.Span));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Encoding? Find(string? charset)
    {
        if (string.IsNullOrEmpty(charset)) return null;
        try
        {
            var strict = DecoderFallback.ExceptionFallback;
            return CodePagesEncodingProvider.Instance.GetEncoding(charset, EncoderFallback.ExceptionFallback, strict)
                ?? Encoding.GetEncoding(charset, EncoderFallback.ExceptionFallback, strict);
        }
        catch (ArgumentException)
        {
            return null; // a charset that nobody knows
        }
    }
}
