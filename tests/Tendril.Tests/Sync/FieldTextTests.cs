using Tendril.Sync.Tables;

namespace Tendril.Tests.Sync;

/// <summary>Runs the examples of values: what a field takes, and its one canonical text.</summary>
public sealed class FieldTextTests
{
    public static TheoryData<string> Examples() => SyncExamples.NamesOf("values");

    [Theory, MemberData(nameof(Examples))]
    public void Reads_as_the_example_says(string name)
    {
        var example = SyncExamples.Element("values", name);
        var place = example.GetProperty("field").GetString()!.Split('.');
        var field = SyncExamples.Tables[place[0]].Find(place[1])!;

        var wrong = FieldText.TryRead(field, example.GetProperty("json"), out var text);

        if (example.TryGetProperty("refused", out _)) wrong.ShouldNotBeNull();
        else wrong.ShouldBeNull();
        if (example.TryGetProperty("text", out var expected)) text.ShouldBe(expected.GetString());
        if (example.TryGetProperty("entries", out var entries)) FieldText.Entries(text).ShouldBe(
            entries.EnumerateArray().Select(entry => entry.GetString()!));
    }

    [Theory, InlineData("12.5"), InlineData("0"), InlineData("-3"), InlineData("100"), InlineData("0.0001")]
    public void A_decimal_has_one_text_however_many_zeros_it_carries(string text)
    {
        var value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        FieldText.Of(value).ShouldBe(text);
        FieldText.Of(value * 1.000m).ShouldBe(text);
    }
}
