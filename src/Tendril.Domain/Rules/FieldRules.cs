using System.Collections.Frozen;

namespace Tendril.Domain.Rules;

/// <summary>Shortest and longest a text may be, after trimming, and the word people see for it.</summary>
public sealed record TextLimit(string Label, int Min, int Max);

/// <summary>Least and most a number may be.</summary>
public sealed record NumberLimit(string Label, decimal Min, decimal Max);

/// <summary>Limits of single fields, <c>rules/fields.json</c>, the same for server and web app.</summary>
public sealed class FieldRules
{
    public static readonly ProblemCode Required = new(
        "field.required", "A field that must be filled in is empty.", "Fill in the field named in the message.");

    public static readonly ProblemCode BadLength = new(
        "field.length", "A text is shorter or longer than its field allows.", "Shorten or lengthen the text.");

    public static readonly ProblemCode BadCharacter = new(
        "field.control_character",
        "A text holds a control character or half of a character, which neither Metrc nor a label can show.",
        "Delete the text and type it again; pasted text often brings invisible characters.");

    public static readonly ProblemCode OutOfRange = new(
        "field.range", "A number is below or above what its field allows.", "Enter a number within the range named.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Required, BadLength, BadCharacter, OutOfRange];

    private readonly FrozenDictionary<string, TextLimit> _texts;
    private readonly FrozenDictionary<string, NumberLimit> _numbers;

    private FieldRules(
        RuleOrigin origin, FrozenDictionary<string, TextLimit> texts, FrozenDictionary<string, NumberLimit> numbers)
    {
        Origin = origin;
        _texts = texts;
        _numbers = numbers;
    }

    public static FieldRules Current { get; } = Read(RuleFile.Open("rules/fields.json"));

    public RuleOrigin Origin { get; }

    public TextLimit TextOf(string rule) => _texts[rule];

    public NumberLimit NumberOf(string rule) => _numbers[rule];

    /// <summary>The trimmed text, or the problem with <paramref name="field"/> (the key in the request).</summary>
    public Result<string> Text(string rule, string? value, string field)
    {
        var limit = _texts[rule];
        var text = value?.Trim() ?? "";
        if (text.Length == 0 && limit.Min > 0) return Required.Refuse($"{limit.Label} is required", field);
        if (text.Length < limit.Min || text.Length > limit.Max)
            return BadLength.Refuse(
                $"{limit.Label} must have {limit.Min} to {limit.Max} characters, not {text.Length}", field);
        return IsPrintable(text)
            ? text
            : BadCharacter.Refuse($"{limit.Label} holds a character that cannot be shown", field);
    }

    /// <summary>The number, or the problem with the field.</summary>
    public Result<decimal> Number(string rule, decimal value, string field)
    {
        var limit = _numbers[rule];
        return value >= limit.Min && value <= limit.Max
            ? value
            : OutOfRange.Refuse($"{limit.Label} must be between {limit.Min} and {limit.Max}, not {value}", field);
    }

    public static FieldRules Read(RuleNode file)
    {
        var origin = file.Origin("texts", "numbers");
        return new FieldRules(
            origin,
            file.At("texts").Entries().ToFrozenDictionary(entry => entry.Name, entry => TextLimitOf(entry.Node)),
            file.At("numbers").Entries().ToFrozenDictionary(entry => entry.Name, entry => NumberLimitOf(entry.Node)));
    }

    private static TextLimit TextLimitOf(RuleNode node)
    {
        node.Only("label", "min", "max");
        var limit = new TextLimit(node.At("label").Text(), node.At("min").Whole(), node.At("max").Whole());
        return limit.Min >= 0 && limit.Min <= limit.Max ? limit : throw node.Broken("min must be 0 to max");
    }

    private static NumberLimit NumberLimitOf(RuleNode node)
    {
        node.Only("label", "min", "max");
        var limit = new NumberLimit(node.At("label").Text(), node.At("min").Number(), node.At("max").Number());
        return limit.Min <= limit.Max ? limit : throw node.Broken("min must not be above max");
    }

    /// <summary>Line breaks and tabs are fine; other control characters and lone surrogates are not.</summary>
    private static bool IsPrintable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not ('\n' or '\r' or '\t')) return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
