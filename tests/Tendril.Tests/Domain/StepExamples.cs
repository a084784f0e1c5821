using System.Text.Json;
using System.Text.Json.Nodes;
using Tendril.Domain;
using Tendril.Domain.Harvests;
using Tendril.Server.Sync;
using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;
using Tendril.Sync.Tables;
using Tendril.Tests.Sync;

namespace Tendril.Tests.Domain;

/// <summary>Runs the examples of steps, and of what they are made of.</summary>
internal static class StepExamples
{
    public static JsonObject Decide(JsonObject given)
    {
        var operation = given["operation"]!;
        var rows = (from table in given["rows"]!.AsObject()
                    from row in table.Value!.AsArray()
                    select Row(SyncedTables.All[table.Key], row!.AsObject())).ToList();
        var scene = new StepScene(
            (table, id) => rows.Find(row => row.Table.Name == table && row.Id == id),
            (table, field, parent) =>
                rows.Where(row => row.Table.Name == table && row[field] == FieldText.Of(parent)));
        var at = operation["at"]!.GetValue<DateTimeOffset>().ToUnixTimeMilliseconds();
        var moment = new StepMoment(Id(operation["id"]), Id(given["user"]), Id(given["device"]), at)
        {
            ClaimedAt = at,
            ReceivedAt = at,
        };
        var step = SyncedSteps.All.Find(operation["name"]!.GetValue<string>())!;
        return Told(step.Decide(scene, new Intent(step.Name, Id(operation["row"]),
            JsonSerializer.SerializeToElement(operation["args"])), moment));
    }

    public static JsonObject Weights(JsonObject given)
    {
        var weights = HarvestWeights.Of([.. given["weights"]!.AsArray().Select(one => new Weighing(
            Id(one!["id"]), WireName.Parse<WeightKind>(one["kind"]!.GetValue<string>(), "kind")
                .Refused(out _, out var kind) ? default : kind,
            decimal.Parse(one["grams"]!.GetValue<string>()), one["measured_at"]!.GetValue<DateTimeOffset>(),
            one["corrects"] is { } corrects ? Id(corrects) : null))]);
        return new JsonObject
        {
            ["wet"] = Text(weights.Wet),
            ["dry"] = Text(weights.Dry),
            ["trimmings"] = Text(weights.Trimmings),
        };
    }

    public static JsonObject Weight(JsonObject given) => Code(HarvestWeights.Check(
        decimal.Parse(given["grams"]!.GetValue<string>()), HarvestStageRules.Current));

    public static JsonObject Start(JsonObject given) => Code(new StartHarvest(
        given["plant"]!.GetValue<bool>(), given["batch"]!.GetValue<bool>(),
        given["startedAt"]?.GetValue<DateTimeOffset>(), given["openOfPlant"]!.GetValue<int>(),
        given["overlapReason"]?.GetValue<string>())
        .Against(given["claimedAt"]!.GetValue<DateTimeOffset>(), HarvestStageRules.Current));

    private static JsonObject Told(StepOutcome outcome)
    {
        if (outcome.Refusal is { } refusal)
        {
            var told = new JsonObject { ["code"] = refusal.Code };
            if (refusal.Field is { } field) told["field"] = field;
            return new JsonObject { ["refusal"] = told };
        }
        if (outcome.AlreadyDone) return new JsonObject { ["done"] = true };
        return new JsonObject
        {
            ["writes"] = new JsonArray([.. outcome.Writes.Select(write => new JsonObject
            {
                ["table"] = write.Table,
                ["row"] = FieldText.Of(write.Row),
                ["set"] = new JsonObject(write.Set.Select(one => KeyValuePair.Create(
                    one.Key, Json(SyncedTables.All[write.Table].Find(one.Key)!.Kind, one.Value)))),
            })]),
        };
    }

    private static StepRow Row(SyncTable table, JsonObject row) => new(table, Id(row["id"]),
        [.. table.Fields.Select(field => SyncExamples.Text(field, row[field.Name]))]);

    private static JsonNode? Json(FieldKind kind, string? text)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) FieldText.Write(json, kind, text);
        return JsonNode.Parse(bytes.WrittenSpan);
    }

    private static JsonObject Code(Problem? problem) => new() { ["code"] = problem?.Code };

    private static JsonValue? Text(decimal? grams) => grams is { } known ? JsonValue.Create(FieldText.Of(known)) : null;

    private static Guid Id(JsonNode? id) => Guid.Parse(id!.GetValue<string>());
}
