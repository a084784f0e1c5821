using System.Text;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>Text from outside as PostgreSQL can keep it: no NUL, no half characters, not longer than asked.</summary>
public static class KeptText
{
    public static string? Of(string? text, int longest)
    {
        if (text is null) return null;
        var kept = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (kept.Length + rune.Utf16SequenceLength > longest) break;
            if (rune.Value != 0) kept.Append(rune.ToString());
        }
        return kept.ToString();
    }
}
