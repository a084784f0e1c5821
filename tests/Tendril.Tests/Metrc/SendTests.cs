using System.Net;
using System.Net.Sockets;
using Tendril.Metrc;
using Tendril.Metrc.Wire;
using static Tendril.Tests.Metrc.Answers;

namespace Tendril.Tests.Metrc;

public class SendTests
{
    [Theory]
    [InlineData("""{"Ids":[41,42],"Warnings":null}""", "")]
    [InlineData("""{"ids":[41,42]}""", "")]
    [InlineData("""{"Ids":[41,42],"Warnings":"Careful"}""", "Careful")]
    [InlineData("""{"Ids":[41,42],"Warnings":["One","Two"]}""", "One|Two")]
    [InlineData("""{"Ids":[41,42],"Warnings":[{"Row":1}]}""", """{"Row":1}""")]
    public async Task Accepted_tells_the_ids_in_order_and_the_warnings(string body, string warnings)
    {
        await using var metrc = new RawMetrc(body);
        using var client = metrc.Client();

        var accepted = (await client.SendAsync(Planting("A", "B"), License, Cancel))
            .ShouldBeOfType<SendOutcome.Accepted>();

        accepted.Ids.ShouldBe([41, 42]);
        string.Join('|', accepted.Warnings).ShouldBe(warnings);
        metrc.Requests.Single().Target.ShouldBe("/plantbatches/v2/plantings?licenseNumber=403-X0001");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData("""{"Ids":null}""")]
    [InlineData("""{"Ids":[41]}""")]
    [InlineData("""{"Ids":[41,42,43]}""")]
    [InlineData("""{"Ids":[41,0]}""")]
    [InlineData("""{"Ids":[41,"42"]}""")]
    [InlineData("""{"Ids":[41,42""")]
    [InlineData("<html><title>Welcome</title></html>")]
    public async Task A_success_that_does_not_name_its_ids_is_unknown(string body)
    {
        await using var metrc = new RawMetrc(body);
        using var client = metrc.Client();

        var unknown = (await client.SendAsync(Planting("A", "B"), License, Cancel))
            .ShouldBeOfType<SendOutcome.Unknown>();

        unknown.Reason.ShouldNotBeEmpty();
        unknown.Exchange.Status.ShouldBe(200);
        metrc.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(413)]
    public async Task A_clear_no_is_refused_with_its_rows(int status)
    {
        await using var metrc = new RawMetrc("""[{"row":1,"message":"Plant Batch Name was not specified"}]""", status);
        using var client = metrc.Client();

        var refused = (await client.SendAsync(Planting("A", "B"), License, Cancel))
            .ShouldBeOfType<SendOutcome.Refused>();

        refused.Status.ShouldBe(status);
        refused.Errors.ShouldBe([new MetrcRowError(1, "Plant Batch Name was not specified")]);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_status_that_says_neither_yes_nor_no_is_unknown_and_nothing_is_sent_again(int status)
    {
        await using var metrc = new RawMetrc(
            "<html><head><title>Bad &amp; busy</title></head></html>", status, "Location: /elsewhere");
        using var client = metrc.Client(new MetrcSettings { Retry = new ReadRetry(new Random(1)) });

        var unknown = (await client.SendAsync(Planting("A"), License, Cancel)).ShouldBeOfType<SendOutcome.Unknown>();

        unknown.Reason.ShouldBe($"Metrc answered HTTP {status}: a web page instead of data: Bad & busy");
        metrc.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Asked_to_slow_down_is_a_wait_of_the_length_named()
    {
        await using var metrc = new RawMetrc("", 429, "Retry-After: 7");
        using var client = metrc.Client();

        (await client.SendAsync(Planting("A"), License, Cancel)).ShouldBeOfType<SendOutcome.Wait>()
            .RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_host_that_refuses_the_connection_is_a_wait_because_nothing_was_sent()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)nobody.LocalEndpoint).Port}/");
        nobody.Stop();
        using var client = new MetrcClient(MetrcClient.NewHandler(), new MetrcConnection(address, "vendor", "user"),
            new MetrcSettings(), MetrcLimiter.None, TimeProvider.System);

        var wait = (await client.SendAsync(Planting("A"), License, Cancel)).ShouldBeOfType<SendOutcome.Wait>();

