using Tendril.BrowserTests.Support;

namespace Tendril.BrowserTests;

/// <summary>The device's store in a real browser, against the real server.</summary>
public sealed class DeviceStoreTests(DemoBrowser demo)
{
    [Fact]
    public Task A_first_download_brings_what_the_person_sees() => demo.AdminAsync(async page =>
    {
        await page.GotoAsync("/");
        await page.DeviceIsFilledAsync();
        var batches = await demo.Server.GetAsync("/api/batches?pageSize=1");
        (await page.CountAsync("batches")).ShouldBe(batches.GetProperty("total").GetInt32());
    });

    [Fact]
    public Task What_was_saved_offline_survives_a_reload_and_arrives_later() => demo.AdminAsync(
        async page =>
        {
            await page.GotoAsync("/");
            await page.DeviceIsFilledAsync();
            await page.RouteAsync("**/api/sync/push", route => route.AbortAsync());
            var row = await page.SaveTaskAsync(demo.Demo.Grower.Id, "Water the veg room");
            await page.WaitForFunctionAsync("() => tendrilDevice.getView().status.sendError?.kind === 'network'");
            await page.ReloadAsync();
            await page.DeviceIsReadyAsync();
            var shown = (await page.DeviceRowAsync("tasks", row)).ShouldNotBeNull();
            shown.GetProperty("values").GetProperty("title").GetString().ShouldBe("Water the veg room");
            shown.GetProperty("status").GetString().ShouldBeOneOf("pending", "sent");
            await page.UnrouteAsync("**/api/sync/push");
            await page.SyncNowAsync();
            await page.DeviceIsQuietAsync();
            (await page.RowStatusAsync("tasks", row)).ShouldBe("confirmed");
            (await page.DeviceRowAsync("tasks", row)).ShouldNotBeNull()
                .GetProperty("revision").GetInt64().ShouldBeGreaterThan(0);
        },
        device: null, "/api/sync/push");
}
