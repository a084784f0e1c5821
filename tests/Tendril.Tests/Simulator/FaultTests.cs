using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Tests.Simulator;

/// <summary>Each of the 24 faults, seen at the socket by a plain HttpClient.</summary>
public sealed class FaultTests
{
    private const string Plantings = "/plantbatches/v2/plantings";

    [Fact]
    public void There_are_24_and_their_names_are_kept() =>
        Enum.GetValues<SimulatorFault>().Select(f => JsonSerializer.Serialize(f).Trim('"')).ShouldBe(
        [
            "latency", "too-many-requests-with-retry-after", "too-many-requests", "server-error-before-effect",
            "server-error-after-effect", "service-unavailable", "gateway-timeout", "timeout-before-commit",
            "timeout-after-commit", "reset-before-commit", "reset-after-commit", "reset-mid-body", "empty-ok",
            "truncated-body", "html-ok", "html-error", "wrong-type", "wrong-charset", "read-lag", "page-drift",
            "duplicate-row", "clock-off", "key-revoked", "outage",
        ]);

    [Fact]
    public async Task Latency_makes_the_answer_late_and_whole()
    {
        await using var stage = await Stage.SetAsync();
        stage.Simulator.Faults.Add(SimulatorFault.Latency, seconds: 0.3);
        var watch = Stopwatch.StartNew();
        (await PlantAsync(stage)).StatusCode.ShouldBe(HttpStatusCode.OK);
        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.29));
    }

    [Theory]
    [InlineData(SimulatorFault.TooManyRequestsWithRetryAfter, HttpStatusCode.TooManyRequests, 0)]
    [InlineData(SimulatorFault.TooManyRequests, HttpStatusCode.TooManyRequests, 0)]
    [InlineData(SimulatorFault.ServerErrorBeforeEffect, HttpStatusCode.InternalServerError, 0)]
    [InlineData(SimulatorFault.ServerErrorAfterEffect, HttpStatusCode.InternalServerError, 1)]
    [InlineData(SimulatorFault.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, 0)]
    [InlineData(SimulatorFault.GatewayTimeout, HttpStatusCode.GatewayTimeout, 0)]
    [InlineData(SimulatorFault.HtmlOk, HttpStatusCode.OK, 0)]
    [InlineData(SimulatorFault.HtmlError, HttpStatusCode.BadGateway, 0)]
    [InlineData(SimulatorFault.Outage, HttpStatusCode.ServiceUnavailable, 0)]
    [InlineData(SimulatorFault.EmptyOk, HttpStatusCode.OK, 1)]
    [InlineData(SimulatorFault.KeyRevoked, HttpStatusCode.Unauthorized, 0)]
    public async Task A_status_fault_answers_its_status_and_has_its_effect_or_none(
        SimulatorFault fault, HttpStatusCode status, int created)
    {
        await using var stage = await Stage.SetAsync();
        stage.Simulator.Faults.Add(fault, seconds: fault == SimulatorFault.TooManyRequestsWithRetryAfter ? 7 : null);
        using var response = await PlantAsync(stage);
        response.StatusCode.ShouldBe(status);
        stage.State.CreationsOf("Storm").ShouldBe(created);
        var retryAfter = fault == SimulatorFault.TooManyRequestsWithRetryAfter ? TimeSpan.FromSeconds(7)
            : (TimeSpan?)null;
        response.Headers.RetryAfter?.Delta.ShouldBe(retryAfter);
        (response.Headers.RetryAfter is null).ShouldBe(retryAfter is null);
        var html = fault is SimulatorFault.HtmlOk or SimulatorFault.HtmlError or SimulatorFault.GatewayTimeout
            or SimulatorFault.Outage;
        (response.Content.Headers.ContentType?.MediaType == "text/html").ShouldBe(html);
        if (fault == SimulatorFault.EmptyOk) (await Stage.TextAsync(response)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SimulatorFault.ServiceUnavailable)]
    [InlineData(SimulatorFault.GatewayTimeout)]
    [InlineData(SimulatorFault.HtmlOk)]
    [InlineData(SimulatorFault.HtmlError)]
    public async Task A_gateway_fault_may_also_strike_after_the_effect(SimulatorFault fault)
    {
        await using var stage = await Stage.SetAsync();
        stage.Simulator.Faults.Add(new FaultRule { Fault = fault, Times = 1, AfterEffect = true });
        (await Stage.TextAsync(await PlantAsync(stage))).ShouldNotContain("Ids");
        stage.State.CreationsOf("Storm").ShouldBe(1);
    }

    [Theory]
    [InlineData(SimulatorFault.TimeoutBeforeCommit, 0)]
    [InlineData(SimulatorFault.TimeoutAfterCommit, 1)]
    public async Task A_timeout_says_nothing_until_the_client_gives_up(SimulatorFault fault, int created)
    {
        await using var stage = await Stage.SetAsync();
        stage.Http.Timeout = TimeSpan.FromSeconds(0.5);
        stage.Simulator.Faults.Add(fault);
        await Should.ThrowAsync<TaskCanceledException>(() => PlantAsync(stage));
        stage.State.CreationsOf("Storm").ShouldBe(created);
    }

    [Theory]
    [InlineData(SimulatorFault.TimeoutBeforeCommit, 0)]
    [InlineData(SimulatorFault.TimeoutAfterCommit, 1)]
    public async Task A_timeout_with_seconds_hangs_up_by_itself(SimulatorFault fault, int created)
    {
        await using var stage = await Stage.SetAsync();
        stage.Simulator.Faults.Add(fault, seconds: 0.2);
        await Should.ThrowAsync<HttpRequestException>(() => PlantAsync(stage));
        stage.State.CreationsOf("Storm").ShouldBe(created);
    }

    [Theory]
    [InlineData(SimulatorFault.ResetBeforeCommit, 0)]
    [InlineData(SimulatorFault.ResetAfterCommit, 1)]
    [InlineData(SimulatorFault.ResetMidBody, 1)]
    public async Task A_reset_breaks_the_connection(SimulatorFault fault, int created)
    {
        await using var stage = await Stage.SetAsync();
        stage.Simulator.Faults.Add(fault);
        await Should.ThrowAsync<HttpRequestException>(() => PlantAsync(stage));
        stage.State.CreationsOf("Storm").ShouldBe(created);
        (await stage.GetAsync("/plantbatches/v2/active"))
            .StatusCode.ShouldBe(HttpStatusCode.OK, "the next connection works");
    }

    [Fact]
    public async Task A_reset_in_the_body_comes_after_the_headers_and_half_of_it()
    {
        await using var stage = await Stage.SetAsync();
        stage.Simulator.Faults.Add(SimulatorFault.ResetMidBody);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/facilities/v2", UriKind.Relative));
        using var response = await stage.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_truncated_body_is_half_of_the_JSON_with_a_length_that_fits()
    {
        await using var stage = await Stage.SetAsync();
        stage.Simulator.Faults.Add(SimulatorFault.TruncatedBody);
        using var response = await PlantAsync(stage);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var text = await Stage.TextAsync(response);
        text.ShouldStartWith("{\"Ids\"");
        Should.Throw<JsonException>(() => JsonNode.Parse(text));
        stage.State.CreationsOf("Storm").ShouldBe(1);
    }

    [Theory]
    [InlineData("/packages/v2/active", "$.Data[0].Id")]
    [InlineData("/facilities/v2", "$[0].FacilityId")]
    [InlineData("/packages/v2/{id}", "$.Id")]
    public async Task A_wrong_type_puts_a_word_where_a_number_belongs(string path, string where)
    {
        await using var stage = await Stage.SetAsync();
        var package = stage.State.AddPackage(Stage.Grower, new NewPackage { Item = "Blue Dream Flower", Quantity = 1 });
        stage.Simulator.Faults.Add(SimulatorFault.WrongType);
        var body = await stage.ReadAsync(path.Replace("{id}", package.Id.ToString(), StringComparison.Ordinal));
        var row = where.StartsWith("$.Data", StringComparison.Ordinal) ? body["Data"]![0]! : body is JsonArray
            ? body[0]! : body;
        row[where.Split('.')[^1]]!.GetValueKind().ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task A_wrong_type_in_the_ids_of_a_write_leaves_the_write_done()
    {
        await using var stage = await Stage.SetAsync();
        stage.Simulator.Faults.Add(SimulatorFault.WrongType);
        var reply = JsonNode.Parse(await Stage.TextAsync(await PlantAsync(stage)))!;
        reply["Ids"]![0]!.GetValueKind().ShouldBe(JsonValueKind.String);
        stage.State.CreationsOf("Storm").ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_charset_names_one_and_sends_another()
    {
        await using var stage = await Stage.SetAsync();
        stage.Simulator.Faults.Add(SimulatorFault.WrongCharset);
        using var response = await stage.GetAsync("/packages/v2/active");
        response.Content.Headers.ContentType!.CharSet.ShouldBe("utf-16");
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Encoding.UTF8.GetString(bytes).ShouldStartWith("{\"Data\"");
        (await Stage.TextAsync(response))
            .ShouldNotContain("Data", Case.Sensitive, "read as the header says it is rubbish");
    }

    [Fact]
    public async Task Read_lag_hides_a_write_from_every_GET_for_its_seconds()
    {
        var clock = new StoppedClock(Stage.Noon);
        await using var stage = await Stage.SetAsync(new SimulatorOptions { Time = clock, Limits = false });
        stage.Simulator.Faults.Add(SimulatorFault.ReadLag, method: "POST", seconds: 30);
        var id = JsonNode.Parse(await Stage.TextAsync(await PlantAsync(stage)))!["Ids"]![0]!.GetValue<long>();
        (await stage.ReadAsync("/plantbatches/v2/active"))["Total"]!.GetValue<int>().ShouldBe(0);
        (await stage.GetAsync($"/plantbatches/v2/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        clock.Move(TimeSpan.FromSeconds(30));
        (await stage.ReadAsync("/plantbatches/v2/active"))["Total"]!.GetValue<int>().ShouldBe(1);
        (await stage.GetAsync($"/plantbatches/v2/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Read_lag_shows_the_older_version_of_a_changed_row()
    {
        var clock = new StoppedClock(Stage.Noon);
        await using var stage = await Stage.SetAsync(
            new SimulatorOptions { Time = clock, Limits = false, ReadLag = TimeSpan.FromSeconds(5) });
        var package = stage.State.AddPackage(Stage.Grower, new NewPackage { Item = "Blue Dream Flower", Quantity = 8 });
        using var adjusted = await stage.PostAsync("/packages/v2/adjust", $$"""
            [{"Label":"{{package.Label}}","Quantity":-3,"UnitOfMeasure":"Grams","AdjustmentReason":"Drying",
              "AdjustmentDate":"2026-11-20"}]
            """);
        adjusted.StatusCode.ShouldBe(HttpStatusCode.OK, await Stage.TextAsync(adjusted));
        (await stage.ReadAsync($"/packages/v2/{package.Label}"))["Quantity"]!.GetValue<decimal>().ShouldBe(8);
        clock.Move(TimeSpan.FromSeconds(5));
        (await stage.ReadAsync($"/packages/v2/{package.Label}"))["Quantity"]!.GetValue<decimal>().ShouldBe(5);
    }

    [Fact]
    public async Task Page_drift_moves_a_row_to_the_end_so_the_next_page_misses_one()
    {
        var clock = new StoppedClock(Stage.Noon);
        await using var stage = await Stage.SetAsync(new SimulatorOptions { Time = clock, Limits = false });
        var all = Packages(stage, 40);
        clock.Move(TimeSpan.FromMinutes(1));
        stage.Simulator.Faults.Add(SimulatorFault.PageDrift, pathContains: "pageNumber=1");
        var seen = await IdsAsync(stage, 1);
        seen.AddRange(await IdsAsync(stage, 2));
        all.Except(seen).ShouldHaveSingleItem("one row slipped through");
        seen.Count.ShouldBe(40, "and one was seen twice");
    }

    [Fact]
    public async Task A_duplicate_row_ends_one_page_and_begins_the_next()
    {
        await using var stage = await Stage.SetAsync();
        var all = Packages(stage, 40);
        stage.Simulator.Faults.Add(SimulatorFault.DuplicateRow, times: null);
        var (one, two, three) = (await IdsAsync(stage, 1), await IdsAsync(stage, 2), await IdsAsync(stage, 3));
        two[0].ShouldBe(one[^1]);
        all.Except([.. one, .. two, .. three]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_clock_that_is_off_shows_in_the_Date_header_and_in_the_stamps()
    {
        await using var stage = await Stage.SetAsync();
        stage.Simulator.Faults.Add(SimulatorFault.ClockOff, seconds: -3600);
        using var response = await PlantAsync(stage);
        response.Headers.Date.ShouldBe(Stage.Noon.AddHours(-1));
        var batch = (await stage.ReadAsync("/plantbatches/v2/active"))["Data"]![0]!;
        batch["LastModified"]!.GetValue<DateTimeOffset>().ShouldBe(Stage.Noon.AddHours(-1));
        using var now = await stage.GetAsync("/facilities/v2");
        now.Headers.Date.ShouldBe(Stage.Noon);
    }

    [Fact]
    public async Task A_revoked_key_stays_revoked_until_it_is_restored()
    {
        await using var stage = await Stage.SetAsync();
        stage.Simulator.Faults.Add(new FaultRule { Fault = SimulatorFault.KeyRevoked, Skip = 1, Times = 1 });
        (await stage.GetAsync("/packages/v2/active")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await stage.GetAsync("/packages/v2/active")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await stage.GetAsync("/packages/v2/active")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        stage.State.RestoreUserKey(Stage.UserKey);
        (await stage.GetAsync("/packages/v2/active")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_outage_lasts_from_its_start_to_its_end_on_the_states_clock()
    {
        var clock = new StoppedClock(Stage.Noon);
        await using var stage = await Stage.SetAsync(new SimulatorOptions { Time = clock, Limits = false });
        stage.Simulator.Faults.Add(new FaultRule
        {
            Fault = SimulatorFault.Outage,
            From = Stage.Noon.AddMinutes(1),
            To = Stage.Noon.AddMinutes(3),
        });
        var statuses = new List<HttpStatusCode>();
        for (var minute = 0; minute < 5; minute++)
        {
            statuses.Add((await stage.GetAsync("/packages/v2/active")).StatusCode);
            clock.Move(TimeSpan.FromMinutes(1));
        }
        var (up, down) = (HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);
        statuses.ShouldBe([up, down, down, up, up]);
    }

    [Fact]
    public async Task A_rule_strikes_only_its_method_and_path_after_its_skips_and_so_often_as_it_says()
    {
        await using var stage = await Stage.SetAsync();
        var id = stage.Simulator.Faults.Add(new FaultRule
        {
            Fault = SimulatorFault.ServiceUnavailable,
            Method = "get",
            PathContains = "/STRAINS/",
            Skip = 1,
            Times = 2,
        });
        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            (await stage.GetAsync("/packages/v2/active")).StatusCode.ShouldBe(HttpStatusCode.OK);
            statuses.Add((int)(await stage.GetAsync("/strains/v2/active")).StatusCode);
        }
        statuses.ShouldBe([200, 503, 503, 200, 200]);
        stage.Simulator.Faults.Placed.ShouldHaveSingleItem().Struck.ShouldBe(2);
        stage.Simulator.Faults.Remove(id).ShouldBeTrue();
        stage.Simulator.Requests.All.Count(r => r.Faults.Contains("service-unavailable")).ShouldBe(2);
    }

    private static Task<HttpResponseMessage> PlantAsync(Stage stage) =>
        stage.PostAsync(Plantings, $"[{Stage.Batch("Storm")}]");

    private static List<long> Packages(Stage stage, int count) => Enumerable.Range(0, count)
        .Select(_ => stage.State.AddPackage(Stage.Grower, new NewPackage { Item = "Blue Dream Flower", Quantity = 1 })
            .Id)
        .ToList();

    private static async Task<List<long>> IdsAsync(Stage stage, int page) =>
        (await stage.ReadAsync($"/packages/v2/active?pageNumber={page}&pageSize=20"))["Data"]!.AsArray()
            .Select(r => r!["Id"]!.GetValue<long>()).ToList();
}
