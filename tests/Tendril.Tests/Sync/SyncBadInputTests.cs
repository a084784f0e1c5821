using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Tendril.Tests.Support;

namespace Tendril.Tests.Sync;

/// <summary>Whatever a device sends: it has its answer, nothing else is held up, nothing leaks.</summary>
public sealed class SyncBadInputTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_and_one_operations_are_too_much_and_a_thousand_are_not()
    {
        var tenant = await server.CreateTenantAsync("Many");
        using var phone = await SyncClient.OpenAsync(tenant);
        JsonObject[] many = [.. Enumerable.Range(0, 1001).Select(n => SyncClient.Task(tenant.SiteId, $"Task {n}"))];

        var (status, body) = await phone.PushAsync(many);
        (status, body.Code()).ShouldBe((HttpStatusCode.RequestEntityTooLarge, "sync.too_much"));
        (await phone.ResultsAsync(many[..1000])).ShouldAllBe(one => one.Status() == "applied");
    }

    [Fact]
    public async Task Three_megabytes_are_too_much_also_when_they_are_packed()
    {
        var tenant = await server.CreateTenantAsync("Large");
        using var phone = await SyncClient.OpenAsync(tenant);
        var large = Encoding.UTF8.GetBytes($$"""{"protocol":1,"x":"{{new string('x', 3_000_000)}}"}""");
        var bomb = SyncClient.Gzip(new byte[200_000_000]);

        foreach (var path in (string[])["/api/sync/push", "/api/sync/pull"])
        {
            (await phone.SendRawAsync(path, large)).ShouldBe(
                (HttpStatusCode.RequestEntityTooLarge, "sync.too_much"), path);
            (await phone.SendRawAsync(path, SyncClient.Gzip(large), "gzip")).ShouldBe(
                (HttpStatusCode.RequestEntityTooLarge, "sync.too_much"), path);
            (await phone.SendRawAsync(path, bomb, "gzip")).ShouldBe(
                (HttpStatusCode.RequestEntityTooLarge, "sync.too_much"), path);
        }
    }

    [Theory]
    [InlineData("""{"protocol":2}""", 426, "sync.upgrade_needed")]
    [InlineData("""{"protocol":0.5}""", 426, "sync.upgrade_needed")]
    [InlineData("""{}""", 400, "sync.request_unreadable")]
    [InlineData("""{"protocol":1}""", 400, "sync.request_unreadable")]
    [InlineData("""{"protocol":1,"device":"me"}""", 400, "sync.request_unreadable")]
    [InlineData("""{WHOLE,"protocol":1}""", 400, "sync.request_unreadable")]
    [InlineData("""{WHOLE,"x":{"a":1,"a":2}}""", 400, "sync.request_unreadable")]
    [InlineData("""{WHOLE,"x":"\ud800"}""", 400, "sync.request_unreadable")]
    [InlineData("""{WHOLE,"\udfff":1}""", 400, "sync.request_unreadable")]
    [InlineData("""{"protocol":1,""", 400, "sync.request_unreadable")]
    [InlineData("""[1]""", 400, "sync.request_unreadable")]
    [InlineData("", 400, "sync.request_unreadable")]
    public async Task What_cannot_be_read_is_refused_as_a_whole(string body, int status, string code)
    {
        var tenant = await server.CreateTenantAsync($"Unread {Guid.NewGuid():N}");
        using var phone = await SyncClient.OpenAsync(tenant);
        body = body.Replace("WHOLE", Whole(phone));
        foreach (var path in (string[])["/api/sync/push", "/api/sync/pull"])
            (await phone.SendRawAsync(path, Encoding.UTF8.GetBytes(body))).ShouldBe(((HttpStatusCode)status, code));
    }

    /// <summary>The parts of a request that would be taken.</summary>
    private static string Whole(SyncClient phone) =>
        $"\"protocol\":1,\"device\":\"{phone.Device}\",\"sentAt\":\"2026-11-20T08:00:00Z\",\"operations\":[]";

    [Fact]
    public async Task Deep_and_wrongly_packed_bodies_are_refused()
    {
        var tenant = await server.CreateTenantAsync("Deep");
        using var phone = await SyncClient.OpenAsync(tenant);
        var deep = Encoding.UTF8.GetBytes($"{{{Whole(phone)},\"x\":{new string('[', 5000)}{new string(']', 5000)}}}");
        var unreadable = (HttpStatusCode.BadRequest, "sync.request_unreadable");

        (await phone.SendRawAsync("/api/sync/push", deep)).ShouldBe(unreadable);
        foreach (var again in (string[])["\"tasks\"", "[1]", "{}"])
            (await phone.SendRawAsync(
                "/api/sync/pull", Encoding.UTF8.GetBytes($"{{{Whole(phone)},\"again\":{again}}}")))
                .ShouldBe(unreadable, again);
        (await phone.SendRawAsync("/api/sync/push", "{}"u8.ToArray(), "gzip")).ShouldBe(unreadable);
        (await phone.SendRawAsync("/api/sync/push", "{}"u8.ToArray(), "br")).ShouldBe(unreadable);
        (await phone.SendRawAsync("/api/sync/push", [0xFF, 0xFE, 0x7B])).ShouldBe(unreadable);
    }

    [Fact]
    public async Task Each_bad_operation_is_refused_alone()
    {
        var tenant = await server.CreateTenantAsync("Alone");
        using var phone = await SyncClient.OpenAsync(tenant);
        var row = Guid.CreateVersion7();
        var known = (await phone.ResultsAsync(SyncClient.Task(tenant.SiteId, "Mine", row)))[0]["revision"]!
            .GetValue<long>();
        var noTable = SyncClient.Task(tenant.SiteId, "x");
        noTable["table"] = "users";
        var noField = SyncClient.Task(tenant.SiteId, "x");
        noField["set"]!["password"] = "x";
        var wrongType = SyncClient.Task(tenant.SiteId, "x");
        wrongType["set"]!["remind_minutes"] = "soon";
        var serverOwned = SyncClient.Task(tenant.SiteId, "x");
        serverOwned["set"]!["conflict_seen"] = false;
        var noSite = SyncClient.Task(Guid.CreateVersion7(), "x");
        var noStatus = SyncClient.Task(tenant.SiteId, "x");
        noStatus["set"]!["status"] = "invented";
        var noId = SyncClient.Task(tenant.SiteId, "x");
        noId.Remove("id");
        var actor = SyncClient.Task(tenant.SiteId, "x");
        actor["actor"] = $"{Guid.CreateVersion7()}";
        var results = await phone.ResultsAsync(
            noTable, noField, wrongType, serverOwned, noSite, noStatus, noId, actor,
            SyncClient.Rename(row, known + 1000, "Mine", "Forged"), SyncClient.Task(tenant.SiteId, "Good"));

        results.Select(one => (one.Code(), one.Field())).ShouldBe([
            ("sync.table_unknown", "table"), ("sync.field_unknown", "password"),
            ("sync.field_invalid", "remind_minutes"), ("sync.field_server_owned", "conflict_seen"),
            ("sync.not_stored", "site_id"), ("sync.not_stored", "status"), ("sync.operation_unreadable", "id"),
            ("sync.not_allowed", "actor"), (null, null), (null, null)]);
        results[8].Status().ShouldBe("merged");
        results[9].Status().ShouldBe("applied");
        (await phone.PullAsync()).Lines.Values("tasks", "created", "title").ShouldBe(["Forged", "Good"], true);
    }

    [Fact]
    public async Task A_part_that_cannot_be_read_keeps_the_rest_of_its_group_out()
    {
        var tenant = await server.CreateTenantAsync("Torn");
        using var phone = await SyncClient.OpenAsync(tenant);
        var group = Guid.CreateVersion7();
        var unreadable = SyncClient.Task(tenant.SiteId, "x", group: group);
        unreadable["set"]!["password"] = "x";
        var nameless = SyncClient.Task(tenant.SiteId, "x", group: group);
        nameless.Remove("id");

        (await phone.ResultsAsync(SyncClient.Task(tenant.SiteId, "Torn", group: group), unreadable))[0].Code()
            .ShouldBe("sync.group_refused");
        (await phone.ResultsAsync(SyncClient.Task(tenant.SiteId, "Torn", group: group), nameless))[0].Code()
            .ShouldBe("sync.group_refused");
        (await phone.PullAsync()).Lines.Frames.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_organisations_rows_sites_devices_and_cursors_are_not_there()
    {
        var (mine, theirs) = (await server.CreateTenantAsync("Mine"), await server.CreateTenantAsync("Theirs"));
        using var phone = await SyncClient.OpenAsync(mine);
        using var other = await SyncClient.OpenAsync(theirs);
        var row = Guid.CreateVersion7();
        var known = (await other.ResultsAsync(SyncClient.Task(theirs.SiteId, "Theirs", row)))[0]["revision"]!
            .GetValue<long>();
        var cursor = (await other.PullAsync()).Lines.Cursor;
        await phone.ResultsAsync(SyncClient.Task(mine.SiteId, "Mine"));

        (await phone.ResultsAsync(SyncClient.Rename(row, known, "Theirs", "Taken")))[0].Code()
            .ShouldBe("sync.row_unknown");
        (await phone.ResultsAsync(SyncClient.Task(theirs.SiteId, "There")))[0].Code().ShouldBe("sync.not_stored");
        (await phone.PullAsync(cursor)).ShouldSatisfyAllConditions(
            pull => pull.Status.ShouldBe(HttpStatusCode.Gone),
            pull => pull.Lines.Lines[0].Code().ShouldBe("sync.resync_required"));
        (await phone.PullAsync("made-up")).Status.ShouldBe(HttpStatusCode.Gone);
        using var stranger = new SyncClient(phone.Http, other.Device);
        (await stranger.PushAsync()).ShouldSatisfyAllConditions(
            push => push.Status.ShouldBe(HttpStatusCode.NotFound),
            push => push.Body.Code().ShouldBe("sync.device_unknown"));
        (await stranger.PullAsync()).Status.ShouldBe(HttpStatusCode.NotFound);
        (await other.PullAsync()).Lines.Values("tasks", "created", "title").ShouldBe(["Theirs"]);
    }

    [Fact]
    public async Task The_same_id_with_other_content_is_refused_and_changes_nothing()
    {
        var tenant = await server.CreateTenantAsync("Reused");
        using var phone = await SyncClient.OpenAsync(tenant);
        var operation = SyncClient.Task(tenant.SiteId, "First");
        await phone.ResultsAsync(operation);
        operation["set"]!["title"] = "Second";

        (await phone.ResultsAsync(operation))[0].Code().ShouldBe("sync.operation_reused");
        (await phone.PullAsync()).Lines.Values("tasks", "created", "title").ShouldBe(["First"]);
    }

    [Theory]
    [InlineData("1970-01-01T00:00:01Z")]
    [InlineData("2099-12-31T23:59:59Z")]
    public async Task A_clock_that_is_wrong_by_decades_is_put_right(string clock)
    {
        var tenant = await server.CreateTenantAsync($"Clock {clock[..4]}");
        using var phone = await SyncClient.OpenAsync(tenant);
        var (row, there) = (Guid.CreateVersion7(), DateTimeOffset.Parse(clock));
        var operation = SyncClient.Task(tenant.SiteId, "Wrong clock", row);
        operation["at"] = there.ToString("O");

        var (_, body) = await phone.PushAsync(there, operation);

        body["results"]![0]!.AsObject().Status().ShouldBe("applied");
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var command = source.CreateCommand(
            "SELECT abs(extract(epoch FROM now() - updated_at)) < 60 FROM tasks WHERE id = $1");
        command.Parameters.Add(new() { Value = row });
        (await command.ExecuteScalarAsync(Cancel)).ShouldBe(true);
    }

    [Fact]
    public async Task A_row_whose_parent_is_in_another_push_waits_with_its_group_and_comes_again()
    {
        var tenant = await server.CreateTenantAsync("Parent");
        using var phone = await SyncClient.OpenAsync(tenant);
        var (series, group) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var child = SyncClient.Task(tenant.SiteId, "Child", group: group);
        child["set"]!["series_id"] = $"{series}";
        var beside = SyncClient.Task(tenant.SiteId, "Beside", group: group);
        var parent = SyncClient.Operation("create", "series", series, 0, new()
        {
            ["site_id"] = $"{tenant.SiteId}",
            ["title"] = "Watering",
            ["starts_at"] = "2026-11-20T08:00",
            ["time_zone"] = "America/Denver",
            ["rule"] = "FREQ=DAILY",
        }, null, null);

        var early = await phone.ResultsAsync(child, beside);
        early.Select(one => one.Code()).ShouldBe(["sync.parent_unknown", "sync.group_refused"]);
        early.ShouldAllBe(one => one["retryable"]!.GetValue<bool>());
        (await phone.ResultsAsync(parent, child, beside)).ShouldAllBe(one => one.Status() == "applied");
    }

    [Fact]
    public async Task A_cursor_from_before_a_restore_starts_anew()
    {
        var tenant = await server.CreateTenantAsync("Restored");
        using var phone = await SyncClient.OpenAsync(tenant);
        var cursor = (await phone.PullAsync()).Lines.Cursor;
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var command = source.CreateCommand("UPDATE tendril.sync_epoch SET epoch = epoch + 1");
        await command.ExecuteNonQueryAsync(Cancel);

        (await phone.PullAsync(cursor)).Status.ShouldBe(HttpStatusCode.Gone);
        (await phone.PullAsync()).Status.ShouldBe(HttpStatusCode.OK);
    }
}
