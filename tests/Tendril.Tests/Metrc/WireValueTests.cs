using System.Text.Json;
using Tendril.Metrc.Wire;

namespace Tendril.Tests.Metrc;

public class WireValueTests
{
    [Theory]
    [InlineData("\"2026-02-08\"", "2026-02-08")]
    [InlineData("\"2026-02-08T23:59:59-07:00\"", "2026-02-08")]
    [InlineData("\"2026-02-08 00:30:00\"", "2026-02-08")]
    [InlineData("\"0001-01-01\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void A_day_stays_the_day_it_is(string json, string? day) =>
        Package($"\"PackagedDate\":{json}").PackagedDate.ShouldBe(day is null ? null : DateOnly.Parse(day));

    [Theory]
    [InlineData("\"02/08/2026\"")]
    [InlineData("\"2026-02-30\"")]
    [InlineData("\"2026-02-08X\"")]
    [InlineData("20260208")]
    public void What_is_no_day_is_refused(string json) =>
        Should.Throw<JsonException>(() => Package($"\"PackagedDate\":{json}"));

    [Theory]
    [InlineData("\"2026-02-08T07:05:59.804361+00:00\"", "2026-02-08T07:05:59.8043610Z")]
    [InlineData("\"2026-02-08T00:05:59-07:00\"", "2026-02-08T07:05:59.0000000Z")]
    [InlineData("\"2026-02-08T07:05:59\"", "2026-02-08T07:05:59.0000000Z")]
    [InlineData("\"2026-02-08T07:05:59Z\"", "2026-02-08T07:05:59.0000000Z")]
    public void A_moment_is_read_with_its_offset_or_as_utc(string json, string moment) =>
        Package($"\"LastModified\":{json}").LastModified.ShouldNotBeNull().UtcDateTime.ToString("O").ShouldBe(moment);

    [Theory]
    [InlineData("\"0001-01-01T00:00:00-07:00\"")]
    [InlineData("\"0001-01-01T00:00:00+07:00\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    public void A_placeholder_is_no_moment(string json) =>
        Package($"\"LastModified\":{json}").LastModified.ShouldBeNull();

    [Theory]
    [InlineData("\"yesterday\"")]
    [InlineData("5")]
    public void What_is_no_moment_is_refused(string json) =>
        Should.Throw<JsonException>(() => Package($"\"LastModified\":{json}"));

    [Theory]
    [InlineData("\"WeightBased\"", "WeightBased")]
    [InlineData("0", "0")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("null", null)]
    public void A_word_may_come_as_a_number(string json, string? word) =>
        Package($"\"LabTestingState\":{json}").LabTestingState.ShouldBe(word);

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    public void A_flag_that_a_state_does_not_use_is_false(string json, bool flag) =>
        Package($"\"IsOnHold\":{json}").IsOnHold.ShouldBe(flag);

    [Fact]
    public void Names_are_read_in_any_case_and_unknown_ones_are_ignored()
    {
        var package = JsonSerializer.Deserialize(
            """{"iD":3,"label":"A","QUANTITY":0.30,"unitofmeasureNAME":"Grams","NewIn2027":{"a":[1]}}""",
            (System.Text.Json.Serialization.Metadata.JsonTypeInfo<MetrcPackage>)
                MetrcJson.Default.GetTypeInfo(typeof(MetrcPackage))!)!;

        (package.Id, package.Label, package.Quantity, package.UnitOfMeasureName).ShouldBe((3, "A", 0.30m, "Grams"));
    }

    [Theory]
    [InlineData("Id")]
    [InlineData("Label")]
    [InlineData("Quantity")]
    [InlineData("UnitOfMeasureName")]
    public void A_package_without_what_makes_it_one_is_refused(string name)
    {
        const string whole = """{"Id":1,"Label":"A","Quantity":1,"UnitOfMeasureName":"Grams"}""";
        var fields = whole.Replace($"\"{name}\"", "\"Other\"");

        Should.Throw<JsonException>(() => Read(fields)).Message.ShouldContain($"'{name}'");
    }

    [Fact]
    public void A_moment_and_a_day_are_written_as_they_are_read()
    {
        var package = Package(
            "\"LastModified\":\"2026-02-08T07:05:59-07:00\",\"PackagedDate\":\"2026-02-08T01:00:00\"");
        var json = JsonSerializer.Serialize(package, typeof(MetrcPackage), MetrcJson.Default);

        json.ShouldContain("\"LastModified\":\"2026-02-08T07:05:59-07:00\"");
        json.ShouldContain("\"PackagedDate\":\"2026-02-08\"");
        json.ShouldContain("\"ExpirationDate\":null");
        json.ShouldContain("\"ReceivedDateTime\":null");
        json.ShouldContain("\"IsOnHold\":false");
    }

    private static MetrcPackage Package(string field) =>
        Read($$"""{"Id":1,"Label":"A","Quantity":1,"UnitOfMeasureName":"Grams",{{field}}}""");

    private static MetrcPackage Read(string json) =>
        (MetrcPackage)JsonSerializer.Deserialize(json, typeof(MetrcPackage), MetrcJson.Default)!;
}
