using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tendril.Bench;

/// <summary>One measured figure beside what it is held to.</summary>
/// <param name="Floor">The same work without us, measured in the same run; null where there is no such thing.</param>
/// <param name="Target">What is wanted, in words.</param>
public sealed record Figure(string Name, double Value, string Unit, double? Floor, string Target, bool Met)
{
    /// <summary>True where more is better, as for rows a second.</summary>
    public bool IsRate { get; init; }

    /// <summary>The floor's speed that we reach: 1 is as fast as the bare work.</summary>
    public double? Ratio => Floor is { } floor && Value > 0 && floor > 0
        ? Math.Round(IsRate ? Value / floor : floor / Value, 3) : null;

    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToJson() => JsonSerializer.Serialize(new
    {
        name = Name,
        value = Math.Round(Value, 3),
        unit = Unit,
        floor = Floor is { } floor ? Math.Round(floor, 3)
            : (double?)null,
        ratio = Ratio,
        target = Target,
        met = Met,
    }, Plain);
}

/// <summary>Sums over repeated measurements.</summary>
public static class Spread
{
    public static double Median(IEnumerable<double> values) => At(values, 0.5);

    public static double P95(IEnumerable<double> values) => At(values, 0.95);

    public static double P99(IEnumerable<double> values) => At(values, 0.99);

    private static double At(IEnumerable<double> values, double part)
    {
        var ordered = values.Order().ToArray();
        return ordered[Math.Clamp((int)Math.Ceiling(ordered.Length * part) - 1, 0, ordered.Length - 1)];
    }
}
