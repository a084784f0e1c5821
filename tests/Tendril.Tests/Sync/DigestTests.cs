using Tendril.Sync;

namespace Tendril.Tests.Sync;

/// <summary>Runs the examples of what both sides count to see that they hold the same rows.</summary>
public sealed class DigestTests
{
    public static TheoryData<string> Examples() => SyncExamples.NamesOf("digest");

    [Theory, MemberData(nameof(Examples))]
    public void Counts_as_the_example_says(string name)
    {
        var example = SyncExamples.Find("digest", name);
        var rows = example["rows"]!.AsArray().Select(row => (
            Id: Guid.Parse(row![0]!.GetValue<string>()), Revision: row[1]!.GetValue<long>())).ToList();
        var digest = new Digest();

        foreach (var row in rows) digest.Add(row.Id, row.Revision);

        digest.Rows.ShouldBe(example["expect"]!["rows"]!.GetValue<long>());
        digest.Sum.ShouldBe(example["expect"]!["sum"]!.GetValue<long>());
        foreach (var row in rows) digest.Remove(row.Id, row.Revision);
        digest.ShouldBe(new Digest());
    }
}
