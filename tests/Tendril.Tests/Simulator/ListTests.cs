using System.Net;
using System.Text.Json.Nodes;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Tests.Simulator;

public sealed class ListTests
{
    [Fact]
    public async Task Pages_hold_twenty_rows_in_LastModified_order_and_together_every_row_once()
    {
        var clock = new StoppedClock(Stage.Noon);
        await using var stage = await Stage.SetAsync(new SimulatorOptions { Time = clock, Limits = false });
        for (var i = 0; i < 45; i++)
        {
            clock.Move(TimeSpan.FromSeconds(1));
            Add(stage);
        }
        var first = await stage.ReadAsync("/packages/v2/active?pageNumber=1&pageSize=20");
        first["Total"]!.GetValue<int>().ShouldBe(45);
        first["TotalPages"]!.GetValue<int>().ShouldBe(3);
        first["RecordsOnPage"]!.GetValue<int>().ShouldBe(20);
        var rows = await AllAsync(stage, "/packages/v2/active", 3);
        rows.Select(Id).Distinct().Count().ShouldBe(45);
        rows.Select(r => (string)r["LastModified"]!)
            .ShouldBe(rows.Select(r => (string)r["LastModified"]!).Order(StringComparer.Ordinal));
        (await stage.ReadAsync("/packages/v2/active?pageNumber=4&pageSize=20"))["Data"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("pageSize=21")]
    [InlineData("pageSize=0")]
    [InlineData("pageSize=x")]
    [InlineData("pageNumber=0")]
    [InlineData("pageNumber=-1")]
    public async Task A_page_that_cannot_be_is_a_400(string query)
    {
        await using var stage = await Stage.SetAsync();
        (await stage.GetAsync("/packages/v2/active?" + query)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(UnpagedAnswer.FirstPage, 20)]
    [InlineData(UnpagedAnswer.Everything, 25)]
    public async Task Without_a_page_size_the_setting_decides(UnpagedAnswer unpaged, int rows)
    {
        await using var stage = await Stage.SetAsync(new SimulatorOptions { Unpaged = unpaged });
        for (var i = 0; i < 25; i++) Add(stage);
        (await stage.ReadAsync("/packages/v2/active"))["Data"]!.AsArray().Count.ShouldBe(rows);
    }

    [Theory]
    [InlineData(24 * 60, HttpStatusCode.OK)]
    [InlineData(24 * 60 + 1, HttpStatusCode.BadRequest)]
    public async Task A_window_may_be_24_hours_and_not_a_minute_more(int minutes, HttpStatusCode status)
    {
        await using var stage = await Stage.SetAsync();
        var start = Stage.Utc(Stage.Noon.AddMinutes(-minutes));
        var query = $"?lastModifiedStart={start}&lastModifiedEnd={Stage.Utc(Stage.Noon)}";
        (await stage.GetAsync("/packages/v2/inactive" + query)).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task A_window_holds_both_of_its_ends_and_nothing_outside()
    {
        var clock = new StoppedClock(Stage.Noon);
        await using var stage = await Stage.SetAsync(new SimulatorOptions { Time = clock, Limits = false });
        var before = Add(stage);
        clock.Move(TimeSpan.FromMinutes(1));
        var inside = Add(stage);
        clock.Move(TimeSpan.FromMinutes(1));
        Add(stage);
        var query = $"?lastModifiedStart={Stage.Utc(Stage.Noon)}&lastModifiedEnd={Stage.Utc(Stage.Noon.AddMinutes(1))}";
        (await AllAsync(stage, "/packages/v2/active" + query, 1)).Select(Id).ShouldBe([before.Id, inside.Id]);
    }

    [Fact]
    public async Task A_plus_that_was_not_encoded_is_read_as_UTC_without_a_word()
    {
        await using var stage = await Stage.SetAsync();
        Add(stage);
        // The package changed at 19:00 UTC. Both starts mean an earlier moment; the raw one is read as 19:30 UTC.
        var encoded = await stage.ReadAsync("/packages/v2/active?lastModifiedStart=2026-11-20T20%3A30%3A00%2B02%3A00");
        encoded["Total"]!.GetValue<int>().ShouldBe(1);
        using var raw = await stage.GetAsync("/packages/v2/active?lastModifiedStart=2026-11-20T19:30:00+02:00"
            + "&lastModifiedEnd=2026-11-20T23:00:00+02:00");
        raw.StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonNode.Parse(await Stage.TextAsync(raw))!["Total"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task A_package_is_in_the_list_of_its_status_and_on_hold_stays_active()
    {
        await using var stage = await Stage.SetAsync();
        var held = stage.State.HoldPackage(Add(stage).Label);
        var finished = stage.State.FinishPackage(Add(stage).Label);
        var road = stage.State.ShipPackage(Add(stage).Label);
        var gone = stage.State.ReceivePackage(stage.State.ShipPackage(Add(stage).Label).Label, Stage.Other);
        (await AllAsync(stage, "/packages/v2/active", 1)).Select(Id).ShouldBe([held.Id]);
        (await AllAsync(stage, "/packages/v2/onhold", 1)).Select(Id).ShouldBe([held.Id]);
        (await AllAsync(stage, "/packages/v2/inactive", 1)).Select(Id).ShouldBe([finished.Id]);
        (await AllAsync(stage, "/packages/v2/intransit", 1)).Select(Id).ShouldBe([road.Id]);
        var left = (await AllAsync(stage, "/packages/v2/transferred", 1)).ShouldHaveSingleItem();
        left["PackageId"]!.GetValue<long>().ShouldBe(gone.PackageId);
        left.AsObject().ContainsKey("Quantity").ShouldBeFalse();
        var arrived = await stage.ReadAsync($"/packages/v2/{gone.PackageLabel}", Stage.Other);
        arrived["ReceivedFromFacilityLicenseNumber"]!.GetValue<string>().ShouldBe(Stage.Grower);
    }

    [Fact]
    public async Task Quantities_keep_every_decimal_they_were_given()
    {
        await using var stage = await Stage.SetAsync();
        var package = stage.State.AddPackage(Stage.Grower,
            new NewPackage { Item = "Blue Dream Flower", Quantity = 12.340500m });
        using var response = await stage.GetAsync($"/packages/v2/{package.Id}");
        (await Stage.TextAsync(response)).ShouldContain("\"Quantity\":12.340500,");
    }

    [Fact]
    public async Task A_renamed_location_shows_its_new_name_on_the_packages_in_it()
    {
        await using var stage = await Stage.SetAsync();
        var room = stage.State.AddLocation(Stage.Grower, "Old name", "Packing");
        var package = stage.State.AddPackage(Stage.Grower,
            new NewPackage { Item = "Blue Dream Flower", Quantity = 1, Location = "Old name" });
        (await stage.ReadAsync($"/packages/v2/{package.Id}"))["LocationName"]!.GetValue<string>().ShouldBe("Old name");
        using var renamed = await stage.SendAsync(HttpMethod.Put, "/locations/v2",
            $$"""[{"Id":{{room.Id}},"Name":"New name","LocationTypeName":"Packing"}]""");
        renamed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await stage.ReadAsync($"/packages/v2/{package.Id}"))["LocationName"]!.GetValue<string>().ShouldBe("New name");
    }

    private static Package Add(Stage stage) =>
        stage.State.AddPackage(Stage.Grower, new NewPackage { Item = "Blue Dream Flower", Quantity = 1.5m });

    private static long Id(JsonNode row) => row["Id"]!.GetValue<long>();

    private static async Task<List<JsonNode>> AllAsync(Stage stage, string path, int pages)
    {
        var rows = new List<JsonNode>();
        var joint = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        for (var page = 1; page <= pages; page++)
            rows.AddRange((await stage.ReadAsync($"{path}{joint}pageNumber={page}&pageSize=20"))["Data"]!.AsArray()
                .Select(r => r!));
        return rows;
    }
}
