using System.Text.Json;
using System.Text.Json.Nodes;
using Tendril.Server.Sync;
using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;
using Tendril.Sync.Tables;

namespace Tendril.Tests.Domain;

/// <summary>Decides a step on the rows of an example, and answers as the example is written.</summary>
internal static class TaskStepExample
{
    public static JsonNode Decide(JsonObject given)
    {
        var rows = given["rows"]!.AsObject();
        IEnumerable<StepRow> RowsOf(string table) => (rows[table]?.AsObject() ?? []).Select(row =>
            Row(SyncedTables.All[table], row.Key, row.Value!.AsObject()));
        var scene = new StepScene(
            (table, id) => RowsOf(table).FirstOrDefault(row => row.Id == id),
            (table, field, parent) => RowsOf(table).Where(row => row[field] == FieldText.Of(parent)));
        var step = SyncedSteps.All.Find(given["step"]!.GetValue<string>())!;
        var intent = new Intent(step.Name, Guid.Parse(given["row"]!.GetValue<string>()),
            JsonSerializer.SerializeToElement(given["args"]));
        return Answer(step.Decide(scene, intent, new StepMoment(Guid.Empty,
            Guid.Parse(given["user"]!.GetValue<string>()), Guid.Empty,
            DateTimeOffset.Parse(given["at"]!.GetValue<string>()).ToUnixTimeMilliseconds())));
    }

    private static StepRow Row(SyncTable table, string id, JsonObject values) => new(table, Guid.Parse(id),
        [.. table.Fields.Select(field => values[field.Name]?.GetValue<string>())]);

    private static JsonObject Answer(StepOutcome outcome)
    {
        if (outcome.AlreadyDone) return new JsonObject { ["done"] = true };
        if (outcome.Refusal is not { } refusal) return new JsonObject
        {
            ["writes"] = new JsonArray([.. outcome.Writes.Select(Written)]),
        };
        var answer = new JsonObject { ["code"] = refusal.Code };
        if (refusal.Field is { } field) answer["field"] = field;
        return answer;
    }

    private static JsonObject Written(RowWrite write)
    {
        var table = SyncedTables.All[write.Table];
        var set = new JsonObject();
        foreach (var (name, text) in write.Set)
            set[name] = text is null ? null
                : table.Fields[table.PositionOf(name)].Kind == FieldKind.WholeNumber ? JsonNode.Parse(text) : text;
        return new JsonObject { ["table"] = write.Table, ["row"] = FieldText.Of(write.Row), ["set"] = set };
    }
}
