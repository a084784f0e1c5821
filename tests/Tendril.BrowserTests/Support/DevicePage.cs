using System.Text.Json;
using Microsoft.Playwright;

namespace Tendril.BrowserTests.Support;

/// <summary>Uses the device's store of a page as screens do: <c>window.tendrilDevice</c>.</summary>
internal static class DevicePage
{
    /// <summary>Waits until the store answers.</summary>
    public static async Task DeviceIsReadyAsync(this IPage page) => await page.WaitForFunctionAsync(
        "() => window.tendrilDevice?.getView().reach === 'ready' && window.tendrilDevice.getView().status !== null");

    /// <summary>Waits until a first download has come to its end.</summary>
    public static async Task DeviceIsFilledAsync(this IPage page) => await page.WaitForFunctionAsync(
        "() => window.tendrilDevice?.getView().status?.isFirst === false");

    /// <summary>Waits until nothing is unsent, nothing is under way, and the last sync went well.</summary>
    public static async Task DeviceIsQuietAsync(this IPage page) => await page.WaitForFunctionAsync(
        """
        () => {
          const status = window.tendrilDevice?.getView().status;
          return status && !status.isFirst && !status.isSyncing && status.unsent === 0
            && !status.sendError && !status.receiveError;
        }
        """);

    /// <summary>Saves a new task; done when the store says that it is on the disk.</summary>
    public static async Task<Guid> SaveTaskAsync(this IPage page, Guid site, string title)
    {
        var row = Guid.CreateVersion7();
        var saved = await page.EvaluateAsync<JsonElement>(
            """
            ([row, site, title]) => window.tendrilDevice.save(
              [{ kind: 'create', table: 'tasks', row, set: { site_id: site, title, status: 'pending' } }])
            """,
            new[] { row.ToString(), site.ToString(), title });
        saved.GetProperty("operations").GetArrayLength().ShouldBe(1, saved.ToString());
        return row;
    }

    /// <summary>Changes a task's title.</summary>
    public static Task<JsonElement> RenameTaskAsync(this IPage page, Guid row, string title) =>
        page.EvaluateAsync<JsonElement>(
            """
            ([row, title]) => window.tendrilDevice.save([{ kind: 'patch', table: 'tasks', row, set: { title } }])
            """,
            new[] { row.ToString(), title });

    /// <summary>One row of the store as a screen sees it; null when there is none.</summary>
    public static async Task<JsonElement?> DeviceRowAsync(this IPage page, string table, Guid id)
    {
        var rows = await page.EvaluateAsync<JsonElement>(
            """
            async ([table, value]) => (await window.tendrilDevice.read(
              { table, where: [{ field: 'id', is: 'equal', value }] })).rows
            """,
            new[] { table, id.ToString() });
        return rows.GetArrayLength() == 0 ? null : rows[0];
    }

    /// <summary>How a row stands: pending, sent, confirmed, conflict or parked; missing when there is none.</summary>
    public static async Task<string> RowStatusAsync(this IPage page, string table, Guid id) =>
        await page.DeviceRowAsync(table, id) is { } row ? row.GetProperty("status").GetString()! : "missing";

    /// <summary>How many rows of a table the store has.</summary>
    public static Task<int> CountAsync(this IPage page, string table) => page.EvaluateAsync<int>(
        "async (table) => (await window.tendrilDevice.read({ table, limit: 1 })).total", table);

    public static Task<JsonElement> DeviceStatusAsync(this IPage page) =>
        page.EvaluateAsync<JsonElement>("() => window.tendrilDevice.ask('status')");

    public static Task SyncNowAsync(this IPage page) =>
        page.EvaluateAsync("() => window.tendrilDevice.ask('sync', true)");
}
