using System.Collections.Frozen;
using System.Text.Json;

namespace Tendril.Domain;

/// <summary>
/// The snake_case name of every enum value in JSON, tables and rule files (<c>TissueCulture</c> ↔
/// <c>tissue_culture</c>).
/// The one place that knows it; the server's JSON converter uses the same naming policy.
/// </summary>
public static class WireName
{
    public static readonly ProblemCode NotInList = new(
        "value.not_in_list",
        "A field takes one of a fixed list of words, and the word given is not on it.",
        "Use one of the words named in the message.");

    /// <summary>The name of <paramref name="value"/> on the wire.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>All names of the list, in the order of its declaration.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => Names<T>.Ordered;

    /// <summary>Reads a name, in any letter case.</summary>
    public static bool TryParse<T>(string? text, out T value) where T : struct, Enum =>
        Names<T>.ByName.TryGetValue(text?.Trim() ?? "", out value);

    /// <summary>Reads a name, or answers the problem that lists the choices.</summary>
    public static Result<T> Parse<T>(string? text, string field) where T : struct, Enum =>
        TryParse<T>(text, out var value)
            ? value
            : NotInList.Refuse($"\"{text}\" is not one of {string.Join(", ", All<T>())}", field);

    private static class Names<T> where T : struct, Enum
    {
        public static readonly IReadOnlyList<string> Ordered = [.. Enum.GetValues<T>().Select(Spell)];

        public static readonly FrozenDictionary<T, string> ByValue =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, Spell);

        public static readonly FrozenDictionary<string, T> ByName =
            Enum.GetValues<T>().ToFrozenDictionary(Spell, value => value, StringComparer.OrdinalIgnoreCase);

        private static string Spell(T value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
    }
}
