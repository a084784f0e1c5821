using System.Text.RegularExpressions;

namespace Tendril.Metrc.Simulator.State;

/// <summary>Tags as the state prints them: 24 characters, a facility's stock running upwards.</summary>
public static partial class TagLabels
{
    /// <summary>15 characters name programme, facility and stock; the last 9 are the running number.</summary>
    public static string Make(Facility facility, TagKind kind, int number)
    {
        var stock = kind == TagKind.Plant ? "01" : "02";
        return $"1A4{facility.StateCode[..2].ToUpperInvariant()}{stock}{facility.Id:X8}{number:D9}";
    }

    internal static string Checked(string label) => Pattern().IsMatch(label)
        ? label
        : throw new InvalidOperationException($"{label} is no tag: a tag has 24 characters, 0-9 and A-Z.");

    [GeneratedRegex(@"^[0-9A-Z]{24}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
