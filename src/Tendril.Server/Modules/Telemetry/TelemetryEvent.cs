using System.Text.Json;
using Tendril.Domain;
using Tendril.Server.Platform;
using Tendril.Server.Sync;

namespace Tendril.Server.Modules.Telemetry;

/// <summary>
/// One thing that a device counted, of a form that is listed here. There is no form with free text, an id or a place:
/// every text is one of a list of ours.
/// </summary>
internal sealed record TelemetryEvent(string Name, string Purpose, string Body)
{
    public const string Performance = "performance";
    public const string Reliability = "reliability";

    public static readonly IReadOnlyList<string> Purposes = [Performance, Reliability];

    private const long Hour = 3_600_000;

    private sealed record Form(
        string Purpose, IReadOnlyDictionary<string, Func<JsonElement, JsonElement, bool>> Fields);

    private static readonly HashSet<string> Codes =
        [.. ServerCodes.Areas.SelectMany(area => area.Codes).Select(code => code.Code)];

    private static readonly Dictionary<string, Form> Forms = new(StringComparer.Ordinal)
    {
        ["sync_duration"] = new(Performance, Of(("stage", Stage), ("milliseconds", Number(Hour)))),
        ["payload_size"] = new(Performance, Of(("stage", Stage), ("bytes", Number(1_000_000_000)))),
        ["sync_result"] = new(Reliability, Of(("stage", Stage), ("succeeded", Boolean))),
        ["pending"] = new(Reliability, Of(("count", Number(10_000_000)))),
        ["checkpoint_age"] = new(Reliability, Of(("seconds", Number(1_000_000_000)))),
        ["conflict"] = new(Reliability,
            Of(("table", Table), ("fields", Fields), ("resolution", OneOf("merged", "conflict")))),
        ["rejection"] = new(Reliability, Of(("table", Table), ("code", Code), ("count", Number(1_000_000)))),
    };

    /// <summary>Reads one; a refusal names the field below <paramref name="at"/>.</summary>
    public static Result<TelemetryEvent> Read(JsonElement json, string at)
    {
        if (json.ValueKind != JsonValueKind.Object) return Refused(at, "An event is an object");
        if (!json.TryGetProperty("name", out var said) || said.ValueKind != JsonValueKind.String
            || !Forms.TryGetValue(said.GetString()!, out var form))
            return Refused($"{at}.name", "There is no event of this name");
        HashSet<string> seen = [];
        foreach (var property in json.EnumerateObject())
        {
            if (!seen.Add(property.Name)) return Refused($"{at}.{property.Name}", "A field stands there twice");
            if (property.Name == "name") continue;
            if (!form.Fields.TryGetValue(property.Name, out var holds) || !holds(property.Value, json))
                return Refused($"{at}.{property.Name}", "A field is not one of this event's, or its value is not");
        }
        foreach (var field in form.Fields.Keys)
            if (!seen.Contains(field)) return Refused($"{at}.{field}", "A field is missing");
        return new TelemetryEvent(said.GetString()!, form.Purpose, json.GetRawText());
    }

    private static Problem Refused(string field, string message) =>
        TelemetryProblems.EventRefused.Refuse(message, field);

    private static Dictionary<string, Func<JsonElement, JsonElement, bool>> Of(
        params (string Name, Func<JsonElement, JsonElement, bool> Holds)[] fields) =>
        fields.ToDictionary(field => field.Name, field => field.Holds, StringComparer.Ordinal);

    private static Func<JsonElement, JsonElement, bool> Number(long most) => (value, _) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0 && number <= most;

    private static Func<JsonElement, JsonElement, bool> OneOf(params string[] words) =>
        (value, _) => value.ValueKind == JsonValueKind.String && words.Contains(value.GetString());

    private static bool Boolean(JsonElement value, JsonElement whole) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static bool Stage(JsonElement value, JsonElement whole) => OneOf("push", "pull", "photos")(value, whole);

    private static bool Code(JsonElement value, JsonElement whole) =>
        value.ValueKind == JsonValueKind.String && Codes.Contains(value.GetString()!);

    private static bool Table(JsonElement value, JsonElement whole) =>
        value.ValueKind == JsonValueKind.String && SyncedTables.All.Find(value.GetString()!) is not null;

    private static bool Fields(JsonElement value, JsonElement whole)
    {
        if (value.ValueKind != JsonValueKind.Array || !whole.TryGetProperty("table", out var named)
            || !Table(named, whole)) return false;
        var known = SyncedTables.All[named.GetString()!].Fields.Select(field => field.Name).ToHashSet();
        return value.GetArrayLength() <= known.Count && value.EnumerateArray().All(field =>
            field.ValueKind == JsonValueKind.String && known.Contains(field.GetString()!));
    }
}
