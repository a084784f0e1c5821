using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Tendril.Server.Platform.Metrics;

/// <summary>
/// Keeps the numbers of the web server, the runtime and the database driver, and writes them for Prometheus.
/// </summary>
public sealed class MetricsBook : IDisposable
{
    private static readonly string[] Meters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql"];

    // A label that somebody outside could choose must not fill the memory.
    private const int MostSeries = 5000;

    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), MetricSeries> _series = new();
    private readonly MeterListener _listener = new();

    public MetricsBook()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All numbers as they are now, in Prometheus' text format.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var family in _series.GroupBy(pair => NameOf(pair.Key.Instrument)).OrderBy(group => group.Key))
        {
            text.Append($"# TYPE {family.Key} {TypeOf(family.First().Key.Instrument)}\n");
            foreach (var (_, series) in family.OrderBy(pair => pair.Key.Labels, StringComparer.Ordinal))
                series.Write(text, family.Key);
        }
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument, Labels(tags));
        if (!_series.TryGetValue(key, out var series))
        {
            if (_series.Count >= MostSeries) return;
            series = _series.GetOrAdd(key, new MetricSeries(key.Item2, TypeOf(instrument) == "histogram"));
        }
        // What is observed is told as a whole each time; what is measured adds up.
        if (instrument.IsObservable) series.Set(value);
        else series.Add(value);
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var parts = new List<string>(tags.Length);
        foreach (var (name, value) in tags) parts.Add($"{Word(name)}=\"{Escaped($"{value}")}\"");
        parts.Sort(StringComparer.Ordinal);
        return string.Join(',', parts);
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private static string NameOf(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return Word(instrument.Name) + unit + (TypeOf(instrument) == "counter" ? "_total" : "");
    }

    private static string Word(string name) =>
        new([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')]);

    private static string TypeOf(Instrument instrument)
    {
        var kind = instrument.GetType().Name;
        return kind.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram"
            : kind.StartsWith("Counter", StringComparison.Ordinal)
                || kind.StartsWith("ObservableCounter", StringComparison.Ordinal) ? "counter"
            : "gauge";
    }
}
