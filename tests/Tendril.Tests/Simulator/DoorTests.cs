using System.Net;
using System.Text.Json.Nodes;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Tests.Simulator;

/// <summary>Keys, licences, permissions, limits and sizes.</summary>
public sealed class DoorTests
{
    [Theory]
    [InlineData("nobody", Stage.UserKey)]
    [InlineData(Stage.VendorKey, "nobody")]
    [InlineData("", "")]
    public async Task A_wrong_key_is_a_401_with_nothing_in_it(string vendor, string user)
    {
        await using var stage = await Stage.SetAsync();
        using var client = stage.Client(vendor, user);
        using var response = await client.GetAsync(new Uri("/facilities/v2", UriKind.Relative),
            TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Stage.TextAsync(response)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_sees_its_own_licences_only()
    {
        await using var stage = await Stage.SetAsync();
        stage.State.AddUserKey("narrow", [Stage.Grower]);
        using var client = stage.Client(Stage.VendorKey, "narrow");
        var facilities = JsonNode.Parse(await client.GetStringAsync(new Uri("/facilities/v2", UriKind.Relative),
            TestContext.Current.CancellationToken))!;
        facilities.AsArray().Select(f => (string)f!["License"]!["Number"]!).ShouldBe([Stage.Grower]);
        using var other = await client.GetAsync(new Uri(Stage.At("/packages/v2/active", Stage.Other),
            UriKind.Relative), TestContext.Current.CancellationToken);
        other.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_missing_permission_is_a_401_and_a_missing_licence_a_400()
    {
        await using var stage = await Stage.SetAsync();
        stage.State.AddUserKey("reader", permissions: ["View Immature Plants"]);
        using var client = stage.Client(Stage.VendorKey, "reader");
        using var packages = await client.GetAsync(new Uri(Stage.At("/packages/v2/active"), UriKind.Relative),
            TestContext.Current.CancellationToken);
        packages.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var batches = await client.GetAsync(new Uri(Stage.At("/plantbatches/v2/active"), UriKind.Relative),
            TestContext.Current.CancellationToken);
        batches.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var nowhere = await client.GetAsync(new Uri("/plantbatches/v2/active", UriKind.Relative),
            TestContext.Current.CancellationToken);
        nowhere.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_object_of_another_facility_is_a_401_and_an_unknown_one_a_404()
    {
        await using var stage = await Stage.SetAsync();
        var package = stage.State.AddPackage(Stage.Grower, new NewPackage { Item = "Blue Dream Flower", Quantity = 1 });
        (await stage.GetAsync($"/packages/v2/{package.Id}", Stage.Other))
            .StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await stage.GetAsync("/packages/v2/999999")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stage.GetAsync("/packages/v2/1A4NOSUCHTAG000000000000")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stage.GetAsync("/plantbatches/v2/create/packages")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var free = await stage.Http.GetAsync(new Uri($"/packages/v2/{package.Id}", UriKind.Relative),
            TestContext.Current.CancellationToken);
        free.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(10, HttpStatusCode.OK)]
    [InlineData(11, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Ten_objects_pass_and_eleven_do_not(int count, HttpStatusCode status)
    {
        await using var stage = await Stage.SetAsync();
        var rows = Enumerable.Range(1, count).Select(i => $$"""{"Name":"Strain {{i}}"}""");
        using var response = await stage.PostAsync("/strains/v2", $"[{string.Join(',', rows)}]");
        response.StatusCode.ShouldBe(status);
        if (status != HttpStatusCode.OK)
            (await Stage.TextAsync(response)).ShouldBe("""{"Message":"The content being submitted is too large"}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_body_that_is_no_array_of_objects_is_a_400_with_a_message(string body)
    {
        await using var stage = await Stage.SetAsync();
        using var response = await stage.PostAsync("/strains/v2", body);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(await Stage.TextAsync(response))!["Message"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_fifty_first_GET_of_a_second_is_a_429_with_Retry_After_and_the_next_second_is_free()
    {
        var wire = new StoppedClock(Stage.Noon);
        await using var stage = await Stage.SetAsync(new SimulatorOptions { WireTime = wire });
        for (var i = 0; i < 50; i++) (await stage.GetAsync("/packages/v2/active"))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
        using var limited = await stage.GetAsync("/packages/v2/active");
        limited.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        limited.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        (await stage.GetAsync("/packages/v2/active", Stage.Other))
            .StatusCode.ShouldBe(HttpStatusCode.OK, "another facility has its own limit");
        (await stage.PostAsync("/strains/v2", """[{"Name":"Writes are free"}]"""))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
        wire.Move(TimeSpan.FromSeconds(1));
        (await stage.GetAsync("/packages/v2/active")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Names_of_strains_locations_and_items_are_unique_at_a_facility_whatever_their_case()
    {
        await using var stage = await Stage.SetAsync();
        (await stage.PostAsync("/strains/v2", """[{"Name":"BLUE dream"}]"""))
            .StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await stage.PostAsync("/locations/v2", """[{"Name":"vault","LocationTypeName":"packing"}]"""))
            .StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await stage.PostAsync("/items/v2",
            """[{"Name":"blue dream flower","ItemCategory":"Buds","UnitOfMeasure":"Grams","Strain":"Blue Dream"}]"""))
            .StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await stage.PostAsync("/strains/v2", """[{"Name":"Blue Dream"}]""", Stage.Other))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_sandbox_hands_out_tags_that_are_then_available()
    {
        await using var stage = await Stage.SetAsync();
        using var response = await stage.PostAsync("/sandbox/v2/facility/tags",
            """{"TagType":"CannabisPlant","Count":3}""");
        var labels = JsonNode.Parse(await Stage.TextAsync(response))!["Labels"]!.AsArray().Select(l => (string)l!)
            .ToList();
        labels.ShouldAllBe(l => l.Length == 24);
        var available = (await stage.ReadAsync("/tags/v2/plant/available")).AsArray().Select(t => (string)t!["Label"]!);
        available.ShouldBe(labels);
    }

    [Fact]
    public async Task The_log_tells_what_came_and_holds_no_key()
    {
        await using var stage = await Stage.SetAsync();
        (await stage.PostAsync("/plantbatches/v2/plantings", $"[{Stage.Batch("Logged")}]")).EnsureSuccessStatusCode();
        var request = stage.Simulator.Requests.All.ShouldHaveSingleItem();
        (request.Method, request.Path, request.Status, request.RowsAccepted)
            .ShouldBe(("POST", "/plantbatches/v2/plantings", 200, 1));
        request.Body!.ShouldContain("Logged");
        System.Text.Json.JsonSerializer.Serialize(stage.Simulator.Requests.All).ShouldNotContain(Stage.UserKey);
    }
}
