using System.Text.Json.Nodes;
using Tendril.Sync.Merge;
using Tendril.Sync.Tables;

namespace Tendril.Tests.Sync;

/// <summary>Runs the examples of a merge: one edit, one row, one answer.</summary>
public sealed class MergeTests
{
    public static TheoryData<string> Examples() => SyncExamples.NamesOf("merge");

    [Theory, MemberData(nameof(Examples))]
    public void Merges_as_the_example_says(string name)
    {
        var example = SyncExamples.Find("merge", name);
        var table = SyncExamples.Tables[example["table"]!.GetValue<string>()];
        var row = example["row"] is JsonObject known ? Row(table, known) : null;

        var result = RowMerge.Apply(row, Edit(table, example["edit"]!.AsObject()));

        var expect = example["expect"]!.AsObject();
        result.Outcome.ShouldBe(SyncExamples.Word<MergeOutcome>(expect["outcome"]));
        (result.Refusal?.Code).ShouldBe(expect["code"]?.GetValue<string>());
        result.Deleted.ShouldBe(expect["deleted"]?.GetValue<bool>() ?? false);
        foreach (var (field, value) in expect["values"]?.AsObject() ?? [])
            (result.Values ?? row!.Values)[table.PositionOf(field)]
                .ShouldBe(SyncExamples.Text(table.Find(field)!, value), field);
        if (expect["decisions"] is JsonArray decisions) Same(table, result.Decisions, decisions);
    }

    /// <summary>
    /// Whatever two people do to one field, what does not stand is in a decision: nothing vanishes silently.
    /// </summary>
    [Fact]
    public void A_value_that_does_not_stand_is_always_in_a_decision()
    {
        var table = SyncExamples.Tables["notes"];
        var title = table.PositionOf("title");
        string?[] values = ["a", "b", "c", null];
        foreach (var (before, theirs, mine) in
            from before in values from theirs in values from mine in values select (before, theirs, mine))
            foreach (var at in new[] { 500L, 1500L })
            {
                var row = new SyncedRow(Guid.Empty) { Revision = 9, Values = new string?[9], CreatedAt = 1000 };
                row.Values[title] = theirs;
                var result = RowMerge.Apply(row, new RowEdit(table, Guid.Empty, EditKind.Patch)
                {
                    BaseRevision = 3,
                    At = at,
                    Fields = [new FieldEdit(title, before, mine)],
                });
                var stands = (result.Values ?? row.Values)[title];
                if (stands != mine) result.Losses.ShouldContain(one => one.DeviceValue == mine);
                if (stands != theirs && before != theirs)
                    result.Losses.ShouldContain(one => one.ServerValue == theirs);
            }
    }

    private static SyncedRow Row(SyncTable table, JsonObject row)
    {
        var values = new string?[table.Fields.Count];
        foreach (var (field, value) in row["values"]!.AsObject())
            values[table.PositionOf(field)] = SyncExamples.Text(table.Find(field)!, value);
        return new SyncedRow(Guid.Empty)
        {
            Revision = row["revision"]!.GetValue<long>(),
            CreatedAt = row["createdAt"]!.GetValue<long>(),
            Deleted = row["deleted"]?.GetValue<bool>() ?? false,
            Values = values,
            EditedAt = (row["editedAt"]?.AsObject() ?? [])
                .ToDictionary(one => one.Key, one => one.Value!.GetValue<long>(), StringComparer.Ordinal),
        };
    }

    private static RowEdit Edit(SyncTable table, JsonObject edit) =>
        new(table, Guid.Empty, SyncExamples.Word<EditKind>(edit["kind"]))
        {
            BaseRevision = edit["base"]!.GetValue<long>(),
            At = edit["at"]!.GetValue<long>(),
            Fields = [.. (edit["set"]?.AsObject() ?? []).Select(set => new FieldEdit(
                table.PositionOf(set.Key),
                SyncExamples.Text(table.Find(set.Key)!, edit["old"]?[set.Key]),
                SyncExamples.Text(table.Find(set.Key)!, set.Value)))],
        };

    private static void Same(SyncTable table, IReadOnlyList<MergeDecision> decisions, JsonArray expected)
    {
        decisions.Count.ShouldBe(expected.Count);
        foreach (var (decision, expect) in decisions.Zip(expected.Select(one => one!.AsObject())))
        {
            string? Value(string key) => table.Find(decision.Field) is { } field
                ? SyncExamples.Text(field, expect[key]) : expect[key]?.GetValue<string>();
            decision.Field.ShouldBe(expect["field"]!.GetValue<string>());
            decision.Winner.ShouldBe(SyncExamples.Word<MergeWinner>(expect["winner"]));
            decision.Stands.ShouldBe(Value("stands"));
            if (expect.ContainsKey("serverValue")) decision.ServerValue.ShouldBe(Value("serverValue"));
            if (expect.ContainsKey("deviceValue")) decision.DeviceValue.ShouldBe(Value("deviceValue"));
        }
    }
}
