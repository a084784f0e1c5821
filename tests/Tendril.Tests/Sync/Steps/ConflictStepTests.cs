using System.Text.Json;
using System.Text.Json.Nodes;
using Tendril.Server.Sync;
using Tendril.Sync.Protocol;
using Tendril.Sync.Steps;

namespace Tendril.Tests.Sync.Steps;

/// <summary>Conflicts are settled by the examples that the web app's steps are decided by as well.</summary>
public sealed class ConflictStepTests
{
    private const string File = "conflicts";

    public static TheoryData<string> Examples => SyncExamples.NamesOf(File);

    [Theory, MemberData(nameof(Examples))]
    public void A_conflict_is_settled_as_the_examples_say(string name)
    {
        var example = SyncExamples.Find(File, name);
        var step = SyncedSteps.All.Find(example["step"]!.GetValue<string>())!;
        var args = JsonSerializer.SerializeToElement(example["args"]);
        var intent = new Intent(step.Name, Guid.Parse(example["row"]!.GetValue<string>()), args);
        var at = DateTimeOffset.Parse(SyncExamples.Head(File, "at"), null).ToUnixTimeMilliseconds();
        var user = Guid.Parse(SyncExamples.Head(File, "user"));

        var outcome = step.Decide(
            Scene(example["rows"]!.AsObject()), intent, new StepMoment(Guid.CreateVersion7(), user, user, at));

        Said(outcome).ToJsonString().ShouldBe(example["expect"]!.ToJsonString());
    }

    private static StepScene Scene(JsonObject rows)
    {
        StepRow? Find(string table, Guid id) =>
            rows[table]?[id.ToString()] is JsonObject row ? Row(table, id, row) : null;
        return new StepScene(Find, (table, field, parent) => (rows[table]?.AsObject() ?? [])
            .Select(one => Find(table, Guid.Parse(one.Key))!).Where(row => row[field] == parent.ToString()));
    }

    private static StepRow Row(string name, Guid id, JsonObject row)
    {
        var table = SyncedTables.All[name];
        return new StepRow(table, id, [.. table.Fields.Select(field => row[field.Name]?.GetValue<string>())]);
    }

    private static JsonObject Said(StepOutcome outcome) => outcome switch
    {
        { Refusal: { } refusal } => new() { ["refused"] = new JsonArray(refusal.Code, refusal.Field) },
        { AlreadyDone: true } => new() { ["done"] = true },
        _ => new()
        {
            ["writes"] = new JsonArray([.. outcome.Writes.Select(write => new JsonObject
            {
                ["table"] = write.Table,
                ["row"] = write.Row.ToString(),
                ["set"] = new JsonObject(write.Set.Select(one =>
                    KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
            })]),
        },
    };
}
