using System.Net;
using System.Text.Json;
using Tendril.Domain.Inventory;
using Tendril.Server.Modules.Compliance;
using Tendril.Server.Modules.Inventory;
using Tendril.Tests.Cultivation;
using Tendril.Tests.Support;

namespace Tendril.Tests.Inventory;

public sealed class LotListTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lot_shows_exact_figures_and_its_ledger()
    {
        var tenant = await server.CreateTenantAsync("Lot detail");
        var id = await StockLedgerTests.AddLotAsync(tenant, 12.345678901m, lot =>
        {
            lot.ProductName = "Buds <b>Küsh</b>  & Co";
            lot.CompliancePackageUid = "1A4FF0000000022000000001";
            lot.Status = LotStatus.OnHold;
            lot.PackagedDate = new DateOnly(2026, 4, 1);
        });
        await using (var unit = await tenant.BeginAsync())
        {
            unit.Db.Add(StockLedgerTests.Movement(tenant, id, -0.000000001m, "Grams"));
            unit.Db.Add(new MetrcPackageMapping
            {
                Id = Guid.CreateVersion7(),
                SiteId = tenant.SiteId,
                InventoryLotId = id,
                MetrcPackageId = 4711,
                MetrcPackageLabel = "1A4FF0000000022000000001",
                LastSyncedAt = TimeProvider.System.GetUtcNow(),
            });
            await unit.CommitAsync(Cancel);
        }

        using var client = await tenant.ClientAsync("operator");
        var lot = (await client.ReadAsync($"/api/lots/{id}")).Is(HttpStatusCode.OK).Json;
        lot.GetProperty("quantity").GetRawText().ShouldBe("12.345678900");
        lot.GetProperty("productName").GetString().ShouldBe("Buds <b>Küsh</b>  & Co");
        lot.GetProperty("packageLabel").GetString().ShouldBe("1A4FF0000000022000000001");
        lot.GetProperty("metrcPackageId").GetInt64().ShouldBe(4711);
        lot.GetProperty("status").GetString().ShouldBe("on_hold");
        lot.GetProperty("packagedDate").GetString().ShouldBe("2026-04-01");
        lot.GetProperty("gone").GetBoolean().ShouldBeFalse();
        var movements = lot.GetProperty("movements").EnumerateArray()
            .Select(row => row.GetProperty("quantity").GetDecimal()).ToArray();
        movements.Sum().ShouldBe(lot.GetProperty("quantity").GetDecimal());
        movements.Length.ShouldBe(2);
    }

    [Fact]
    public async Task The_list_filters_searches_and_sorts()
    {
        var tenant = await server.CreateTenantAsync("Lot list");
        var shop = await tenant.AddSiteAsync("Lot shop", kind: "retailer");
        await Lot(tenant, "A", "Éclair Cookies", LotStatus.Available);
        await Lot(tenant, "B", "Blue_Dream 100%", LotStatus.InTransit);
        await Lot(tenant with { SiteId = shop }, "C", "Blue Dream", LotStatus.Available);
        using var client = await tenant.ClientAsync();
        (await NumbersAsync(client, "sort=lotNumber")).ShouldBe(["A", "B", "C"]);
        (await NumbersAsync(client, "sort=-productName")).ShouldBe(["A", "B", "C"], ignoreOrder: true);
        (await NumbersAsync(client, "q=éCLAIR")).ShouldBe(["A"]);
        (await NumbersAsync(client, "q=e_d")).ShouldBe(["B"]);
        (await NumbersAsync(client, "q=100%25")).ShouldBe(["B"]);
        (await NumbersAsync(client, "status=available&sort=lotNumber")).ShouldBe(["A", "C"]);
        (await NumbersAsync(client, $"siteId={shop}")).ShouldBe(["C"]);
        (await NumbersAsync(client, "itemName=Blue%20Dream")).ShouldBe(["C"]);
        foreach (var sort in (string[])["quantity", "status", "packageLabel", "locationName", "packagedDate",
            "expirationDate", "receivedAt", "updatedAt"])
            (await NumbersAsync(client, $"sort=-{sort}")).Length.ShouldBe(3);
        (await client.ReadAsync("/api/lots?status=lost")).Is(HttpStatusCode.BadRequest).Field.ShouldBe("status");
        (await client.FileAsync("/api/lots/export.csv?q=cookies")).ShouldContain("A,Éclair Cookies,1,Grams,available");
    }

    [Fact]
    public async Task Lots_of_other_sites_and_tenants_do_not_exist_and_a_cashier_sees_shops()
    {
        var tenant = await server.CreateTenantAsync("Lot reach");
        var shop = await tenant.AddSiteAsync("Reach shop", kind: "retailer");
        var grown = await Lot(tenant, "G", "Grown", LotStatus.Available);
        var sold = await Lot(tenant with { SiteId = shop }, "S", "Sold", LotStatus.Available);
        using var limited = await tenant.ClientAsync("site_manager", [shop]);
        using var cashier = await tenant.ClientAsync("cashier");
        var stranger = await server.CreateTenantAsync("Lot stranger");
        using var elsewhere = await stranger.ClientAsync();
        foreach (var client in (HttpClient[])[limited, cashier])
        {
            (await NumbersAsync(client, "")).ShouldBe(["S"]);
            (await client.ReadAsync($"/api/lots/{grown}"))
                .Is(HttpStatusCode.NotFound).Code.ShouldBe("inventory.lot_not_found");
            (await client.ReadAsync($"/api/lots/{sold}")).Is(HttpStatusCode.OK);
        }

        (await NumbersAsync(elsewhere, "")).ShouldBeEmpty();
        (await elsewhere.ReadAsync($"/api/lots/{sold}")).Is(HttpStatusCode.NotFound);
    }

    private static Task<Guid> Lot(TestTenant tenant, string number, string product, LotStatus status) =>
        StockLedgerTests.AddLotAsync(tenant, 1m, lot =>
        {
            lot.LotNumber = number;
            lot.ProductName = product;
            lot.Status = status;
        });

    private static async Task<string?[]> NumbersAsync(HttpClient client, string query) =>
        [.. (await client.ReadAsync($"/api/lots?{query}")).Is(HttpStatusCode.OK).Json.GetProperty("items")
            .EnumerateArray()
            .Select(item => item.GetProperty("lotNumber").GetString())];
}
