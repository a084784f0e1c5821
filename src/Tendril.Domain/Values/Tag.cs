using System.Buffers;

namespace Tendril.Domain.Values;

/// <summary>
/// A plant's or package's label: exactly 24 characters 0-9 and A-Z, upper-cased, otherwise opaque. Never read
/// meaning into its parts.
/// </summary>
public readonly record struct Tag
{
    /// <summary>Every tag has this many characters, in every state.</summary>
    public const int Length = 24;

    public static readonly ProblemCode Invalid = new(
        "invalid_tag_format",
        "A tag is not 24 characters of 0-9 and A-Z.",
        "Scan the label again, or type all 24 characters as printed under the bar code.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Invalid];

    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private readonly string? _text;

    private Tag(string text) => _text = text;

    /// <summary>Reads a tag; spaces around it and small letters are mended, anything else is not.</summary>
    public static bool TryParse(string? text, out Tag tag)
    {
        var upper = text?.Trim().ToUpperInvariant() ?? "";
        var valid = upper.Length == Length && !upper.AsSpan().ContainsAnyExcept(Allowed);
        tag = valid ? new Tag(upper) : default;
        return valid;
    }

    public static Result<Tag> Parse(string? text, string field = "tag") =>
        TryParse(text, out var tag)
            ? tag
            : Invalid.Refuse(
                string.IsNullOrWhiteSpace(text)
                    ? "Tag is required"
                    : $"\"{text}\" is not a tag of 24 letters and digits",
                field);

    /// <summary>The 24 characters; a tag nobody made has none.</summary>
    public override string ToString() => _text ?? "";
}