        wait.Reason.ShouldContain("could not connect to 127.0.0.1");
        wait.Exchange.Status.ShouldBeNull();
    }

    [Fact]
    public async Task A_connection_reset_after_the_request_is_unknown()
    {
        await using var metrc = new RawMetrc((_, line) =>
        {
            line.Reset();
            return Task.CompletedTask;
        });
        using var client = metrc.Client();

        (await client.SendAsync(Planting("A"), License, Cancel)).ShouldBeOfType<SendOutcome.Unknown>()
            .Reason.ShouldContain("broke before an answer");
        metrc.Requests.Count.ShouldBe(1);
    }

    /// <summary>The handler repeats reads on a kept connection that died; for a write that would be twice.</summary>
    [Fact]
    public async Task A_write_on_a_kept_connection_that_dies_is_not_repeated_by_the_handler()
    {
        var posts = 0;
        await using var metrc = new RawMetrc(async (asked, line) =>
        {
            if (asked.Method == "GET") await line.ReplyAsync(200, "[]");
            else if (Interlocked.Increment(ref posts) == 1) line.Close();
            else await line.ReplyAsync(200, """{"Ids":[1]}""");
        });
        using var client = metrc.Client();
        (await client.ListAsync(MetrcApi.ActiveUnits, null, null, Cancel)).Data();

        (await client.SendAsync(Planting("A"), License, Cancel)).ShouldBeOfType<SendOutcome.Unknown>();

        posts.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_cut_off_in_the_middle_is_unknown()
    {
        await using var metrc = new RawMetrc(async (_, line) =>
        {
            await line.HeadAsync(200, 100);
            await line.WriteAsync("""{"Ids":[1]"""u8.ToArray());
            line.Close();
        });
        using var client = metrc.Client();

        (await client.SendAsync(Planting("A"), License, Cancel)).ShouldBeOfType<SendOutcome.Unknown>()
            .Reason.ShouldContain("broke off after 10 bytes");
    }

    [Fact]
    public async Task A_no_whose_body_is_cut_off_is_still_a_no()
    {
        await using var metrc = new RawMetrc(async (_, line) =>
        {
            await line.HeadAsync(400, 100);
            line.Close();
        });
        using var client = metrc.Client();

        (await client.SendAsync(Planting("A"), License, Cancel)).ShouldBeOfType<SendOutcome.Refused>()
            .Errors.Single().Message.ShouldBe("Metrc gave no reason.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Too_slow_is_unknown_for_headers_and_for_the_body(bool headersCome)
    {
        await using var metrc = new RawMetrc(async (_, line) =>
        {
            if (headersCome) await line.HeadAsync(200, 100);
            await Task.Delay(Timeout.Infinite, Cancel);
        });
        using var client = metrc.Client(new MetrcSettings { WriteTimeout = TimeSpan.FromMilliseconds(150) });

        (await client.SendAsync(Planting("A"), License, Cancel)).ShouldBeOfType<SendOutcome.Unknown>()
            .Reason.ShouldContain("within 0.15 s");
    }

    [Fact]
    public async Task Cancelling_throws_and_is_seen_by_the_observer()
    {
        MetrcExchange? seen = null;
        using var cancel = new CancellationTokenSource();
        await using var metrc = new RawMetrc(async (_, _) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, Cancel);
        });
        using var client = metrc.Client(new MetrcSettings { Observe = exchange => seen = exchange });

        await Should.ThrowAsync<OperationCanceledException>(
            () => client.SendAsync(Planting("A"), License, cancel.Token));

        seen.ShouldNotBeNull().Failure.ShouldBe("cancelled by us");
        await Should.ThrowAsync<OperationCanceledException>(
            () => client.SendAsync(Planting("A"), License, cancel.Token));
        metrc.Requests.Count.ShouldBe(1, "cancelled before it began, nothing is sent");
    }

    [Fact]
    public async Task Refuses_no_object_and_more_than_ten()
    {
        await using var metrc = new RawMetrc("{}");
        using var client = metrc.Client();
        var eleven = Planting([.. Enumerable.Range(1, 11).Select(number => $"Batch {number}")]);

        await Should.ThrowAsync<ArgumentException>(() => client.SendAsync(Planting(), License, Cancel));
        await Should.ThrowAsync<ArgumentException>(() => client.SendAsync(eleven, License, Cancel));
        await Should.ThrowAsync<ArgumentException>(() => client.SendAsync(Planting("A"), "", Cancel));
        metrc.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stored_write_is_sent_byte_for_byte()
    {
        await using var metrc = new RawMetrc("""{"Ids":[9]}""");
        using var client = metrc.Client();
        const string stored = """[ { "Name" : "Zoë's 🌱", "Unknown": 1.10 } ]""";

        var outcome = await client.SendAsync(
            MetrcWrite.FromJson("CreatePlantBatchesPlantings", stored), License, Cancel);

        metrc.Requests.Single().Body.ShouldBe(stored);
        metrc.Requests.Single().Head.ShouldContain("Content-Type: application/json; charset=utf-8");
        outcome.Exchange.RequestBody.ShouldBe(stored);
    }

    [Theory]
    [InlineData("GetActivePackages", "[{}]")]
    [InlineData("Nothing", "[{}]")]
    [InlineData("CreateStrains", "{}")]
    [InlineData("CreateStrains", "[1]")]
    [InlineData("CreateStrains", "[{")]
    public void Refuses_a_stored_write_that_is_none(string name, string json) =>
        Should.Throw<ArgumentException>(() => MetrcWrite.FromJson(name, json));

    [Fact]
    public void A_planting_is_written_with_the_documented_names_and_dates_without_time()
    {
        var write = MetrcWrite.Create(MetrcApi.CreatePackagePlantings, new MetrcPackagePlanting
        {
            PackageLabel = "1A4FF0300000261000009905",
            PackageAdjustmentAmount = 2.50m,
            PlantCount = 3,
            PlantedDate = new DateOnly(2026, 11, 20),
        });

        write.Rows.ShouldBe(1);
        write.Json.ShouldStartWith("""[{"PackageLabel":"1A4FF0300000261000009905","PackageAdjustmentAmount":2.50,""");
        write.Json.ShouldContain(""""PlantCount":3,"LocationName":null,"""");
        write.Json.ShouldContain("""PlantedDate":"2026-11-20",""");
    }
}
