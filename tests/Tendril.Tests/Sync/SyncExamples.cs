using System.Text.Json;
using System.Text.Json.Nodes;
using Tendril.Sync.Tables;
using Tendril.Tests.Domain.Rules;

namespace Tendril.Tests.Sync;

/// <summary>Reads the examples of <c>tests/conformance/sync</c>, which the web app's tests read too.</summary>
internal static class SyncExamples
{
    private static readonly string Folder =
        Path.Combine(RuleFileTests.RepositoryRoot(), "tests", "conformance", "sync");

    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static SyncTables Tables { get; } = ReadTables();

    public static TheoryData<string> NamesOf(string file) =>
        [.. Read(file)["examples"]!.AsArray().Select(example => example!["name"]!.GetValue<string>())];

    /// <summary>What a file says beside its examples.</summary>
    public static string Head(string file, string key) => Read(file)[key]!.GetValue<string>();

    public static JsonObject Find(string file, string name) => Read(file)["examples"]!.AsArray()
        .Single(example => example!["name"]!.GetValue<string>() == name)!.AsObject();

    /// <summary>The example as it stands in the file: a node would lose a text with half a character.</summary>
    public static JsonElement Element(string file, string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, $"{file}.json"))).RootElement.GetProperty("examples")
            .EnumerateArray().Single(example => example.GetProperty("name").GetString() == name);

    /// <summary>A value of the examples as the canonical text that the engine compares.</summary>
    public static string? Text(SyncField field, JsonNode? value)
    {
        var json = JsonSerializer.SerializeToElement(value);
        var wrong = FieldText.TryRead(field with { Required = false }, json, out var text);
        wrong.ShouldBeNull($"{field.Name}: {value?.ToJsonString()}");
        return text;
    }

    public static T Word<T>(JsonNode? word) where T : struct, Enum => word.Deserialize<T>(Names);

    private static JsonObject Read(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{file}.json")))!.AsObject();

    private static SyncTables ReadTables() =>
        new([.. Read("tables")["tables"]!.AsArray().Select(table => new SyncTable(
            table!["name"]!.GetValue<string>(), table["rank"]!.GetValue<int>(), Word<RowScope>(table["scope"]),
            Word<RowPolicy>(table["policy"]), [.. table["fields"]!.AsArray().Select(ReadField)])
        { Area = "example" })]);

    private static SyncField ReadField(JsonNode? field) =>
        new(field!["name"]!.GetValue<string>(), Word<FieldKind>(field["kind"]))
        {
            Required = field["required"]?.GetValue<bool>() ?? false,
            Policy = field["policy"] is { } policy ? Word<FieldPolicy>(policy) : FieldPolicy.OfRow,
            Parent = field["parent"]?.GetValue<string>(),
            MaxLength = field["maxLength"]?.GetValue<int>() ?? 10_000,
            Initial = field["initial"]?.GetValue<string>(),
        };
}
