using System.Net;
using System.Text.Json.Nodes;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Tests.Simulator;

public sealed class PlantingTests
{
    [Fact]
    public async Task Ids_come_back_in_request_order_and_the_batch_reads_back()
    {
        await using var stage = await Stage.SetAsync();
        using var response = await stage.PostAsync(
            "/plantbatches/v2/plantings", $"[{Stage.Batch("One", 3)},{Stage.Batch("Two", 4)}]");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var reply = JsonNode.Parse(await Stage.TextAsync(response))!;
        reply["Warnings"].ShouldBeNull();
        var ids = reply["Ids"]!.AsArray().Select(i => i!.GetValue<long>()).ToList();
        var second = await stage.ReadAsync($"/plantbatches/v2/{ids[1]}");
        second["Name"]!.GetValue<string>().ShouldBe("Two");
        second["UntrackedCount"]!.GetValue<int>().ShouldBe(4);
        second["LocationName"]!.GetValue<string>().ShouldBe("Nursery");
        (await stage.ReadAsync("/plantbatches/v2/active"))["Total"]!.GetValue<int>().ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"Name":"","Type":"Clone","Count":5}""", "Plant Batch Name was not specified")]
    [InlineData("""{"Name":"A","Type":"Bush","Count":5}""", "'Bush' was not found")]
    [InlineData("""{"Name":"\ud800","Type":"Clone","Count":5}""", "Name is not valid")]
    [InlineData("""{"Name":["A"],"Type":"Clone","Count":5}""", "Name is not valid")]
    [InlineData("""{"Name":"A","Type":"Clone","Count":1e99}""", "Count is not valid")]
    [InlineData("""{"Name":"A","Type":"Clone","Count":0}""", "greater than zero")]
    [InlineData("""{"Name":"A","Type":"Clone","Count":-2}""", "greater than zero")]
    [InlineData("""{"Name":"A","Type":"Clone","Count":"many"}""", "Count is not valid")]
    [InlineData("""{"Name":"A","Type":"Clone","Count":5,"Strain":"Nobody"}""", "Strain 'Nobody' was not found")]
    [InlineData("""{"Name":"A","Type":"Clone","Count":5,"Strain":"Blue Dream","Location":"Moon"}""",
        "'Moon' was not found")]
    [InlineData("""{"Name":"A","Type":"Clone","Count":5,"Strain":"Blue Dream","Location":"Vault"}""",
        "cannot hold plant batches")]
    [InlineData("""{"Name":"A","Type":"Clone","Count":5,"Strain":"Blue Dream"}""", "Planted Date was not specified")]
    [InlineData("""{"Name":"A","Type":"Clone","Count":5,"Strain":"Blue Dream","ActualDate":"2026-11-21"}""",
        "in the future")]
    public async Task A_bad_row_is_named_with_its_index_and_nothing_of_the_batch_happens(string bad, string words)
    {
        await using var stage = await Stage.SetAsync();
        using var response = await stage.PostAsync("/plantbatches/v2/plantings", $"[{Stage.Batch("Good")},{bad}]");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = JsonNode.Parse(await Stage.TextAsync(response))!.AsArray().ShouldHaveSingleItem()!;
        error["row"]!.GetValue<int>().ShouldBe(1);
        error["message"]!.GetValue<string>().ShouldContain(words);
        stage.State.PlantBatchList().ShouldBeEmpty();
        stage.State.CreationsOf("Good").ShouldBe(0);
    }

    [Fact]
    public async Task A_name_serves_once_whatever_its_case_even_inside_one_request()
    {
        await using var stage = await Stage.SetAsync();
        (await stage.PostAsync("/plantbatches/v2/plantings", $"[{Stage.Batch("Once")},{Stage.Batch("ONCE")}]"))
            .StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await stage.PostAsync("/plantbatches/v2/plantings", $"[{Stage.Batch("Once")}]"))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
        (await stage.PostAsync("/plantbatches/v2/plantings", $"[{Stage.Batch("oncE")}]"))
            .StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        stage.State.CreationsOf("once").ShouldBe(1);
    }

    [Fact]
    public async Task With_unique_names_switched_off_a_double_send_shows_as_two_creations()
    {
        await using var stage = await Stage.SetAsync(
            new SimulatorOptions { UniqueBatchNames = false, Time = new StoppedClock(Stage.Noon) });
        for (var i = 0; i < 2; i++)
            (await stage.PostAsync("/plantbatches/v2/plantings", $"[{Stage.Batch("Twice")}]"))
                .StatusCode.ShouldBe(HttpStatusCode.OK);
        stage.State.CreationsOf("Twice").ShouldBe(2);
        stage.State.PlantBatchList().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Names_of_properties_may_come_in_any_case_and_unknown_ones_are_ignored()
    {
        await using var stage = await Stage.SetAsync();
        using var response = await stage.PostAsync("/PlantBatches/v2/plantings/", """
            [{"name":"Lower","TYPE":"seed","count":2,"strain":"BLUE DREAM","actualDate":"2026-11-19",
              "PlantLabel":"x","Nonsense":{"a":1}}]
            """);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await Stage.TextAsync(response));
        stage.State.PlantBatchList()[0].Type.ShouldBe("Seed");
    }

    [Fact]
    public async Task A_package_planting_takes_from_the_package_and_names_it_as_source()
    {
        await using var stage = await Stage.SetAsync();
        var package = stage.State.AddPackage(Stage.Grower,
            new NewPackage { Item = "Blue Dream Clones", Quantity = 10, Unit = "Each" });
        using var response = await stage.PostAsync("/packages/v2/plantings",
            FromPackage(package.Label, "From package", 4));
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await Stage.TextAsync(response));
        stage.State.FindPackage(package.Label)!.Quantity.ShouldBe(6);
        stage.State.PlantBatchList()[0].SourcePackageLabel.ShouldBe(package.Label);

        using var tooMuch = await stage.PostAsync("/packages/v2/plantings", FromPackage(package.Label, "Too many", 7));
        (await Stage.TextAsync(tooMuch)).ShouldContain("does not hold that much");
        stage.State.FindPackage(package.Label)!.Quantity.ShouldBe(6);
    }

    [Fact]
    public async Task A_mother_plant_gives_a_batch_and_an_unknown_plant_does_not()
    {
        await using var stage = await Stage.SetAsync(state: "OR");
        var mother = stage.State.AddPlant(Stage.Grower, "Blue Dream");
        (await stage.PostAsync("/plants/v2/plantings", FromPlant(mother.Label, "Cuttings")))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
        stage.State.PlantBatchList()[0].SourcePlantLabel.ShouldBe(mother.Label);
        using var unknown = await stage.PostAsync("/plants/v2/plantings",
            FromPlant("1A4ZZ0000000000000000000", "None"));
        (await Stage.TextAsync(unknown)).ShouldContain("was not found");
    }

    [Fact]
    public async Task A_closed_loop_state_refuses_opening_batches_with_a_bare_401()
    {
        await using var stage = await Stage.SetAsync(state: "OR");
        using var response = await stage.PostAsync("/plantbatches/v2/plantings", $"[{Stage.Batch("Open")}]");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Stage.TextAsync(response)).ShouldBeEmpty();
    }

    [Fact]
    public async Task In_California_the_name_must_be_an_unused_plant_tag()
    {
        await using var stage = await Stage.SetAsync(state: "CA");
        var tag = stage.State.AddTags(Stage.Grower, TagKind.Plant, 1)[0].Label;
        var clones = stage.State.AddPackage(Stage.Grower,
            new NewPackage { Item = "Blue Dream Clones", Quantity = 10, Unit = "Each" });
        (await stage.PostAsync("/packages/v2/plantings", FromPackage(clones.Label, "A name", 1)))
            .StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await stage.PostAsync("/packages/v2/plantings", FromPackage(clones.Label, tag, 1)))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
        stage.State.SpareTags(Stage.Grower, TagKind.Plant).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_facility_that_grows_nothing_may_not_look_at_plant_batches()
    {
        await using var stage = await Stage.SetAsync();
        (await stage.GetAsync("/plantbatches/v2/active", Stage.Other)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static string FromPackage(string label, string name, int count) => $$"""
        [{"PackageLabel":"{{label}}","PlantBatchName":"{{name}}","PlantBatchType":"Clone","PlantCount":{{count}},
          "LocationName":"Nursery","StrainName":"Blue Dream","PlantedDate":"2026-11-20T00:00:00Z",
          "UnpackagedDate":"2026-11-20"}]
        """;

    private static string FromPlant(string label, string name) => $$"""
        [{"PlantLabel":"{{label}}","PlantBatchName":"{{name}}","PlantBatchType":"Clone","PlantCount":3,
          "LocationName":"Nursery","StrainName":"Blue Dream","ActualDate":"2026-11-20"}]
        """;
}
