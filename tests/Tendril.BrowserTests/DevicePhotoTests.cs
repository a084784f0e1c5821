using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Tendril.BrowserTests.Support;
using static Tendril.BrowserTests.Support.Words;

namespace Tendril.BrowserTests;

/// <summary>Photos that are taken without a server: kept through a reload, sent later, without their place.</summary>
public sealed class DevicePhotoTests(DemoBrowser demo)
{
    [Fact]
    public async Task A_photo_taken_offline_survives_arrives_and_tells_nothing_of_its_place()
    {
        var admin = demo.Demo.WithRole("org_admin");
        await using var wire = new Wire(demo.Demo.Url);
        await using var context = await demo.VisitorAsync(admin, wire.Url, Device.Phone);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/device");
        await page.DeviceIsFilledAsync();
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.controller !== null");
        var me = await page.EvaluateAsync<string>("async () => (await (await fetch('/api/session')).json()).user.id");
        await wire.CutAsync();

        var harvest = await SaveHarvestAsync(page, me);
        var refused = await page.EvaluateAsync<JsonElement>(Odd, harvest.ToString());
        refused.EnumerateArray().Select(one => one.GetString()).ShouldBe(
            ["empty", "not_an_image", "damaged", "heic", "too_many_pixels"]);
        var added = await page.EvaluateAsync<JsonElement>(Take, harvest.ToString());
        added.GetProperty("sourceHoldsPlace").GetBoolean().ShouldBeTrue();
        var hash = added.GetProperty("hash").GetString()!;
        await page.ReloadAsync();
        await page.DeviceIsReadyAsync();
        (await page.DeviceStatusAsync()).GetProperty("photos").GetProperty("unsent").GetInt32().ShouldBe(1);
        (await page.EvaluateAsync<int>("() => window.tendrilDevice.ask('wipe', false)")).ShouldBeGreaterThan(1);
        await Expect(page.GetByText("1 photo waits")).ToBeVisibleAsync();

        wire.Mend();
        await page.SyncNowAsync();
        await page.DeviceIsQuietAsync();
        var details = await page.EvaluateAsync<JsonElement>("() => tendrilDevice.ask('details')");
        (await page.RowStatusAsync("harvests", harvest)).ShouldBe("confirmed", details.GetProperty("work").ToString());
        (await page.DeviceStatusAsync()).GetProperty("photos").GetProperty("unsent").GetInt32().ShouldBe(0);

        await using var other = await demo.VisitorAsync(admin);
        var second = await other.NewPageAsync();
        await second.GotoAsync("/");
        await second.DeviceIsFilledAsync();
        var row = (await second.DeviceRowAsync("harvests", harvest)).ShouldNotBeNull();
        row.GetProperty("values").GetProperty("photos").EnumerateArray().Select(one => one.GetString())
            .ShouldBe([hash]);
        var seen = await second.EvaluateAsync<JsonElement>(Look, hash);
        // Taken lying on its side, as phones do: it stands upright now.
        seen.GetProperty("full").EnumerateArray().Select(side => side.GetInt32()).ShouldBe([853, 1280]);
        seen.GetProperty("small").EnumerateArray().Select(side => side.GetInt32()).ShouldBe([133, 200]);
        var bytes = Convert.FromBase64String(seen.GetProperty("base64").GetString()!);
        Encoding.Latin1.GetString(bytes).ShouldNotContain("Exif");
        Encoding.Latin1.GetString(bytes).ShouldNotContain("GPSLatitude");
    }

    private static async Task<Guid> SaveHarvestAsync(IPage page, string person)
    {
        var row = Guid.CreateVersion7();
        var saved = await page.EvaluateAsync<JsonElement>(
            """
            async ([row, user_id]) => {
              const { rows } = await tendrilDevice.read({ table: 'batches', limit: 1 });
              const set = { site_id: rows[0].values.site_id, batch_id: rows[0].id, user_id };
              return tendrilDevice.save([{ kind: 'create', table: 'harvests', row, set }]);
            }
            """,
            new[] { row.ToString(), person });
        saved.GetProperty("operations").GetArrayLength().ShouldBe(1, saved.ToString());
        return row;
    }

    private const string Add =
        """
        const add = (file) => tendrilDevice.ask('addPhoto', crypto.randomUUID(),
          { table: 'harvests', row, field: 'photos' }, file);
        const draw = (type) => {
          const canvas = new OffscreenCanvas(3000, 2000);
          const context = canvas.getContext('2d');
          context.fillStyle = '#386';
          context.fillRect(0, 0, 1500, 2000);
          return canvas.convertToBlob({ type });
        };
        """;

    /// <summary>What is no photo, or none that is kept: each has its answer, and nothing of it is stored.</summary>
    private const string Odd = $$"""
        async (row) => {
          {{Add}}
          const png = new Uint8Array(await (await draw('image/png')).arrayBuffer());
          const huge = png.slice();
          new DataView(huge.buffer).setUint32(16, 70000);
          const files = [new Blob([]), new Blob(['<svg/>']), new Blob([png.slice(0, 60)]),
            new Blob(['\0\0\0\x18ftypheic\0\0\0\0mif1heic']), new Blob([huge])];
          const found = [];
          for (const file of files) found.push((await add(file)).refused);
          return found;
        }
        """;

    /// <summary>A JPEG with EXIF as a phone writes it: lying on its side (6), and with a place.</summary>
    private const string Take = $$"""
        async (row) => {
          {{Add}}
          const jpeg = new Uint8Array(await (await draw('image/jpeg')).arrayBuffer());
          const body = [...'Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPSLatitude 39.7']
            .map((letter) => letter.charCodeAt(0));
          const exif = Uint8Array.from([0xff, 0xe1, 0, body.length + 2, ...body]);
          const file = new Blob([jpeg.slice(0, 2), exif, jpeg.slice(2)], { type: 'image/jpeg' });
          return { ...await add(file), sourceHoldsPlace: (await file.text()).includes('GPSLatitude') };
        }
        """;

    private const string Look =
        """
        async (hash) => {
          const show = async (small) => (await tendrilDevice.ask('showPhoto', hash, small)).photo;
          const size = async (photo) => {
            const { width, height } = await createImageBitmap(photo);
            return [width, height];
          };
          const [full, small] = [await show(false), await show(true)];
          const bytes = new Uint8Array(await full.arrayBuffer());
          return { full: await size(full), small: await size(small),
            base64: btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), '')) };
        }
        """;
}
