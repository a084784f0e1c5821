using System.IO.Compression;
using System.Text;
using Tendril.Metrc;
using static Tendril.Tests.Metrc.Answers;

namespace Tendril.Tests.Metrc;

/// <summary>Bad weather for reads: every one of these must be a failure with a reason, never an empty list.</summary>
public class ReadFailureTests
{
    [Theory]
    [InlineData("", "with nothing in it")]
    [InlineData("<!DOCTYPE html><html><title>Scheduled work</title></html>", "instead of data: Scheduled work")]
    [InlineData("  <html></html>", "web page instead of data")]
    [InlineData("null", "null instead of an object")]
    [InlineData("{}", "missing required properties including: 'Data'")]
    [InlineData("""{"Data":null}""", "'Data'")]
    [InlineData("""{"Message":"hello"}""", "'Data'")]
    [InlineData("[null]", "null instead of a row")]
    [InlineData("""[{"Id":1,"Name":"A"},{"Id":2,"Name":"B""", "$[1].Name")]
    [InlineData("""[{"Id":"one","Name":"A"}]""", "$[0].Id")]
    [InlineData("""[{"Id":1,"Name":null}]""", "$[0].Name")]
    [InlineData("""[{"Id":1}]""", "'Name'")]
    [InlineData("""[{"Id":1,"Name":"A","IsUsed":"yes"}]""", "$[0].IsUsed")]
    [InlineData("""[{"Id":1,"Name":"A","TestingStatus":{}}]""", "$[0].TestingStatus")]
    [InlineData("""[{"Id":1,"Name":"A","ThcLevel":1e99}]""", "$[0].ThcLevel")]
    public async Task A_body_that_is_not_what_was_asked_for(string body, string reason)
    {
        await using var metrc = new RawMetrc(body);
        using var client = metrc.Client();

        var lost = (await client.StrainsAsync()).Failure().ShouldBeOfType<MetrcFailure.Unavailable>();

        lost.Reason.ShouldContain(reason);
        lost.RetryAfter.ShouldBeNull();
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(301)]
    public async Task A_status_that_promises_nothing(int status)
    {
        await using var metrc = new RawMetrc("Try later", status, "Retry-After: 3");
        using var client = metrc.Client();

        var lost = (await client.StrainsAsync()).Failure().ShouldBeOfType<MetrcFailure.Unavailable>();

        lost.Reason.ShouldBe($"Metrc answered HTTP {status}: Try later");
        lost.RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
        lost.Exchange.ShouldNotBeNull().ResponseBody.ShouldBe("Try later");
    }

    [Fact]
    public async Task A_connection_that_is_reset()
    {
        await using var metrc = new RawMetrc((_, line) =>
        {
            line.Reset();
            return Task.CompletedTask;
        });
        using var client = metrc.Client();

        (await client.StrainsAsync()).Failure().Message.ShouldContain("broke before an answer");
    }

    [Theory]
    [InlineData("Content-Type: application/json", "[", false)]
    [InlineData("Transfer-Encoding: chunked", "5\r\n[{\"Id", true)]
    public async Task A_body_that_is_cut_off(string headers, string start, bool chunked)
    {
        await using var metrc = new RawMetrc(async (_, line) =>
        {
            if (chunked) await line.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{headers}\r\n\r\n{start}"));
            else await line.HeadAsync(200, 50, headers);
            if (!chunked) await line.WriteAsync(Encoding.ASCII.GetBytes(start));
            line.Close();
        });
        using var client = metrc.Client();

        (await client.StrainsAsync()).Failure().Message.ShouldContain("broke off after");
    }

    [Fact]
    public async Task A_body_that_drips_longer_than_the_time_for_one_read()
    {
        await using var metrc = new RawMetrc(async (_, line) =>
        {
            await line.HeadAsync(200, 100_000);
            while (true)
            {
                await line.WriteAsync("["u8.ToArray());
                await Task.Delay(20, Cancel);
            }
        });
        using var client = metrc.Client(new MetrcSettings { ReadTimeout = TimeSpan.FromMilliseconds(200) });

        (await client.StrainsAsync()).Failure().Message.ShouldContain("no complete answer from 127.0.0.1");
    }

