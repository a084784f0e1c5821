using System.Globalization;
using System.Text;

namespace Tendril.Server.Platform.Metrics;

/// <summary>One line of numbers: an instrument with one set of labels.</summary>
public sealed class MetricSeries(string labels, bool histogram)
{
    // Seconds, as the web's guides give them; wide enough for a pull.
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly Lock _gate = new();
    private readonly long[] _buckets = histogram ? new long[Bounds.Length] : [];
    private double _value;
    private long _count;

    public void Add(double by)
    {
        lock (_gate)
        {
            _value += by;
            _count++;
            for (var i = 0; i < _buckets.Length; i++)
                if (by <= Bounds[i]) _buckets[i]++;
        }
    }

    public void Set(double to)
    {
        lock (_gate) _value = to;
    }

    public void Write(StringBuilder text, string name)
    {
        lock (_gate)
        {
            if (!histogram)
            {
                text.Append($"{name}{Braces(labels)} {Number(_value)}\n");
                return;
            }
            for (var i = 0; i < _buckets.Length; i++)
                text.Append($"{name}_bucket{Braces(Joined($"le=\"{Number(Bounds[i])}\""))} {_buckets[i]}\n");
            text.Append($"{name}_bucket{Braces(Joined("le=\"+Inf\""))} {_count}\n");
            text.Append($"{name}_sum{Braces(labels)} {Number(_value)}\n{name}_count{Braces(labels)} {_count}\n");
        }
    }

    private string Joined(string more) => labels.Length == 0 ? more : $"{labels},{more}";

    private static string Braces(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
