using System.Text;

namespace Tendril.Domain.Compliance;

/// <summary>Findings as sentences for people: <c>Area: Field: message</c>.</summary>
public static class Sentence
{
    /// <summary><c>Metrc: Count: Plant count is unusually high (>10,000). Please verify.</c></summary>
    public static string Of(string area, Finding finding) => $"{area}: {Label(finding.Field)}: {finding.Message}";

    /// <summary>The sentences of all findings of one severity, in their order.</summary>
    public static IReadOnlyList<string> Of(string area, IEnumerable<Finding> findings, Severity severity) =>
        [.. findings.Where(finding => finding.Severity == severity).Select(finding => Of(area, finding))];

    /// <summary>The field's key as a word: <c>plantedDate</c> → <c>Planted date</c>.</summary>
    public static string Label(string field)
    {
        var words = new StringBuilder(field.Length + 2);
        foreach (var letter in field)
            if (words.Length == 0) words.Append(char.ToUpperInvariant(letter));
            else if (char.IsUpper(letter)) words.Append(' ').Append(char.ToLowerInvariant(letter));
            else words.Append(letter);
        return words.ToString();
    }
}
