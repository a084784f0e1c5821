using System.Text.Json.Nodes;
using Tendril.Metrc;
using Tendril.Metrc.Wire;

namespace Tendril.Tests.Metrc;

/// <summary>
/// Holds the table of calls and every property name that we read or write to Metrc's documented list, strictly in both
/// directions, so that client and simulator, which share the shapes, cannot agree on a mistake.
/// </summary>
public class ContractTests
{
    public static TheoryData<string> Calls => DocumentedExampleTests.Calls;

    [Theory, MemberData(nameof(Calls))]
    public void The_call_is_documented_as_we_make_it(string call)
    {
        var (endpoint, documented) = Find(call);

        ((string)documented["name"]!).ShouldBe(endpoint.Name);
        documented["permissions"]!.AsArray().Select(node => (string)node!).ShouldBe(endpoint.Permissions);
        var parameters = documented["params"]!.AsArray().Where(node => (string)node!["in"]! == "query");
        parameters.Select(node => (string)node!["name"]!).ShouldBe(endpoint.Query);
        endpoint.Path.Contains('{').ShouldBe(
            documented["params"]!.AsArray().Any(node => (string)node!["in"]! == "path"));
    }

    [Theory, MemberData(nameof(Calls))]
    public void Every_name_in_it_is_documented_and_every_documented_name_is_in_it(string call)
    {
        var (endpoint, documented) = Find(call);
        var side = documented[endpoint.Method == "GET" ? "response" : "request"]!.AsObject();

        Differences(endpoint.Row, side["data"]?.AsObject() ?? side, "").ShouldBeEmpty();
    }

    [Fact]
    public void The_frames_of_lists_and_writes_have_the_documented_names()
    {
        Assert.SkipUnless(MetrcFacts.Present, MetrcFacts.Missing);
        var facts = MetrcFacts.Whole();

        Names(typeof(MetrcPaged<string>)).Keys.ShouldBe(Strings(facts["paged_envelope"]!));
        Names(typeof(MetrcWritten)).Keys.ShouldBe(Strings(facts["write_envelope"]!));
    }

    [Fact]
    public void No_call_stands_in_the_table_twice_and_none_is_left_out()
    {
        var fields = typeof(MetrcApi).GetFields()
            .Select(field => field.GetValue(null)).OfType<MetrcEndpoint>().ToList();

        MetrcApi.All.Select(call => call.Name).Distinct(StringComparer.Ordinal).Count().ShouldBe(MetrcApi.All.Count);
        MetrcApi.All.OrderBy(call => call.Name, StringComparer.Ordinal)
            .ShouldBe(fields.OrderBy(call => call.Name, StringComparer.Ordinal));
    }

    private static (MetrcEndpoint Ours, JsonObject Documented) Find(string call)
    {
        Assert.SkipUnless(MetrcFacts.Present, MetrcFacts.Missing);
        var endpoint = MetrcApi.All.Single(one => $"{one.Method} {one.Path}" == call);
        return (endpoint, MetrcFacts.Endpoints()[(endpoint.Method, endpoint.Path)]);
    }

    /// <summary>
    /// Compares the names that our reader and writer of a shape knows with the documented ones, part by part. A part
    /// whose example is empty here (a list without rows) is documented at another call, and compared there.
    /// </summary>
    private static IEnumerable<string> Differences(Type shape, JsonObject documented, string prefix)
    {
        if (documented["fields"]?.AsObject() is not { } fields) yield break;
        var ours = Names(shape);
        foreach (var extra in ours.Keys.Where(name => !fields.ContainsKey(name)))
            yield return $"only ours: {prefix}{extra}";
        foreach (var (name, field) in fields)
        {
            if (!ours.TryGetValue(name, out var part)) yield return $"only documented: {prefix}{name}";
            else foreach (var inner in Differences(part, field!.AsObject(), $"{prefix}{name}.")) yield return inner;
        }
    }

    private static Dictionary<string, Type> Names(Type shape) =>
        MetrcJson.Default.GetTypeInfo(shape)!.Properties.ToDictionary(
            property => property.Name,
            property => property.PropertyType.IsGenericType
                ? property.PropertyType.GetGenericArguments()[0]
                : property.PropertyType,
            StringComparer.Ordinal);

    private static IEnumerable<string> Strings(JsonNode list) => list.AsArray().Select(node => (string)node!);
}
