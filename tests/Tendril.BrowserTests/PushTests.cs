using Tendril.BrowserTests.Support;
using static Tendril.BrowserTests.Support.Words;

namespace Tendril.BrowserTests;

public sealed class PushTests(DemoBrowser demo)
{
    /// <summary>120 clones of a cultivar without a strain link: two warnings, no error.</summary>
    private const string Batch = "TR-0420";

    [Fact]
    public Task A_pushed_batch_is_shown_as_synced_once_the_state_has_it_exactly_once() => demo.AdminAsync(async page =>
    {
        (await demo.Server.PlantBatchesInMetrcAsync(Batch)).ShouldBeEmpty();
        await page.OpenBatchAsync(demo.Server, Batch);
        await page.Button("Push to Metrc").ClickAsync();

        var dialog = page.Window();
        await Expect(dialog.GetByLabel("Location in Metrc").First).ToHaveValueAsync("Clone Room");
        await Expect(dialog).ToContainTextAsync("From its pod Dome 1");
        await Expect(dialog).ToContainTextAsync("120 plants are above the usual limit of 100");
        await Expect(dialog).ToContainTextAsync("is not linked to a Metrc strain");
        await Expect(page.Button("Send to Metrc")).ToBeDisabledAsync();
        await dialog.GetByLabel("I have read the 2 warnings and want to send").CheckAsync();
        await page.Button("Send to Metrc").ClickAsync();
        await Expect(dialog).ToContainTextAsync("Confirmed by Metrc", new() { Timeout = 30_000 });
        await dialog.GetByText("Close", new() { Exact = true }).ClickAsync();
        await Expect(page.Window()).ToHaveCountAsync(0);

        var inMetrc = (await demo.Server.PlantBatchesInMetrcAsync(Batch)).ShouldHaveSingleItem();
        DemoServer.Text(inMetrc, "untrackedCount").ShouldBe("120");
        DemoServer.Text(inMetrc, "creations").ShouldBe("1");
        var id = DemoServer.Text(inMetrc, "id")!;
        await page.Button("Metrc: Synced. Show details").ClickAsync();
        await Expect(page.Window()).ToContainTextAsync("Metrc has confirmed this batch.");
        await Expect(page.Window()).ToContainTextAsync(id);
        await page.Keyboard.PressAsync("Escape");

        await ItIsNotOfferedAgain(page);
        var known = await demo.Server.BatchAsync(Batch);
        known.GetProperty("metrcSyncStatus").GetString().ShouldBe("synced");
        known.GetProperty("metrcBatchId").GetInt64().ToString().ShouldBe(id);
    });

    [Fact]
    public Task Produce_is_not_required_to_be_reported_and_refused_with_help_past_the_screen() =>
        demo.AdminAsync(async page =>
        {
            await page.OpenBatchAsync(demo.Server, "BASIL-07");
            await Expect(page.GetByText("Produce is not reported to Metrc.").First).ToBeVisibleAsync();
            await Expect(page.Button("Push to Metrc")).ToHaveCountAsync(0);
            var basil = await demo.Server.BatchAsync("BASIL-07");
            basil.GetProperty("metrcSyncStatus").GetString().ShouldBe("not_required");
            var refusal = await demo.Server.RefusedPushAsync(basil.GetProperty("id").GetGuid());
            refusal.GetProperty("code").GetString().ShouldBe("invalid_domain_type");
            refusal.GetProperty("help").GetString().ShouldNotBeNullOrWhiteSpace();
            (await demo.Server.PlantBatchesInMetrcAsync("BASIL-07")).ShouldBeEmpty();
        });

    /// <summary>The vault holds packages; Metrc takes no plant batch there.</summary>
    [Fact]
    public async Task A_location_that_may_not_hold_plant_batches_is_refused_with_the_ones_that_may()
    {
        const string number = "WL-0001";
        var id = await PlantInTheVaultAsync(number);
        await demo.AdminAsync(async page =>
        {
            await page.OpenBatchAsync(demo.Server, number);
            await page.Button("Push to Metrc").ClickAsync();
            var dialog = page.Window();
            await Expect(dialog).ToContainTextAsync("From the room of its pod Vault shelf");
            await Expect(dialog).ToContainTextAsync("Location \"Vault\" does not allow plant batches");
            await Expect(dialog).ToContainTextAsync("Choose one of: Clone Room, Flower 1, Flower 2, Nursery.");
            await Expect(page.Button("Send to Metrc")).ToBeDisabledAsync();
            var refusal = await demo.Server.RefusedPushAsync(id);
            refusal.GetProperty("code").GetString().ShouldBe("location_not_for_plant_batches");
            (await demo.Server.PlantBatchesInMetrcAsync(number)).ShouldBeEmpty();
        });
    }

