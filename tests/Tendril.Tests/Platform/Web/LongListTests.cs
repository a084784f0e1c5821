using System.Text.Json;
using Npgsql;
using Tendril.Tests.Architecture;
using Tendril.Tests.Organisation;
using Tendril.Tests.Support;

namespace Tendril.Tests.Platform.Web;

/// <summary>The pages of a long list, laid one after another, are the list: its order, and each row once.</summary>
public sealed class LongListTests(QuietServer server) : IClassFixture<QuietServer>
{
    private const int Rows = 23;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/lots", "id", "lotNumber,productName,quantity,status,packageLabel,updatedAt")]
    [InlineData("/api/batches", "id", "batchNumber,siteName,cultivarName,stage,metrcSyncStatus,updatedAt")]
    [InlineData("/api/compliance/sync-logs", "id", "startedAt,syncType,durationMs")]
    [InlineData("/api/compliance/mirror/packages?siteId={site}", "metrcId", "name,metrcId,lastModified,typeName")]
    public async Task The_pages_of_a_list_make_up_the_whole(string path, string key, string sorts)
    {
        var tenant = await FilledAsync($"Long {path.Length}");
        using var client = await tenant.ClientAsync();
        var list = path.Replace("{site}", tenant.SiteId.ToString(), StringComparison.Ordinal);
        list += list.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        foreach (var search in (string[])["", "&q=odd"])
            foreach (var sort in sorts.Split(',').SelectMany(name => (string[])[name, $"-{name}"]).Prepend(""))
            {
                var address = $"{list}sort={sort}{search}";
                var whole = await client.ReadAsync($"{address}&pageSize=200");
                var total = search.Length == 0 ? Rows : (Rows + 1) / 2;
                Keys(whole, key).Distinct(StringComparer.Ordinal).Count().ShouldBe(total, address);
                var pages = new List<JsonElement>();
                for (var page = 1; page <= (total + 4) / 5; page++)
                    pages.Add(await client.ReadAsync($"{address}&pageSize=5&page={page}"));
                pages.SelectMany(page => Keys(page, key)).ShouldBe(Keys(whole, key), address);
                pages.ShouldAllBe(page => page.GetProperty("total").GetInt32() == total);
                pages.Count(page => page.TryGetProperty("next", out _)).ShouldBe(pages.Count - 1, address);
                var behind = await client.ReadAsync($"{address}&pageSize=5&page=40");
                behind.GetProperty("items").GetArrayLength().ShouldBe(0, address);
                behind.GetProperty("total").GetInt32().ShouldBe(total, address);
            }
    }

    [Theory]
    [InlineData("/api/lots?", "id", "-updatedAt")]
    [InlineData("/api/compliance/mirror/packages?siteId={site}&", "metrcId", "name")]
    public async Task What_is_found_often_is_the_same_in_the_order_of_the_index(string path, string key, string sort)
    {
        // The list's own order is read another way than the same order asked for by name.
        var tenant = await FilledAsync($"Often {path.Length}", 1_300);
        using var client = await tenant.ClientAsync();
        var list = path.Replace("{site}", tenant.SiteId.ToString(), StringComparison.Ordinal);
        foreach (var search in (string[])["item", "odd", "item 1", "item 2 odd", "not there"])
            foreach (var page in (int[])[1, 2, 5, 6, 7, 9])
            {
                var address = $"{list}q={Uri.EscapeDataString(search)}&pageSize=200&page={page}";
                var (own, named) = (await client.ReadAsync(address), await client.ReadAsync($"{address}&sort={sort}"));
                Keys(own, key).ShouldBe(Keys(named, key), address);
                own.GetProperty("total").GetInt32().ShouldBe(named.GetProperty("total").GetInt32(), address);
                own.TryGetProperty("next", out _).ShouldBe(named.TryGetProperty("next", out _), address);
            }
        (await client.ReadAsync($"{list}q=item&pageSize=200")).GetProperty("total").GetInt32().ShouldBe(1_300);
        (await client.ReadAsync($"{list}q=odd&pageSize=200")).GetProperty("total").GetInt32().ShouldBe(650);
    }

    private static string[] Keys(JsonElement page, string key) =>
        [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty(key).ToString())];

    // Many rows share the value they are sorted by; every second one is odd.
    private async Task<TestTenant> FilledAsync(string name, int rows = Rows)
    {
        var tenant = await server.CreateTenantAsync(name);
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var fill = source.CreateCommand($$"""
            INSERT INTO lots (organization_id, site_id, id, lot_number, product_name, unit_of_measure, status,
              received_at, created_at, updated_at)
            SELECT '{{tenant.OrganizationId}}', '{{tenant.SiteId}}', gen_random_uuid(), 'L' || n, 'Item ' || n % 3 ||
              CASE n % 2 WHEN 1 THEN ' Odd' ELSE '' END, 'Grams', 'available', now(), now(),
              now() - n % 4 * interval '1 minute' FROM generate_series(1, {{rows}}) AS n;
            INSERT INTO batches (organization_id, id, site_id, batch_number, domain_type, source_type, plant_count,
              stage, status, start_date, notes, version, created_at, updated_at)
            SELECT organization_id, gen_random_uuid(), site_id, lot_number, 'cannabis', 'clone', 5, 'clone', 'active',
              current_date, product_name, 1, now(), updated_at FROM lots
            WHERE organization_id = '{{tenant.OrganizationId}}';
            INSERT INTO compliance_sync_logs (organization_id, id, site_id, sync_type, direction, operation, status,
              started_at, triggered_by, error_message)
            SELECT organization_id, gen_random_uuid(), site_id, 'packages', 'pull', 'sync', 'failed', updated_at,
              'test', product_name FROM lots WHERE organization_id = '{{tenant.OrganizationId}}';
            INSERT INTO metrc_objects (organization_id, site_id, kind, metrc_id, name, list, active, payload,
              payload_hash, first_seen_at, changed_at)
            SELECT organization_id, site_id, 'packages', row_number() OVER (ORDER BY lot_number), product_name,
              'active', true, '{}', gen_random_uuid(), now(), now() FROM lots
            WHERE organization_id = '{{tenant.OrganizationId}}';
            """);
        await fill.ExecuteNonQueryAsync(Cancel);
        return tenant;
    }
}