    [Fact]
    public async Task Cancelling_is_not_a_timeout()
    {
        using var cancel = new CancellationTokenSource();
        await using var metrc = new RawMetrc(async (_, line) =>
        {
            await line.HeadAsync(200, 100);
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, Cancel);
        });
        using var client = metrc.Client();

        await Should.ThrowAsync<OperationCanceledException>(
            () => client.ListAsync(MetrcApi.ActiveStrains, License, null, cancel.Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_larger_than_allowed(bool announced)
    {
        await using var metrc = new RawMetrc((_, line) => announced
            ? line.ReplyAsync(200, new string('[', 5000))
            : line.WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n{new string('[', 5000)}\r\n0\r\n\r\n")));
        using var client = metrc.Client(new MetrcSettings { MostBodyBytes = 1000 });

        (await client.StrainsAsync()).Failure().Message.ShouldBe("the answer is larger than 1000 bytes");
    }

    [Fact]
    public async Task A_compressed_body_is_read_and_a_broken_one_is_a_failure()
    {
        await using var metrc = new RawMetrc((asked, line) => line.ReplyAsync(
            200, asked.Path.Contains("inactive") ? [0x1f, 0x8b, 8, 0, 9, 9, 9] : Gzip("[]"), "Content-Encoding: gzip"));
        using var client = metrc.Client();

        (await client.StrainsAsync()).Data().Rows.ShouldBeEmpty();
        (await client.ListAsync(MetrcApi.InactiveStrains, License, null, Cancel)).Failure()
            .ShouldBeOfType<MetrcFailure.Unavailable>();
    }

    public static TheoryData<string, byte[]> Readable => new()
    {
        { "application/json; charset=utf-8", Encoding.UTF8.GetBytes(Crème) },
        { "application/json; charset=utf8", Encoding.UTF8.GetBytes(Crème) },
        { "application/json; charset=\"UTF-8\"", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Crème)] },
        { "application/json; charset=iso-8859-1", Encoding.UTF8.GetBytes(Crème) },
        { "application/json; charset=iso-8859-1", Encoding.Latin1.GetBytes(Crème) },
        { "application/json; charset=windows-1252", Encoding.Latin1.GetBytes(Crème) },
        { "application/json; charset=utf-16", Encoding.UTF8.GetBytes(Crème) },
        { "application/json; charset=utf-16", Encoding.Unicode.GetBytes(Crème) },
        { "application/json", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Crème)] },
        { "application/json", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Crème)] },
        { "application/json", Encoding.BigEndianUnicode.GetBytes(Crème) },
        { "application/json; charset=klingon", Encoding.UTF8.GetBytes(Crème) },
        { "text/html", Encoding.UTF8.GetBytes(Crème) },
        { "complete nonsense;;;", Encoding.UTF8.GetBytes(Crème) },
    };

    private const string Crème = """[{"Id":1,"Name":"Crème brûlée"}]""";

    [Theory, MemberData(nameof(Readable))]
    public async Task A_name_arrives_exactly_whatever_the_header_claims(string type, byte[] body)
    {
        await using var metrc = new RawMetrc((_, line) => line.ReplyAsync(200, body, $"Content-Type: {type}"));
        using var client = metrc.Client();

        (await client.StrainsAsync()).Data().Rows.Single().Name.ShouldBe("Crème brûlée");
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=klingon")]
    [InlineData("application/json; charset=us-ascii")]
    [InlineData("application/json")]
    public async Task Bytes_that_nothing_explains_are_refused_rather_than_guessed(string type)
    {
        await using var metrc = new RawMetrc((_, line) =>
            line.ReplyAsync(200, Encoding.Latin1.GetBytes(Crème), $"Content-Type: {type}"));
        using var client = metrc.Client();

        (await client.StrainsAsync()).Failure().Message.ShouldContain("neither UTF-8 nor readable as declared");
        (await client.SendAsync(Planting("A"), License, Cancel)).ShouldBeOfType<SendOutcome.Unknown>()
            .Reason.ShouldContain("no readable charset");
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
