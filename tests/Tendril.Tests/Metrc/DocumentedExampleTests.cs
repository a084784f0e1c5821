using System.Text.Json;
using System.Text.Json.Nodes;
using Tendril.Metrc;
using Tendril.Metrc.Wire;

namespace Tendril.Tests.Metrc;

public class DocumentedExampleTests
{
    public static TheoryData<string> Calls => [.. MetrcApi.All.Select(call => $"{call.Method} {call.Path}")];

    [Theory, MemberData(nameof(Calls))]
    public void Every_value_of_a_documented_example_lands_in_our_record(string call)
    {
        Assert.SkipUnless(MetrcFacts.Present, MetrcFacts.Missing);
        var endpoint = MetrcApi.All.Single(one => $"{one.Method} {one.Path}" == call);
        foreach (var example in MetrcFacts.Examples()[(endpoint.Method, endpoint.Path)])
        {
            if (endpoint.Method == "POST")
            {
                RoundTrips(example["request"]!, typeof(IReadOnlyList<>).MakeGenericType(endpoint.Row), "request");
                RoundTrips(example["response"]!, typeof(MetrcWritten), "response");
            }
            else
            {
                RoundTrips(example["response"]!, ShapeOf(endpoint, example["response"]!), "response");
            }
        }
    }

    private static Type ShapeOf(MetrcEndpoint endpoint, JsonNode response)
    {
        if (endpoint.GetType().GetGenericTypeDefinition() == typeof(MetrcOneOf<>)) return endpoint.Row;
        return (response is JsonArray ? typeof(List<>) : typeof(MetrcPaged<>)).MakeGenericType(endpoint.Row);
    }

    private static void RoundTrips(JsonNode documented, Type shape, string path)
    {
        var read = JsonSerializer.Deserialize(documented.ToJsonString(), shape, MetrcJson.Default)!;
        var written = JsonSerializer.SerializeToNode(read, shape, MetrcJson.Default)!;
        Compare(documented, written, path);
    }

    private static void Compare(JsonNode? documented, JsonNode? written, string path)
    {
        switch (documented)
        {
            case JsonObject fields:
                var ours = written.ShouldBeOfType<JsonObject>(path);
                Names(ours).ShouldBe(Names(fields), path);
                foreach (var (name, value) in fields) Compare(value, ours[name], $"{path}.{name}");
                break;
            case JsonArray rows:
                var list = written.ShouldBeOfType<JsonArray>(path);
                list.Count.ShouldBe(rows.Count, path);
                for (var i = 0; i < rows.Count; i++) Compare(rows[i], list[i], $"{path}[{i}]");
                break;
            default:
                Canonical(written).ShouldBe(Canonical(documented), path);
                break;
        }
    }

    private static IEnumerable<string> Names(JsonObject node) =>
        node.Select(pair => pair.Key).Order(StringComparer.Ordinal);

    /// <summary>
    /// What two spellings of one value share: 60.0 and 60, a word and the number that stands for it in the
    /// documentation, a day with and without its time. The placeholder year 1 means nothing.
    /// </summary>
    private static string Canonical(JsonNode? node)
    {
        var text = node?.GetValueKind() == JsonValueKind.String ? (string)node! : node?.ToJsonString() ?? "null";
        if (text.StartsWith("0001-01-01", StringComparison.Ordinal)) return "null";
        if (text.Length > 10 && text[10] == 'T' && DateTimeOffset.TryParse(text, out var moment))
            return moment.TimeOfDay == TimeSpan.Zero || text.EndsWith('Z') ? text[..10] : $"{moment.UtcDateTime:O}";
        return decimal.TryParse(text, out var number) ? number.ToString("0.############") : text;
    }
}
