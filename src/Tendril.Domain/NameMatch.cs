using System.Collections.Frozen;
using System.Text;

namespace Tendril.Domain;

/// <summary>A name that resembles the one asked for; 1 means the same once letter case and marks are ignored.</summary>
public sealed record NameScore(string Name, decimal Score);

/// <summary>
/// Compares names as people mean them: case, accents, punctuation, spaces and the order of words do not count.
/// Used to offer links between a cultivar and a strain, and to warn of near doubles.
/// </summary>
public static class NameMatch
{
    private static readonly FrozenDictionary<char, string> Plain = Pairs(
        "àáâãäåāăą:a çćč:c ďđ:d èéêëēęě:e ìíîïī:i łľ:l ñńň:n"
        + " òóôõöøō:o ŕř:r śšş:s ťţ:t ùúûüūů:u ýÿ:y źżž:z æ:ae œ:oe ß:ss");

    /// <summary>
    /// Small letters and digits in words, one space between: <c>"OG_Kush #3 "</c> → <c>"og kush 3"</c>.
    /// </summary>
    public static string Normalise(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var letter in name.ToLowerInvariant())
        {
            if (Plain.TryGetValue(letter, out var plain)) text.Append(plain);
            else if (char.IsLetterOrDigit(letter)) text.Append(letter);
            else if (letter is not ('\'' or '’' or '.') && text.Length > 0 && text[^1] != ' ') text.Append(' ');
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>From 0 (nothing in common) to 1 (the same), to four places.</summary>
    public static decimal Score(string one, string other)
    {
        var (first, second) = (Key(one), Key(other));
        if (first.Length == 0 || second.Length == 0) return 0;
        if (first == second) return 1;
        var longest = Math.Max(first.Length, second.Length);
        var edits = 1m - ((decimal)Distance(first, second) / longest);
        return Math.Round(Math.Max(edits, Words(one, other)), 4);
    }

    /// <summary>The best matches first, none below <paramref name="least"/>; equal scores in the order given.</summary>
    public static IReadOnlyList<NameScore> Best(string name, IEnumerable<string> among, decimal least, int most) =>
        [.. among.Select(other => new NameScore(other, Score(name, other)))
            .Where(score => score.Score >= least)
            .OrderByDescending(score => score.Score)
            .Take(most)];

    /// <summary>The normalised words in alphabetical order without spaces, so that "Kush OG" is "og-kush".</summary>
    private static string Key(string name) => string.Concat(Normalise(name).Split(' ').Order(StringComparer.Ordinal));

    /// <summary>Twice the shared words over all words, so that a missing word costs less than its letters.</summary>
    private static decimal Words(string one, string other)
    {
        var first = Normalise(one).Split(' ').ToHashSet(StringComparer.Ordinal);
        var second = Normalise(other).Split(' ').ToHashSet(StringComparer.Ordinal);
        var shared = first.Count(second.Contains);
        return 2m * shared / (first.Count + second.Count);
    }

    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var change = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }

    private static FrozenDictionary<char, string> Pairs(string table) =>
        table.Split(' ').Select(entry => entry.Split(':'))
            .SelectMany(entry => entry[0].Select(letter => (letter, plain: entry[1])))
            .ToFrozenDictionary(pair => pair.letter, pair => pair.plain);
}
