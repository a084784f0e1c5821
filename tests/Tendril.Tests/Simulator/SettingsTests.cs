using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Tests.Simulator;

/// <summary>What nobody knows about Metrc is a setting; each one shows at the socket.</summary>
public sealed class SettingsTests
{
    private static readonly SimulatorOptions Still = new() { Limits = false, Time = new StoppedClock(Stage.Noon) };

    [Theory]
    [InlineData(UnauthorizedBody.Empty, "")]
    [InlineData(UnauthorizedBody.Message, "{\"Message\":")]
    [InlineData(UnauthorizedBody.PlainText, "Unauthorized")]
    public async Task The_body_of_a_401(UnauthorizedBody body, string start)
    {
        await using var stage = await Stage.SetAsync(Still with { UnauthorizedBody = body });
        var text = await Stage.TextAsync(await stage.GetAsync("/plantbatches/v2/active", Stage.Other));
        text.ShouldStartWith(start);
        (text.Length == 0).ShouldBe(body == UnauthorizedBody.Empty);
    }

    [Theory]
    [InlineData(true, JsonValueKind.Object)]
    [InlineData(false, JsonValueKind.Array)]
    public async Task Units_come_in_an_envelope_or_bare(bool envelope, JsonValueKind kind)
    {
        await using var stage = await Stage.SetAsync(Still with { UnitsInEnvelope = envelope });
        (await stage.ReadAsync("/unitsofmeasure/v2/active")).GetValueKind().ShouldBe(kind);
    }

    [Theory]
    [InlineData(false, JsonValueKind.String)]
    [InlineData(true, JsonValueKind.Number)]
    public async Task Enums_go_out_as_words_or_as_numbers(bool numbers, JsonValueKind kind)
    {
        await using var stage = await Stage.SetAsync(Still with { EnumsAsNumbers = numbers });
        var item = (await stage.ReadAsync("/items/v2/active"))["Data"]![0]!;
        item["QuantityType"]!.GetValueKind().ShouldBe(kind);
        item["ApprovalStatus"]!.GetValueKind().ShouldBe(kind);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    public async Task Tag_lists_are_there_or_premium(bool available, HttpStatusCode status)
    {
        await using var stage = await Stage.SetAsync(Still with { TagListsAvailable = available });
        foreach (var list in new[] { "plant/available", "package/available", "staged" })
            (await stage.GetAsync("/tags/v2/" + list)).StatusCode.ShouldBe(status, list);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_package_on_hold_is_active_too_or_not(bool stays, int active)
    {
        await using var stage = await Stage.SetAsync(Still with { OnHoldStaysActive = stays });
        stage.State.HoldPackage(Add(stage, "Blue Dream Flower", "Grams").Label);
        (await stage.ReadAsync("/packages/v2/active"))["Total"]!.GetValue<int>().ShouldBe(active);
        (await stage.ReadAsync("/packages/v2/onhold"))["Total"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task Archives_without_a_filter_hold_everything_or_the_last_day(bool needWindow, int rows)
    {
        var clock = new StoppedClock(Stage.Noon);
        await using var stage = await Stage.SetAsync(Still with { Time = clock, ArchivesNeedWindow = needWindow });
        stage.State.FinishPackage(Add(stage, "Blue Dream Flower", "Grams").Label);
        clock.Move(TimeSpan.FromHours(25));
        stage.State.FinishPackage(Add(stage, "Blue Dream Flower", "Grams").Label);
        (await stage.ReadAsync("/packages/v2/inactive"))["Total"]!.GetValue<int>().ShouldBe(rows);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 0)]
    public async Task TotalRecords_may_be_nought_though_there_are_rows(bool always, int reported)
    {
        await using var stage = await Stage.SetAsync(Still with { TotalRecordsAlwaysZero = always });
        var page = await stage.ReadAsync("/items/v2/active");
        page["TotalRecords"]!.GetValue<int>().ShouldBe(reported);
        page["Data"]!.AsArray().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(false, HttpStatusCode.BadRequest)]
    [InlineData(true, HttpStatusCode.OK)]
    public async Task A_package_may_go_below_nought_or_not(bool allowed, HttpStatusCode status)
    {
        await using var stage = await Stage.SetAsync(Still with { AllowOversell = allowed });
        var package = Add(stage, "Blue Dream Flower", "Grams");
        using var response = await stage.PostAsync("/packages/v2/adjust", $$"""
            [{"Label":"{{package.Label}}","Quantity":-0.02,"UnitOfMeasure":"Kilograms",
              "AdjustmentReason":"drying","AdjustmentDate":"2026-11-20"}]
            """);
        response.StatusCode.ShouldBe(status);
        stage.State.FindPackage(package.Label)!.Quantity.ShouldBe(allowed ? -10m : 10m);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.BadRequest)]
    [InlineData(false, HttpStatusCode.OK)]
    public async Task Flower_can_be_planted_only_where_the_state_does_not_care(bool onlyPlants, HttpStatusCode status)
    {
        await using var stage = await Stage.SetAsync(Still with { OnlyPlantsCanBePlanted = onlyPlants });
        var package = Add(stage, "Blue Dream Flower", "Grams");
        using var response = await stage.PostAsync("/packages/v2/plantings", $$"""
            [{"PackageLabel":"{{package.Label}}","PackageAdjustmentAmount":1,
              "PackageAdjustmentUnitOfMeasureName":"Grams","PlantBatchName":"Odd","PlantBatchType":"Seed",
              "PlantCount":3,"LocationName":"Nursery","StrainName":"Blue Dream","PlantedDate":"2026-11-20",
              "UnpackagedDate":"2026-11-20"}]
            """);
        response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task A_name_that_is_no_tag_may_be_a_400_with_a_row()
    {
        await using var stage = await Stage.SetAsync(Still with { BatchNameNotTagStatus = 400 }, state: "CA");
        var mother = stage.State.AddPlant(Stage.Grower, "Blue Dream");
        using var response = await stage.PostAsync("/plants/v2/plantings", $$"""
            [{"PlantLabel":"{{mother.Label}}","PlantBatchName":"No tag","PlantBatchType":"Clone","PlantCount":1,
              "LocationName":"Nursery","StrainName":"Blue Dream","ActualDate":"2026-11-20"}]
            """);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(await Stage.TextAsync(response))![0]!["row"]!.GetValue<int>().ShouldBe(0);
    }

    private static Package Add(Stage stage, string item, string unit) =>
        stage.State.AddPackage(Stage.Grower, new NewPackage { Item = item, Quantity = 10, Unit = unit });
}