    /// <summary>The same vault, told to somebody who reads Spanish: translated, with the exact words below.</summary>
    [Fact]
    public async Task A_refused_location_is_told_in_spanish_with_what_to_do()
    {
        const string number = "WL-0002";
        await PlantInTheVaultAsync(number, "Bóveda");
        await demo.JourneyAsync(
            async page =>
            {
                await page.GotoAsync("/settings");
                await page.ChooseLanguageAsync("Language", "Español");
                await page.OpenBatchAsync(demo.Server, number);
                await page.Button("Enviar a Metrc").ClickAsync();
                var dialog = page.Window();
                await Expect(dialog).ToContainTextAsync(
                    "Ubicación en Metrc: El tipo que tiene la ubicación en Metrc no admite lotes de plantas.");
                await Expect(dialog).ToContainTextAsync("Elija una ubicación cuyo tipo admita lotes de plantas");
                var exact = dialog.Locator("[lang=en]").First;
                await Expect(exact).ToContainTextAsync("Location \"Vault\" does not allow plant batches");
                await Expect(exact).ToContainTextAsync("Choose one of: Clone Room");
                await Expect(page.Button("Enviar ahora a Metrc")).ToBeDisabledAsync();
                await page.GotoAsync("/settings");
                await page.ChooseLanguageAsync("Idioma", "English");
                await page.OpenBatchAsync(demo.Server, number);
                await page.Button("Push to Metrc").ClickAsync();
                await Expect(page.Window()).ToContainTextAsync("Location \"Vault\" does not allow plant batches");
                await Expect(page.Window().Locator("[lang=en]")).ToHaveCountAsync(0);
            },
            demo.Demo.WithRole("head_grower"));
    }

    private async Task ItIsNotOfferedAgain(Microsoft.Playwright.IPage page)
    {
        await page.ReloadAsync();
        await Expect(page.Button("Metrc: Synced. Show details")).ToBeVisibleAsync();
        await Expect(page.Button("Push to Metrc")).ToHaveCountAsync(0);
        var batch = await demo.Server.BatchAsync(Batch);
        var refusal = await demo.Server.RefusedPushAsync(batch.GetProperty("id").GetGuid());
        refusal.GetProperty("code").GetString().ShouldBe("already_synced");
        (await demo.Server.PlantBatchesInMetrcAsync(Batch)).ShouldHaveSingleItem();
    }

    private async Task<Guid> PlantInTheVaultAsync(string number, string roomName = "Vault room")
    {
        var server = demo.Server;
        var siteId = demo.Demo.Grower.Id;
        var metrcLocation = new { id = (long?)null, name = "Vault" };
        var room = await server.PostAsync("/api/rooms", new { siteId, name = roomName, metrcLocation });
        var roomId = room.GetProperty("id").GetGuid();
        var podName = roomName.Replace("room", "shelf", StringComparison.Ordinal);
        var pod = await server.PostAsync("/api/pods", new { siteId, roomId, name = podName });
        var known = await server.BatchAsync("NF-0416");
        var startDate = known.GetProperty("startDate").GetString();
        var batch = await server.PostAsync("/api/batches", new
        {
            siteId,
            batchNumber = number,
            domainType = "cannabis",
            sourceType = "clone",
            plantCount = 10,
            startDate,
            stage = "clone",
            cultivarId = known.GetProperty("cultivarId").GetGuid(),
        });
        var id = batch.GetProperty("item").GetProperty("id").GetGuid();
        var podId = pod.GetProperty("id").GetGuid();
        await server.PostAsync($"/api/batches/{id}/pods", new { podId, plantCount = 10, from = startDate });
        return id;
    }
}
