using System.Reflection;
using System.Text.RegularExpressions;
using Tendril.Domain;
using Tendril.Server.Platform;
using Tendril.Sync;

namespace Tendril.Tests.Domain;

public class CodesTests
{
    private static readonly IReadOnlyList<ProblemCode> All = [.. ServerCodes.Areas.SelectMany(area => area.Codes)];

    [Fact]
    public void Lists_every_code_that_exists()
    {
        var engine = FieldsOf<SyncCode>(typeof(SyncCode).Assembly)
            .Select(code => new ProblemCode(code.Code, code.Cause, code.Remedy));
        var existing = new[] { typeof(ProblemCode).Assembly, typeof(ServerCodes).Assembly }
            .SelectMany(FieldsOf<ProblemCode>).Concat(engine);
        All.ShouldBe(existing, ignoreOrder: true);
        Codes.All.ShouldBeSubsetOf(All);
    }

    private static IEnumerable<T> FieldsOf<T>(Assembly assembly) => assembly.GetTypes()
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(field => field.FieldType == typeof(T)).Select(field => (T)field.GetValue(null)!);

    [Fact]
    public void Names_each_code_once() =>
        All.GroupBy(code => code.Code).Where(group => group.Count() > 1).Select(group => group.Key)
            .ShouldBeEmpty();

    [Fact]
    public void Spells_codes_in_small_letters_and_underscores() =>
        All.Select(code => code.Code)
            .Where(code => !Regex.IsMatch(code, "^[a-z][a-z0-9]*(_[a-z0-9]+)*(\\.[a-z][a-z0-9]*(_[a-z0-9]+)*)?$"))
            .ShouldBeEmpty();

    [Fact]
    public void Explains_each_code_in_sentences() =>
        All.Where(code => !code.Cause.EndsWith('.') || !code.Remedy.EndsWith('.') || code.Cause.Length < 20)
            .ShouldBeEmpty();

    // The names that the rules' specification promises; renaming one breaks somebody's integration.
    [Theory]
    [InlineData("name_required type_required count_required strain_required location_required planted_date_required")]
    [InlineData("invalid_domain_type invalid_batch_type count_not_positive high_plant_count exceeds_batch_limit")]
    [InlineData("invalid_name_length special_characters_in_name batch_name_not_a_free_tag missing_cultivar")]
    [InlineData("strain_not_linked planted_date_invalid planted_date_in_future old_planted_date")]
    [InlineData("invalid_stage_for_sync source_required multiple_sources too_many_batches duplicate_batch_names")]
    [InlineData("already_synced invalid_tag_format large_decrease count_increase percentage_sum_mismatch")]
    [InlineData("close_match_found unit_mismatch location_not_found location_not_for_plant_batches")]
    public void Keeps_the_promised_codes(string codes) =>
        codes.Split(' ').Except(All.Select(code => code.Code)).ShouldBeEmpty();

    [Fact]
    public void Makes_problems_and_findings_that_carry_the_code_and_the_remedy()
    {
        var code = new ProblemCode("area.reason", "Why.", "Do this.");
        code.Refuse("No", "field").ShouldBe(new Problem("area.reason", "No", "field", "Do this."));
        code.Refuse("No", kind: ProblemKind.Conflict, help: "Other").Help.ShouldBe("Other");
        code.Error("f", "m").ShouldBe(new Finding("area.reason", Severity.Error, "f", "m", "Do this."));
        code.Warning("f", "m", "h").ShouldBe(new Finding("area.reason", Severity.Warning, "f", "m", "h"));
    }

    [Fact]
    public void Writes_a_table_that_survives_bars() =>
        Codes.Document([new CodeArea("Test", [new ProblemCode("a.b", "Seed | Clone.", "Choose.")])])
            .ShouldEndWith(
                "## Test\n\n| code | cause | what to do |\n|---|---|---|\n| `a.b` | Seed \\| Clone. | Choose. |\n");
}

public class ChecksTests
{
    private static readonly ProblemCode Code = new("area.reason", "Why.", "Do this.");

    [Fact]
    public void Refuses_with_the_first_error_and_tells_everything()
    {
        var checks = new Checks();
        checks.Add(null);
        checks.Add(Code.Warning("a", "look"));
        checks.Take<int>(Code.Refuse("bad", "b")).ShouldBe(0);
        checks.Take<int>(7).ShouldBe(7);
        checks.AddAll([Code.Error("c", "worse")]);
        checks.Refused(out var problem).ShouldBeTrue();
        (problem!.Message, problem.Field, problem.Findings.Count).ShouldBe(("bad", "b", 3));
        checks.Warnings.Count.ShouldBe(1);
        checks.Errors.Count.ShouldBe(2);
    }

    [Fact]
    public void Warnings_alone_refuse_nothing()
    {
        var checks = new Checks();
        checks.Add(Code.Warning("a", "look"));
        checks.Refused(out _).ShouldBeFalse();
    }

    [Fact]
    public void A_problem_without_field_or_help_becomes_a_finding_with_empty_ones() =>
        new Problem("a.b", "m").AsFinding().ShouldBe(new Finding("a.b", Severity.Error, "", "m", ""));
}
