using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;
using Tendril.Server.Modules.Compliance;
using Tendril.Tests.Support;

namespace Tendril.Tests.Cultivation;

public sealed class BatchTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Tag = "1A4FF0000000022000000123";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_is_kept_as_it_was_written()
    {
        var tenant = await server.CreateTenantAsync("Batch kept");
        using var client = await tenant.ClientAsync("operator");
        var cultivar = await client.CreateAsync("/api/cultivars", new { name = "Blue Dream" });
        var made = (await client.CreateAsync("/api/batches", new
        {
            siteId = tenant.SiteId,
            batchNumber = " B-2026-001 ",
            cultivarId = cultivar.Id,
            sourceType = "tissue_culture",
            plantCount = 48,
            startDate = "2026-03-01",
            expectedHarvestDate = "2026-06-15",
            stage = "vegetative",
            sourcePackageLabel = Tag.ToLowerInvariant(),
            notes = "east bench",
        })).Is(HttpStatusCode.Created);
        var batch = (await client.ReadAsync($"/api/batches/{made.Id}")).Is(HttpStatusCode.OK).Json;
        batch.GetProperty("batchNumber").GetString().ShouldBe("B-2026-001");
        batch.GetProperty("cultivarName").GetString().ShouldBe("Blue Dream");
        batch.GetProperty("sourceType").GetString().ShouldBe("tissue_culture");
        batch.GetProperty("sourcePackageLabel").GetString().ShouldBe(Tag);
        batch.GetProperty("startDate").GetString().ShouldBe("2026-03-01");
        batch.GetProperty("status").GetString().ShouldBe("active");
        batch.GetProperty("untrackedCount").GetInt32().ShouldBe(48);
        batch.GetProperty("metrcSyncStatus").GetString().ShouldBe("not_synced");
        batch.GetProperty("pods").GetArrayLength().ShouldBe(0);
        batch.TryGetProperty("metrcBatchId", out _).ShouldBeFalse();
        (await client.ReadAsync($"/api/cultivars/{cultivar.Id}")).Json.GetProperty("batchCount").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_number_is_unique_at_its_site_only()
    {
        var tenant = await server.CreateTenantAsync("Numbers");
        var other = await tenant.AddSiteAsync("Numbers Two");
        using var client = await tenant.ClientAsync();
        (await client.CreateAsync("/api/batches", Fields(tenant.SiteId, "b-1"))).Is(HttpStatusCode.Created);
        var twice = (await client.CreateAsync("/api/batches", Fields(tenant.SiteId, "B-1")))
            .Is(HttpStatusCode.UnprocessableEntity);
        (twice.Code, twice.Field).ShouldBe(("batch.number_taken", "batchNumber"));
        (await client.CreateAsync("/api/batches", Fields(other, "B-1"))).Is(HttpStatusCode.Created);
        var race =
            await Task.WhenAll(Enumerable.Range(0, 6)
                .Select(_ => client.CreateAsync("/api/batches", Fields(other, "B-2"))));
        race.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
        race.Where(answer => answer.Status != HttpStatusCode.Created)
            .ShouldAllBe(answer => answer.Field == "batchNumber");
    }

    [Theory]
    [InlineData("plantCount", "0", "count_not_positive", "plantCount")]
    [InlineData("plantCount", "-3", "count_not_positive", "plantCount")]
    [InlineData("batchNumber", "\"\"", "field.required", "batchNumber")]
    [InlineData("batchNumber", "\"a\\u0001b\"", "field.control_character", "batchNumber")]
    [InlineData("startDate", "null", "field.required", "startDate")]
    [InlineData("expectedHarvestDate", "\"2020-01-01\"", "batch.harvest_before_start", "expectedHarvestDate")]
    [InlineData("stage", "\"seedling\"", "batch.stage_not_of_domain", "stage")]
    [InlineData("stage", "\"completed\"", "batch.stage_not_of_domain", "stage")]
    [InlineData("motherPlantLabel", "\"short\"", "invalid_tag_format", "motherPlantLabel")]
    [InlineData("cultivarId", "\"00000000-0000-7000-8000-000000000001\"", "cultivation.cultivar_not_found",
        "cultivarId")]
    [InlineData("parentRelationship", "\"split\"", "cultivation.parent_invalid", "parentBatchId")]
    [InlineData("siteId", "\"00000000-0000-7000-8000-000000000001\"", "cultivation.site_not_found", "siteId")]
    [InlineData("plantCount", "1.5", "request.unreadable", "plantCount")]
    [InlineData("sourceType", "\"seeds\"", "request.unreadable", "sourceType")]
    public async Task A_wrong_field_is_named(string field, string value, string code, string named)
    {
        var tenant = await server.CreateTenantAsync($"Field {field} {value.Length} {code}");
        using var client = await tenant.ClientAsync();
        var body = JsonSerializer.SerializeToNode(Fields(tenant.SiteId, "B-1", "vegetative"))!.AsObject();
        body[field] = System.Text.Json.Nodes.JsonNode.Parse(value);
        var answer = await client.CreateAsync("/api/batches", body);
        ((int)answer.Status).ShouldBeInRange(400, 422);
        (answer.Code, answer.Field).ShouldBe((code, named));
        (await client.ReadAsync("/api/batches")).Json.GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task What_metrc_would_refuse_later_is_said_early_and_still_saved()
    {
        var tenant = await server.CreateTenantAsync("Early");
        using var client = await tenant.ClientAsync();
        var made = (await client.CreateAsync("/api/batches", Fields(tenant.SiteId, new string('x', 51))))
            .Is(HttpStatusCode.Created);
        made.Warnings.ShouldContain("invalid_name_length");
        made.Json.GetProperty("warnings")[0].GetProperty("field").GetString().ShouldBe("batchNumber");
    }

    [Fact]
    public async Task A_site_that_is_not_active_takes_no_new_batch()
    {
        var tenant = await server.CreateTenantAsync("Closed site");
        await using (var unit = await tenant.BeginAsync())
        {
            (await unit.Db.Sites.SingleAsync(site => site.Id == tenant.SiteId, Cancel)).Active = false;
            await unit.CommitAsync(Cancel);
        }

        using var client = await tenant.ClientAsync();
        var refused = (await client.CreateAsync("/api/batches", Fields(tenant.SiteId, "B-1")))
            .Is(HttpStatusCode.UnprocessableEntity);
        (refused.Code, refused.Field).ShouldBe(("site.closed", "siteId"));
        (await client.ReadAsync("/api/batches")).Json.GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_batch_outside_the_callers_sites_does_not_exist()
    {
        var tenant = await server.CreateTenantAsync("Reach");
        var other = await tenant.AddSiteAsync("Reach Two");
        using var all = await tenant.ClientAsync();
        using var limited = await tenant.ClientAsync("site_manager", [other]);
        var hidden = await all.CreateAsync("/api/batches", Fields(tenant.SiteId, "B-1"));
        var seen = await all.CreateAsync("/api/batches", Fields(other, "B-2"));
        (await limited.ReadAsync($"/api/batches/{seen.Id}")).Is(HttpStatusCode.OK);
        (await limited.ReadAsync($"/api/batches/{hidden.Id}"))
            .Is(HttpStatusCode.NotFound).Code.ShouldBe("cultivation.batch_not_found");
        (await limited.ReplaceAsync($"/api/batches/{hidden.Id}", Edit("B-1", 1))).Is(HttpStatusCode.NotFound);
        (await limited.CreateAsync($"/api/batches/{hidden.Id}/stage", new { stage = "clone", version = 1 }))
            .Is(HttpStatusCode.NotFound);
        (await limited.CreateAsync($"/api/batches/{hidden.Id}/count",
            new { plantCount = 1, reason = "died", version = 1 })).Is(HttpStatusCode.NotFound);
        (await limited.CreateAsync($"/api/batches/{hidden.Id}/pods",
            new { podId = hidden.Id, plantCount = 1, from = "2026-01-01" })).Is(HttpStatusCode.NotFound);
        (await limited.ReadAsync($"/api/batches/{hidden.Id}/history")).Is(HttpStatusCode.NotFound);
        (await limited.CreateAsync("/api/batches", Fields(tenant.SiteId, "B-3"))).Is(HttpStatusCode.NotFound);
        (await limited.ReadAsync("/api/batches")).Json.GetProperty("total").GetInt32().ShouldBe(1);
        (await limited.FileAsync("/api/batches/export.csv")).ShouldNotContain("B-1");
        var stranger = await server.CreateTenantAsync("Reach stranger");
        using var elsewhere = await stranger.ClientAsync();
        (await elsewhere.ReadAsync($"/api/batches/{seen.Id}")).Is(HttpStatusCode.NotFound);
        (await elsewhere.CreateAsync("/api/batches", Fields(tenant.SiteId, "B-9"))).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_edit_replaces_the_fields_and_refuses_an_old_copy()
    {
        var tenant = await server.CreateTenantAsync("Edits");
        using var client = await tenant.ClientAsync();
        var made = await client.CreateAsync("/api/batches", Fields(tenant.SiteId, "B-1"));
        var path = $"/api/batches/{made.Id}";
        var edited = (await client.ReplaceAsync(path, new
        {
            batchNumber = "B-1b",
            version = 1,
            plantCount = 30,
            startDate = "2026-02-02",
            notes = "moved",
            sourceType = "seed",
        })).Is(HttpStatusCode.OK);
        edited.Version.ShouldBe(2);
        edited.Item.GetProperty("plantCount").GetInt32().ShouldBe(30);
        edited.Item.GetProperty("sourceType").GetString().ShouldBe("seed");
        (await client.ReplaceAsync(path, Edit("B-1c", 1))).Is(HttpStatusCode.Conflict).Field.ShouldBe("version");
        var other = await tenant.AddSiteAsync("Edits Two");
        (await client.ReplaceAsync(path,
            new { batchNumber = "B-1b", version = 2, siteId = other, startDate = "2026-02-02", plantCount = 30 }))
            .Is(HttpStatusCode.UnprocessableEntity).Code.ShouldBe("cultivation.site_fixed");
    }

    [Fact]
    public async Task What_metrc_was_told_is_not_edited_and_a_growing_count_needs_a_reason()
    {
        var tenant = await server.CreateTenantAsync("Locked");
        using var client = await tenant.ClientAsync();
        var made = await client.CreateAsync("/api/batches", Fields(tenant.SiteId, "B-1", "vegetative"));
        var path = $"/api/batches/{made.Id}";
        (await client.ReplaceAsync(path, Edit("B-1", 1, plantCount: 11))).Is(HttpStatusCode.UnprocessableEntity)
            .Code.ShouldBe("batch.count_needs_reason");
        await MapAsync(tenant, made.Id, MappingStatus.Synced, 501);
        var locked = (await client.ReplaceAsync(path, Edit("B-1 renamed", 1))).Is(HttpStatusCode.UnprocessableEntity);
        (locked.Code, locked.Field).ShouldBe(("batch.reported_field_locked", "batchNumber"));
        (await client.ReplaceAsync(path, Edit("B-1", 1, notes: "free to change"))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_list_filters_by_everything_it_names()
    {
        var tenant = await server.CreateTenantAsync("Filters");
        var other = await tenant.AddSiteAsync("Filters Two");
        using var client = await tenant.ClientAsync();
        var cultivar = await client.CreateAsync("/api/cultivars", new { name = "Zkittlez" });
        await client.CreateAsync("/api/batches", Fields(tenant.SiteId, "A-1", "vegetative", cultivar.Id));
        await client.CreateAsync("/api/batches", Fields(tenant.SiteId, "A-2", "clone"));
        await client.CreateAsync("/api/batches", Fields(other, "A-3", "clone"));
        (await NumbersAsync(client, $"siteId={tenant.SiteId}&sort=-batchNumber")).ShouldBe(["A-2", "A-1"]);
        (await NumbersAsync(client, "stage=clone&sort=batchNumber")).ShouldBe(["A-2", "A-3"]);
        (await NumbersAsync(client, $"cultivarId={cultivar.Id}")).ShouldBe(["A-1"]);
        (await NumbersAsync(client, "q=zkitt")).ShouldBe(["A-1"]);
        (await NumbersAsync(client, "status=active&domainType=cannabis&q=a-3")).ShouldBe(["A-3"]);
        (await NumbersAsync(client, "status=quarantined")).ShouldBeEmpty();
        foreach (var sort in new[] { "batchNumber", "siteName", "cultivarName", "plantCount", "stage", "status",
            "startDate", "expectedHarvestDate", "metrcSyncStatus", "createdAt", "updatedAt" })
            (await NumbersAsync(client, $"sort={sort}")).Length.ShouldBe(3);
        var wrong = (await client.ReadAsync("/api/batches?stage=blooming")).Is(HttpStatusCode.BadRequest);
        (wrong.Code, wrong.Field).ShouldBe(("value.not_in_list", "stage"));
    }

    internal static object Fields(Guid siteId, string number, string stage = "planning", Guid? cultivarId = null) => new
    {
        siteId,
        batchNumber = number,
        plantCount = 10,
        startDate = "2026-01-15",
        sourceType = "clone",
        stage,
        cultivarId,
    };

    private static object Edit(string number, int version, int plantCount = 10, string? notes = null) => new
    {
        batchNumber = number,
        version,
        plantCount,
        startDate = "2026-01-15",
        sourceType = "clone",
        notes,
    };

    private static async Task<string?[]> NumbersAsync(HttpClient client, string query) =>
        [.. (await client.ReadAsync($"/api/batches?{query}")).Is(HttpStatusCode.OK).Json.GetProperty("items")
            .EnumerateArray()
            .Select(item => item.GetProperty("batchNumber").GetString())];

    internal static async Task MapAsync(TestTenant tenant, Guid batchId, MappingStatus status, long metrcId)
    {
        await using var unit = await tenant.BeginAsync();
        unit.Db.Add(new MetrcBatchMapping
        {
            Id = Guid.Parse($"00000000-0000-7000-8000-{metrcId:D12}"),
            SiteId = tenant.SiteId,
            BatchId = batchId,
            MetrcBatchId = metrcId,
            MetrcBatchName = "x",
            SyncStatus = status,
            LastSyncedAt = TimeProvider.System.GetUtcNow(),
        });
        await unit.CommitAsync(Cancel);
    }
}
