using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.Seeding;

namespace Tendril.Tests.Simulator;

/// <summary>The admin API as another process uses it, and the command that runs the simulator.</summary>
public sealed class AdminTests
{
    [Fact]
    public async Task A_fault_is_placed_listed_and_taken_back_by_its_kebab_name()
    {
        await using var stage = await Stage.SetAsync();
        var placed = await AdminAsync(stage, "POST", "faults",
            new { fault = "reset-after-commit", method = "POST", pathContains = "plantings", times = 1 });
        var listed = (await AdminAsync(stage, "GET", "faults")).AsArray().ShouldHaveSingleItem()!;
        ((string)listed["rule"]!["fault"]!).ShouldBe("reset-after-commit");
        await Should.ThrowAsync<HttpRequestException>(() =>
            stage.PostAsync("/plantbatches/v2/plantings", $"[{Stage.Batch("By admin")}]"));
        var batch = (await AdminAsync(stage, "GET", "plantbatches?licence=" + Stage.Grower)).AsArray()
            .ShouldHaveSingleItem()!;
        (((string)batch["name"]!), batch["creations"]!.GetValue<int>()).ShouldBe(("By admin", 1));
        await AdminAsync(stage, "DELETE", $"faults/{placed["id"]}");
        (await AdminAsync(stage, "GET", "faults")).AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_at_the_state_makes_holds_ships_and_delivers_a_package()
    {
        await using var stage = await Stage.SetAsync();
        var made = await AdminAsync(stage, "POST", "packages",
            new { licence = Stage.Grower, item = "Blue Dream Flower", quantity = 7.5 });
        var label = (string)made["label"]!;
        await AdminAsync(stage, "POST", $"packages/{label}/adjust", new { delta = -2.25 });
        await AdminAsync(stage, "POST", $"packages/{label}/hold");
        (await stage.ReadAsync("/packages/v2/onhold"))["Data"]![0]!["Quantity"]!.ToJsonString().ShouldBe("5.25");
        await AdminAsync(stage, "POST", $"packages/{label}/release");
        await AdminAsync(stage, "POST", $"packages/{label}/ship");
        (await stage.ReadAsync("/packages/v2/intransit"))["Total"]!.GetValue<int>().ShouldBe(1);
        await AdminAsync(stage, "POST", $"packages/{label}/receive", new { recipientLicence = Stage.Other });
        (await stage.ReadAsync("/packages/v2/active", Stage.Other))["Total"]!.GetValue<int>().ShouldBe(1);
        (await stage.ReadAsync("/packages/v2/transferred"))["Total"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Keys_are_revoked_and_restored_and_tags_handed_out()
    {
        await using var stage = await Stage.SetAsync();
        await AdminAsync(stage, "POST", "keys/revoke", new { userKey = Stage.UserKey });
        (await stage.GetAsync("/strains/v2/active")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await AdminAsync(stage, "POST", "keys/restore", new { userKey = Stage.UserKey });
        (await stage.GetAsync("/strains/v2/active")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AdminAsync(stage, "POST", "tags", new { licence = Stage.Grower, kind = "plant", count = 2 })).AsArray()
            .Count.ShouldBe(2);
        (await AdminAsync(stage, "GET", $"tags?licence={Stage.Grower}&kind=plant")).AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_whole_state_travels_to_another_simulator()
    {
        await using var stage = await Stage.SetAsync();
        (await stage.PostAsync("/plantbatches/v2/plantings", $"[{Stage.Batch("Travels")}]")).EnsureSuccessStatusCode();
        var saved = (await AdminAsync(stage, "GET", "state")).ToJsonString();
        await AdminAsync(stage, "POST", "reset");
        (await stage.GetAsync("/facilities/v2")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await AdminAsync(stage, "PUT", "state", JsonNode.Parse(saved)!);
        (await stage.ReadAsync("/plantbatches/v2/active"))["Data"]![0]!["Name"]!.GetValue<string>().ShouldBe("Travels");
        stage.State.CreationsOf("Travels").ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_call_is_a_422_that_says_what_was_wrong()
    {
        await using var stage = await Stage.SetAsync();
        using var response = await SendAsync(stage, "POST", "packages",
            new { licence = "NOWHERE", item = "x", quantity = 1 });
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Stage.TextAsync(response)).ShouldContain("No licence NOWHERE");
    }

    [Fact]
    public async Task The_command_prints_where_it_is_keeps_its_state_and_ends_when_told()
    {
        var file = Path.Combine(Path.GetTempPath(), $"simulator-{Environment.ProcessId}.json");
        try
        {
            var request = new SimulatorRequest { Seed = 5, Packages = 30, StateFile = file };
            var first = await RunAsync(request);
            first.ShouldContain("http://127.0.0.1:");
            first.ShouldContain(DemoKeys.FromSeed(5).UserKey);
            first.ShouldContain("SF-SBX-CO-1-8001");
            (await RunAsync(request with { Packages = 0 }))
                .ShouldContain("(40 packages)", Case.Sensitive, "the kept state, with its extra packages");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string> RunAsync(SimulatorRequest request)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var output = new StringWriter();
        var run = SimulatorCommand.RunAsync(request, output, stop.Token);
        while (!output.ToString().Contains("Ctrl+C", StringComparison.Ordinal) && !run.IsCompleted)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await run;
        return output.ToString();
    }

    private static async Task<JsonNode> AdminAsync(Stage stage, string method, string path, object? body = null)
    {
        using var response = await SendAsync(stage, method, path, body);
        var text = await Stage.TextAsync(response);
        response.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    private static Task<HttpResponseMessage> SendAsync(Stage stage, string method, string path, object? body) =>
        stage.Http.SendAsync(
            new HttpRequestMessage(new HttpMethod(method), new Uri("/_admin/" + path, UriKind.Relative))
            {
                Content = body is null ? null : JsonContent.Create(body),
            }, TestContext.Current.CancellationToken);
}
