using System.Net.Http.Json;
using System.Text;
using Tendril.Domain.Compliance;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Tests.Metrc;
using Tendril.Tests.Organisation;

namespace Tendril.Tests.Compliance.Push;

/// <summary>What Metrc says is kept in a form that the database takes and people can read.</summary>
public sealed class KeptTextTests(StillServer server) : IClassFixture<StillServer>
{
    [Theory]
    [InlineData(null, 5, null)]
    [InlineData("", 5, "")]
    [InlineData("abcdef", 5, "abcde")]
    [InlineData("abc\0def", 5, "abcde")]
    [InlineData("abcd😀", 5, "abcd")]
    [InlineData("abcd😀", 6, "abcd😀")]
    [InlineData("\0\0", 5, "")]
    public void Keeps_whole_characters_up_to_the_length(string? text, int longest, string? kept) =>
        KeptText.Of(text, longest).ShouldBe(kept);

    // Half characters cannot stand in an attribute.
    [Fact]
    public void Shows_that_half_a_character_was_there()
    {
        KeptText.Of("ab\ud83d", 5).ShouldBe("ab\ufffd");
        KeptText.Of("\ude00ab", 5).ShouldBe("\ufffdab");
    }

    [Fact]
    public void Never_throws_and_is_always_whole()
    {
        var random = new Random(20261120);
        for (var i = 0; i < 2_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => (char)(random.Next(4) switch
            {
                0 => random.Next(0xD800, 0xE000),
                1 => 0,
                _ => random.Next(0x20, 0xFFFF),
            }))]);
            var kept = KeptText.Of(text, random.Next(12))!;
            kept.ShouldNotContain('\0');
            Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(kept)).ShouldBe(kept);
        }
    }

    // Cut at an even length, the body would end with half a sign; and a refusal may hold what no text column takes.
    [Fact]
    public async Task A_long_odd_refusal_is_kept_and_shown()
    {
        var grower = await server.CreateGrowerAsync("Odd");
        using var client = await grower.Tenant.ClientAsync();
        var words = "x" + string.Concat(Enumerable.Repeat("😀", 40_000));
        await using var metrc = new RawMetrc($$"""{"Message":"a\u0000b {{words}}"}""", status: 400);
        await grower.ChangeAsync($"UPDATE metrc_credentials SET base_url = {metrc.Address.ToString()}");
        var id = await ReportSteps.RecordAsync(client, (await grower.AddBatchAsync()).Id);

        (await grower.RunAsync(id)).ShouldBeTrue();

        var detail = await client.ReadAsync($"/api/compliance/operations/{id}");
        var operation = detail.GetProperty("operation");
        operation.Text("state").ShouldBe("refused");
        operation.Text("error").ShouldStartWith("ab x😀");
        operation.Text("error").ShouldNotContain('\ufffd');
        var said = detail.GetProperty("evidence")[0];
        said.Text("responseBody").ShouldContain("😀");
        said.Text("responseBody").ShouldNotContain('\ufffd');
        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.Refused);
    }
}
