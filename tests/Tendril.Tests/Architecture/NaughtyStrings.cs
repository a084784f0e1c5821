namespace Tendril.Tests.Architecture;

/// <summary>
/// Texts that break programs: scripts, markup, queries, formulas, broken and invisible characters, and long ones.
/// </summary>
public static class NaughtyStrings
{
    private static readonly string[] Words =
    [
        "null", "undefined", "NaN", "Infinity", "true", "0", "-1", "1e309", "0x10", "1/0", "1,000.50", "00123", "١٢٣",
            "½", "²", "nil", "None",
        "O'Brien", "Gelato #33", "Purple Punch & Co", "50% off", "a\\b", "C:\\temp", "a/b", "..", "../../etc/passwd",
        "file:///etc/passwd",
        "~", "~root", "%s%s%n", "%d", "{0}", "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "$(id)", "`id`", "; ls",
        "| cat", "&& true", "$HOME", "%PATH%",
        "Robert'); DROP TABLE sites;--", "' OR '1'='1", "\" OR \"\"=\"", "1; SELECT pg_sleep(0)", "admin'--",
        "') UNION SELECT 1--", "\\'; --", "%' ESCAPE '!",
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b>bold</b>", "</title><svg/onload=alert(1)>",
        "javascript:alert(1)", "&lt;b&gt;", "&#0;", "]]>", "<!--", "<?xml version=\"1.0\"?>",
        "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "\t=1+1", "=cmd|' /C calc'!A0", "*)(uid=*",
        "(|(a=b))", "//*[1=1]", "{\"$gt\":\"\"}", "[]", "{}",
        "日本語", "中文字", "한국어", "العربية", "עברית", "ไทย", "Ελληνικά", "Кириллица", "Ünïcödé", "ß", "İıiI", "ǅ", "ﬁ", "Å",
        "Å", "e\u0301", "é", "ñandú", "Zürich", "naïve",
        "😀", "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇺🇸", "𝒳", "𠜎", "❤️",
        "1️⃣", "🤖💥", "☃", "™®©", "•·‥…", "«»‹›", "“”‘’", "–—―",
        "€£¥₿", "∑∫∂", "½⅓", "⁰⁴⁵", "ﷺ", "Z̗̘͠a̧͟l̴g̷o̸",
    ];

    private static readonly string[] Invisible =
    [
        "\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\u00AD", "\u202E", "\u202D", "\u202A", "\u2066", "\u2067",
            "\u2069", "\u200E", "\u200F",
        "\u00A0", "\u2003", "\u3000", "\u2028", "\u2029", "\u0085", "\u180E", "\u115F", "\u3164", "\uFFFC", "\uFFFD",
        "\uFFFE", "\uFFFF", "\uE000",
        "\U000E0041", "\U0001F3FB", "\t", "\n", "\r\n", "\r", "\v", "\f", "\u0007", "\b", "\u001B[31m", "\u007F",
        "\u0000", "\u0001", "\u001F", "\u009F",
    ];

    private static readonly string[] Halves = ["\uD800", "\uDBFF", "\uDC00", "\uDFFF", "\uDE00\uD83D"];

    /// <summary>More than five hundred, each once.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Words.Concat(Words.Select(word => $"{word} {word}")).Concat(Words.Select(word => $"Room {word}!"))
            .Concat(Invisible).Concat(Invisible.Select(mark => $"a{mark}b"))
            .Concat(Invisible.Select(mark => mark + "end"))
            .Concat(Invisible.Select(mark => "start" + mark)).Concat(Halves).Concat(Halves.Select(half => $"a{half}b"))
            .Concat(Halves.Select(half => "end" + half)).Concat(Long).Distinct(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Long =>
    [
        "", " ", "   ", new string('x', 100), new string('x', 101), new string('é', 100),
            string.Concat(Enumerable.Repeat("😀", 50)),
        string.Concat(Enumerable.Repeat("😀", 51)), new string('x', 255), new string('x', 256), new string('x', 65_536),
        new string('\'', 99),
        new string('%', 99), new string('_', 99), string.Concat(Enumerable.Repeat("a\u0301", 50)),
        new string('\u202E', 50), new string('0', 200_000),
    ];

    /// <summary>A JSON text of it in plain ASCII, so that nothing on the way mends what is broken.</summary>
    public static string Json(string text) =>
        "\"" + string.Concat(text.Select(letter => letter is >= ' ' and < '\u007F' and not ('"' or '\\') ? $"{letter}"
            : $"\\u{(int)letter:x4}")) + "\"";
}
