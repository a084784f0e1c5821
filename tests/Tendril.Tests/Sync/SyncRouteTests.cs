using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Tendril.Tests.Support;

namespace Tendril.Tests.Sync;

/// <summary>A stranger's device pushes and pulls over HTTP.</summary>
public sealed class SyncRouteTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_rows_of_a_table_come_again_when_they_are_asked_for()
    {
        var tenant = await server.CreateTenantAsync("Again");
        using var phone = await SyncClient.OpenAsync(tenant);
        await phone.ResultsAsync(SyncClient.Task(tenant.SiteId, "Old"));
        var cursor = (await phone.PullAsync()).Lines.Cursor;
        (await phone.PullAsync(cursor)).Lines.Frames.ShouldBeEmpty();

        var (_, lines) = await phone.PullAsync(cursor, "tasks", "nowhere");

        lines.Values("tasks", "created", "title").ShouldBe(["Old"]);
        lines.Frames.Count().ShouldBe(1);
        lines.IsFirst.ShouldBeFalse();
    }

    [Fact]
    public async Task What_one_device_pushes_another_pulls()
    {
        var tenant = await server.CreateTenantAsync("Routes");
        using var phone = await SyncClient.OpenAsync(tenant);
        using var tablet = await SyncClient.OpenAsync(tenant);

        var (status, answer) = await phone.PushAsync(SyncClient.Task(tenant.SiteId, "Water the veg room"));
        var (pulled, lines) = await tablet.PullAsync();

        status.ShouldBe(HttpStatusCode.OK, answer.ToJsonString());
        var result = answer["results"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        result.Status().ShouldBe("applied");
        answer["revision"]!.GetValue<long>().ShouldBe(result["revision"]!.GetValue<long>());
        pulled.ShouldBe(HttpStatusCode.OK);
        lines.Values("tasks", "created", "title").ShouldBe(["Water the veg room"]);
        lines.Lines[^1]["end"]!.GetValue<bool>().ShouldBeTrue();
        lines.Lines[0]["epoch"]!.GetValue<long>().ShouldBeGreaterThan(1);
        (await tablet.PullAsync(lines.Cursor)).Lines.Frames.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sent_again_an_operation_gets_the_answer_of_the_first_time()
    {
        var tenant = await server.CreateTenantAsync("Replay");
        using var phone = await SyncClient.OpenAsync(tenant);
        var operation = SyncClient.Task(tenant.SiteId, "Once");

        await phone.ResultsAsync(operation);
        var again = (await phone.ResultsAsync(operation, operation));

        again.ShouldAllBe(one => one.Status() == "duplicate" && one["first"]!.GetValue<string>() == "applied");
        (await phone.PullAsync()).Lines.Values("tasks", "created", "title").ShouldBe(["Once"]);
    }

    [Fact]
    public async Task An_operation_that_stands_twice_in_one_push_is_done_once()
    {
        var tenant = await server.CreateTenantAsync("Twice");
        using var phone = await SyncClient.OpenAsync(tenant);
        var operation = SyncClient.Task(tenant.SiteId, "Once");
        var other = SyncClient.Task(tenant.SiteId, "Another thing");
        other["id"] = operation["id"]!.DeepClone();

        var results = await phone.ResultsAsync(operation, operation, other);

        results.Select(one => one.Status()).ShouldBe(["applied", "duplicate", "rejected"]);
        results[2].Code().ShouldBe("sync.operation_reused");
        (await phone.PullAsync()).Lines.Values("tasks", "created", "title").ShouldBe(["Once"]);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Bodies_are_packed_both_ways(string encoding)
    {
        var tenant = await server.CreateTenantAsync($"Packed {encoding}");
        using var phone = await SyncClient.OpenAsync(tenant);
        var push = new JsonObject
        {
            ["protocol"] = 1,
            ["device"] = $"{phone.Device}",
            ["sentAt"] = DateTimeOffset.UtcNow.ToString("O"),
            ["operations"] = new JsonArray([.. Enumerable.Range(0, 200)
                .Select(n => SyncClient.Task(tenant.SiteId, $"Task {n}"))]),
        };
        (await phone.SendRawAsync("/api/sync/push", SyncClient.Gzip(Encoding.UTF8.GetBytes(push.ToJsonString())),
            "gzip")).Status.ShouldBe(HttpStatusCode.OK);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sync/pull")
        {
            Content = new StringContent($$"""{"protocol":1,"device":"{{phone.Device}}"}""", Encoding.UTF8,
                "application/json"),
        };
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        using var answer = await phone.Http.SendAsync(request, Cancel);
        answer.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        await using var packed = await answer.Content.ReadAsStreamAsync(Cancel);
        await using Stream plain = encoding == "br"
            ? new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionMode.Decompress)
            : new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        var lines = (await reader.ReadToEndAsync(Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonNode.Parse(lines[^1])!["end"]!.GetValue<bool>().ShouldBeTrue();
        lines.Length.ShouldBe(3);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_large_answer_is_packed_while_it_is_made(string? encoding)
    {
        var tenant = await server.CreateTenantAsync($"Large {encoding}");
        using var phone = await SyncClient.OpenAsync(tenant);
        await phone.ResultsAsync([.. Enumerable.Range(0, 1_000).Select(n => SyncClient.Task(tenant.SiteId, $"T {n}"))]);
        await phone.ResultsAsync([.. Enumerable.Range(0, 1_000).Select(n => SyncClient.Task(tenant.SiteId, $"U {n}"))]);
        await phone.ResultsAsync([.. Enumerable.Range(0, 500).Select(n => SyncClient.Task(tenant.SiteId, $"V {n}"))]);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sync/pull")
        {
            Content = new StringContent($$"""{"protocol":1,"device":"{{phone.Device}}"}""", Encoding.UTF8,
                "application/json"),
        };
        if (encoding is not null) request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        using var answer = await phone.Http.SendAsync(request, Cancel);
        await using var packed = await answer.Content.ReadAsStreamAsync(Cancel);
        using var reader = new StreamReader(encoding switch
        {
            "br" => new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionMode.Decompress),
            "gzip" => new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress),
            _ => packed,
        });
        var lines = (await reader.ReadToEndAsync(Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject()).ToList();

        answer.Content.Headers.ContentEncoding.ShouldBe(encoding is null ? [] : [encoding]);
        lines.Count.ShouldBe(4);
        lines.Sum(line => line["created"]?.AsArray().Count ?? 0).ShouldBe(2_500);
        lines[^1]["end"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Sites_and_rights_are_those_of_the_token()
    {
        var tenant = await server.CreateTenantAsync("Rights");
        using var admin = await SyncClient.OpenAsync(tenant);
        var (_, shop) = await admin.SendAsync(HttpMethod.Post, "/api/sites", new JsonObject
        {
            ["name"] = "Shop",
            ["license"] = "LIC-SHOP",
            ["state"] = "CO",
            ["timeZone"] = "America/Denver",
            ["sandbox"] = true,
        });
        var elsewhere = Guid.Parse(shop["id"]!.GetValue<string>());
        using var limited = await SyncClient.OpenAsync(tenant, "operator", elsewhere);
        using var cashier = await SyncClient.OpenAsync(tenant, "cashier");
        await admin.ResultsAsync(SyncClient.Task(tenant.SiteId, "Not yours"));

        (await limited.PullAsync()).Lines.Values("tasks", "created", "title").ShouldBeEmpty();
        (await limited.ResultsAsync(SyncClient.Task(tenant.SiteId, "Mine?")))[0].Code().ShouldBe("sync.not_allowed");
        var (status, lines) = await cashier.PullAsync();
        status.ShouldBe(HttpStatusCode.OK);
        lines.Lines[0]["tables"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Eight_devices_that_make_the_same_row_at_once_make_one()
    {
        var tenant = await server.CreateTenantAsync("Collide");
        var row = Guid.CreateVersion7();
        List<SyncClient> phones = [];
        for (var i = 0; i < 8; i++) phones.Add(await SyncClient.OpenAsync(tenant));

        var results = await Task.WhenAll(phones.Select((phone, i) =>
            phone.PushAsync(SyncClient.Task(tenant.SiteId, $"From {i}", row))));

        results.ShouldAllBe(one => one.Status == HttpStatusCode.OK);
        (await phones[0].PullAsync()).Lines.Values("tasks", "created", "id").ShouldBe([$"{row}"]);
        phones.ForEach(phone => phone.Dispose());
    }
}
