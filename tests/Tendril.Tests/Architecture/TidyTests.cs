using System.Text.RegularExpressions;

namespace Tendril.Tests.Architecture;

/// <summary>Guards the size of files, methods and lines, and keeps notes to oneself out of the source.</summary>
public sealed partial class TidyTests
{
    private const int MostLines = 400;
    private const int MostMethodLines = 60;
    private const int MostColumns = 120;

    private static readonly IReadOnlyList<SourceFile> Written =
        [.. Repository.Files(["src", "tests", "bench", "web/src"], ".cs", ".ts", ".tsx", ".css", ".sql")
            .Where(file => !file.IsGenerated)];

    [Fact]
    public void Files_are_short()
    {
        Written.Count.ShouldBeGreaterThan(100);
        Written.Where(file => file.Lines.Count > MostLines).Select(file => $"{file}: {file.Lines.Count} lines")
            .ShouldBeEmpty();
    }

    /// <summary>Migrations are left out: they are never edited after they landed.</summary>
    [Fact]
    public void Lines_are_short() =>
        Written.Where(file => !file.Path.Contains("/Migrations/", StringComparison.Ordinal))
        .SelectMany(file => file.Lines.Select((line, i) => (line, place: $"{file}:{i + 1}")))
        .Where(found => found.line.Length > MostColumns).Select(found => $"{found.place}: {found.line.Length} columns")
        .ShouldBeEmpty();

    [Fact]
    public void Methods_are_short() => Written.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal))
        .SelectMany(LongMethods).ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_to_do_in_a_comment() => Written
        .SelectMany(file => file.Lines.Select((line, i) => (line, place: $"{file}:{i + 1}")))
        .Where(found => NoteToOneself().IsMatch(found.line)).Select(found => found.place).ShouldBeEmpty();

    [Fact]
    public void No_path_of_a_certain_machine_is_in_the_source()
    {
        // Spelled in two parts so that this file does not hold them.
        string[] paths = ["/wo" + "rk/", "/ro" + "ot/"];
        Repository.Files(
                ["src", "tests", "bench", "web/src", "rules", "docs", ".ci"],
                ".cs", ".ts", ".tsx", ".css", ".sql", ".json", ".md", ".sh", ".csproj", "")
            .Where(file => paths.Any(path => file.Text.Contains(path, StringComparison.Ordinal)))
            .Select(file => file.Path).ShouldBeEmpty();
    }

    // A method's braces stand alone on lines of the same indentation; the line before tells whether it is a type
    // instead.
    private static IEnumerable<string> LongMethods(SourceFile file)
    {
        var raw = false;
        for (var i = 1; i < file.Lines.Count; i++)
        {
            if (Regex.Count(file.Lines[i], "\"\"\"") % 2 == 1) raw = !raw;
            var indent = file.Lines[i].Length - file.Lines[i].TrimStart().Length;
            if (raw || indent is 0 or > 12 || file.Lines[i].Trim() != "{" || IsType(file.Lines, i)) continue;
            var end = i;
            while (end < file.Lines.Count
                && !file.Lines[end].StartsWith(new string(' ', indent) + "}", StringComparison.Ordinal)) end++;
            if (end - i + 2 > MostMethodLines) yield return $"{file}:{i}: {end - i + 2} lines";
            i = end;
        }
    }

    private static bool IsType(IReadOnlyList<string> lines, int brace)
    {
        var first = brace - 1;
        while (first > 0 && lines[first - 1].Trim() is { Length: > 0 } line
            && line[0] is not ('/' or '[' or '{' or '}')) first--;
        return Enumerable.Range(first, brace - first).Any(i => TypeWord().IsMatch(lines[i]));
    }

    [GeneratedRegex(@"\b(class|record|struct|interface|enum|namespace)\s+\w+")]
    private static partial Regex TypeWord();

    // In two parts, so that this file does not hold them either.
    [GeneratedRegex(@"\b(TO" + "DO|FIX" + @"ME)\b")]
    private static partial Regex NoteToOneself();
}
