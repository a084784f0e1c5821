using System.Text.Json;
using System.Text.Json.Nodes;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;
using Tendril.Domain.Organisation;
using Tendril.Domain.Rules;
using Tendril.Domain.Tasks;
using Tendril.Domain.Values;
using Tendril.Tests.Domain.Rules;

namespace Tendril.Tests.Domain;

/// <summary>Runs the examples of <c>tests/conformance/rules</c>, which the web app runs too.</summary>
public class ConformanceTests
{
    private static readonly string Folder =
        Path.Combine(RuleFileTests.RepositoryRoot(), "tests", "conformance", "rules");

    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        foreach (var file in Directory.GetFiles(Folder, "*.json").Select(Path.GetFileName).Order())
            foreach (var example in Read(file!)["examples"]!.AsArray())
                examples.Add(file!, example!["name"]!.GetValue<string>());
        return examples;
    }

    [Theory, MemberData(nameof(Examples))]
    public void Decides_as_the_example_says(string file, string name)
    {
        var document = Read(file);
        var example = document["examples"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == name)!;
        var given = example["given"]!.AsObject();
        JsonNode answer = document["rule"]!.GetValue<string>() switch
        {
            "plant_batch" => PlantBatch(given),
            "tag" => Either(Tag.Parse(Text(given, "text")), "tag"),
            "quantity" => QuantityIn(given),
            "batch_stage" => Stages(given),
            "text" => Either(FieldRules.Current.Text(Text(given, "rule")!, Text(given, "text"), "text"), "text"),
            "permission" =>
                List(Roles.Current.PermissionsOf(Word<Role>(given, "role")!.Value).Order(StringComparer.Ordinal)),
            "sentence" => Sentence.Of(
                Text(given, "area")!, Finding.Warning("x", Text(given, "field")!, Text(given, "message")!, "")),
            "sync_badge" => WireName.Of(SyncBadges.Of(
                Word<DomainType>(given, "domain")!.Value, Word<MappingStatus>(given, "mapping"),
                Word<ReportState>(given, "operation"))),
            "recurrence" => Days(given),
            "task_step" => TaskStepExample.Decide(given),
            "wall_clock" => new JsonObject { ["moment"] = MomentOf(given) },
            "step" => StepExamples.Decide(given),
            "harvest_weights" => StepExamples.Weights(given),
            "harvest_weight" => StepExamples.Weight(given),
            "harvest_start" => StepExamples.Start(given),
            var rule => throw new InvalidOperationException($"{file}: no test reads the rule {rule}"),
        };
        JsonNode.DeepEquals(answer, example["expect"]).ShouldBeTrue($"{name}: {answer.ToJsonString()}");
    }

    [Fact]
    public void Runs_all_files() => Examples().Count.ShouldBeGreaterThan(100);

    private static JsonArray PlantBatch(JsonObject given)
    {
        var draft = given["draft"].Deserialize<PlantBatchDraft>(JsonSerializerOptions.Web)!;
        var today = DateOnly.Parse(Text(given, "today")!);
        var findings = PlantBatchRules.Current.Check(draft, StateRules.For(Text(given, "state")!, today), today);
        return new JsonArray([.. findings.Select(one => new JsonObject
        {
            ["code"] = one.Code, ["severity"] = WireName.Of(one.Severity), ["field"] = one.Field,
        })]);
    }

    private static JsonObject QuantityIn(JsonObject given)
    {
        if (UnitOfMeasure.Parse(Text(given, "from"), "from").Refused(out var problem, out var from)
            || UnitOfMeasure.Parse(Text(given, "to"), "to").Refused(out problem, out var to)
            || Quantity.Of(decimal.Parse(Text(given, "amount")!), from).Refused(out problem, out var quantity)
            || quantity.In(to).Refused(out problem, out var converted))
            return new JsonObject { ["code"] = problem.Code };
        return new JsonObject { ["amount"] = converted.Amount.ToString("0.##########") };
    }

    private static JsonArray Stages(JsonObject given) => List(BatchStages.Current.NextOf(
        Word<DomainType>(given, "domain")!.Value, Word<BatchStage>(given, "stage")!.Value,
        given["vegetativeStep"]!.GetValue<bool>()).Select(WireName.Of));

    private static JsonObject Days(JsonObject given)
    {
        var except = given["except"]?.AsArray().Select(day => DateOnly.Parse(day!.GetValue<string>()));
        if (Recurrence.Of(Text(given, "rule"), Text(given, "startsAt"), Text(given, "timeZone"), except)
            .Refused(out var problem, out var series)) return new JsonObject { ["code"] = problem.Code };
        var from = Text(given, "from") is { } day ? DateOnly.Parse(day) : DateOnly.MinValue;
        var days = series.Days().Where(one => one >= from).Take(given["take"]!.GetValue<int>());
        return new JsonObject { ["dates"] = List(days.Select(one => $"{one:yyyy-MM-dd}")) };
    }

    private static string MomentOf(JsonObject given)
    {
        WallClock.TryRead(Text(given, "wall"), out var wall).ShouldBeTrue();
        SiteZone.Parse(Text(given, "timeZone")).Refused(out _, out var zone).ShouldBeFalse();
        return $"{zone!.MomentOf(wall):yyyy-MM-dd'T'HH:mm:ss'Z'}";
    }

    private static JsonObject Either<T>(Result<T> result, string key) where T : notnull =>
        result.Refused(out var problem, out var value)
            ? new JsonObject { ["code"] = problem.Code }
            : new JsonObject { [key] = value.ToString() };

    private static JsonArray List(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);

    private static string? Text(JsonObject given, string key) => given[key]?.GetValue<string>();

    private static T? Word<T>(JsonObject given, string key) where T : struct, Enum =>
        Text(given, key) is not { } text ? null
        : WireName.TryParse<T>(text, out var value) ? value
        : throw new InvalidOperationException(text);

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!;
}
