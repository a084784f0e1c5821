using System.Net;
using Microsoft.EntityFrameworkCore;
using Tendril.Server.Modules.Compliance;
using Tendril.Tests.Support;

namespace Tendril.Tests.Cultivation;

public sealed class CultivarTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cultivar_is_kept_as_it_was_written()
    {
        var tenant = await server.CreateTenantAsync("Kept");
        using var client = await tenant.ClientAsync("head_grower");
        var made = (await client.CreateAsync("/api/cultivars", new
        {
            name = "  Chemdawg #4 “Sour”  ",
            breeder = "NL",
            genetics = "A × B",
            thcPercent = 21.35,
            cbdPercent = 0.05,
            indicaPercent = 60,
            sativaPercent = 40,
            notes = "line one\nline two",
        })).Is(HttpStatusCode.Created);
        made.Warnings.ShouldBeEmpty();
        var read = (await client.ReadAsync($"/api/cultivars/{made.Id}")).Is(HttpStatusCode.OK).Json;
        read.GetProperty("name").GetString().ShouldBe("Chemdawg #4 “Sour”");
        read.GetProperty("genetics").GetString().ShouldBe("A × B");
        read.GetProperty("thcPercent").GetRawText().ShouldBe("21.35");
        read.GetProperty("notes").GetString().ShouldBe("line one\nline two");
        read.GetProperty("batchCount").GetInt32().ShouldBe(0);
        read.GetProperty("version").GetInt32().ShouldBe(1);
        read.GetProperty("active").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_name_is_taken_whatever_its_letter_case_and_a_near_one_is_pointed_out()
    {
        var tenant = await server.CreateTenantAsync("Names");
        using var client = await tenant.ClientAsync();
        await client.CreateAsync("/api/cultivars", new { name = "Wedding Cake" });
        var same = (await client.CreateAsync("/api/cultivars", new { name = "WEDDING cake" }))
            .Is(HttpStatusCode.UnprocessableEntity);
        same.Code.ShouldBe("cultivar.name_taken");
        same.Field.ShouldBe("name");
        var near = (await client.CreateAsync("/api/cultivars", new { name = "Wedding-Cakes" }))
            .Is(HttpStatusCode.Created);
        near.Warnings.ShouldBe(["close_match_found"]);
    }

    [Fact]
    public async Task Two_people_adding_one_name_at_once_make_one_cultivar()
    {
        var tenant = await server.CreateTenantAsync("Race");
        using var client = await tenant.ClientAsync();
        var answers =
            await Task.WhenAll(Enumerable.Range(0, 8)
                .Select(_ => client.CreateAsync("/api/cultivars", new { name = "Gelato" })));
        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
        answers.Where(answer => answer.Status != HttpStatusCode.Created).ShouldAllBe(answer => answer.Field == "name");
        (await client.ReadAsync("/api/cultivars")).Json.GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"name":""}""", "field.required", "name")]
    [InlineData("""{"name":"a\u0007b"}""", "field.control_character", "name")]
    [InlineData("""{"name":"ok","breeder":"x\u001by"}""", "field.control_character", "breeder")]
    [InlineData("""{"name":"ok","thcPercent":101}""", "field.range", "thcPercent")]
    [InlineData("""{"name":"ok","cbdPercent":-1}""", "field.range", "cbdPercent")]
    public async Task A_wrong_field_is_named(string body, string code, string field)
    {
        var tenant = await server.CreateTenantAsync($"Wrong {field} {code.Length} {body.Length}");
        using var client = await tenant.ClientAsync();
        using var content =
            new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var answer = await client.PostAsync("/api/cultivars", content, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("field").GetString().ShouldBe(field);
    }

    [Fact]
    public async Task An_old_copy_does_not_overwrite_a_new_one()
    {
        var tenant = await server.CreateTenantAsync("Old copy");
        using var client = await tenant.ClientAsync();
        var made = await client.CreateAsync("/api/cultivars", new { name = "Runtz" });
        var path = $"/api/cultivars/{made.Id}";
        (await client.ReplaceAsync(path, new { name = "Runtz", notes = "first", version = 1 }))
            .Is(HttpStatusCode.OK).Version.ShouldBe(2);
        var late = (await client.ReplaceAsync(path, new { name = "Runtz", notes = "second", version = 1 }))
            .Is(HttpStatusCode.Conflict);
        late.Field.ShouldBe("version");
        (await client.ReadAsync(path)).Json.GetProperty("notes").GetString().ShouldBe("first");
        var together = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
            client.ReplaceAsync(path, new { name = "Runtz", notes = $"n{i}", version = 2 })));
        together.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        together.Count(answer => answer.Status == HttpStatusCode.Conflict).ShouldBe(5);
    }

    [Fact]
    public async Task A_list_pages_sorts_searches_and_filters()
    {
        var tenant = await server.CreateTenantAsync("Pages");
        using var client = await tenant.ClientAsync();
        foreach (var name in new[] { "Alpha", "Bravo", "Charlie", "Delta 100%", "Echo_One" })
            await client.CreateAsync("/api/cultivars", new { name, active = name != "Bravo" });
        var first = (await client.ReadAsync("/api/cultivars?pageSize=2&sort=-name")).Json;
        Names(first).ShouldBe(["Echo_One", "Delta 100%"]);
        first.GetProperty("total").GetInt32().ShouldBe(5);
        first.GetProperty("next").GetInt32().ShouldBe(2);
        var last = (await client.ReadAsync("/api/cultivars?pageSize=2&sort=-name&page=3")).Json;
        Names(last).ShouldBe(["Alpha"]);
        last.TryGetProperty("next", out _).ShouldBeFalse();
        Names((await client.ReadAsync("/api/cultivars?q=%25")).Json).ShouldBe(["Delta 100%"]);
        Names((await client.ReadAsync("/api/cultivars?q=O_o")).Json).ShouldBe(["Echo_One"]);
        Names((await client.ReadAsync("/api/cultivars?active=false")).Json).ShouldBe(["Bravo"]);
        (await client.ReadAsync("/api/cultivars?sort=secret"))
            .Is(HttpStatusCode.BadRequest).Code.ShouldBe("list.sort_unknown");
    }

    [Fact]
    public async Task Another_tenants_cultivar_does_not_exist()
    {
        var mine = await server.CreateTenantAsync("Mine cultivar");
        var theirs = await server.CreateTenantAsync("Their cultivar");
        using var owner = await mine.ClientAsync();
        using var stranger = await theirs.ClientAsync();
        var made = await owner.CreateAsync("/api/cultivars", new { name = "Secret Sauce" });
        (await stranger.ReadAsync($"/api/cultivars/{made.Id}")).Is(HttpStatusCode.NotFound);
        (await stranger.ReplaceAsync($"/api/cultivars/{made.Id}", new { name = "Stolen", version = 1 }))
            .Is(HttpStatusCode.NotFound);
        (await stranger.ReadAsync("/api/cultivars")).Json.GetProperty("total").GetInt32().ShouldBe(0);
        (await stranger.CreateAsync("/api/cultivars", new { name = "Secret Sauce" })).Is(HttpStatusCode.Created);
        (await owner.ReadAsync($"/api/cultivars/{made.Id}")).Json.GetProperty("name").GetString()
            .ShouldBe("Secret Sauce");
    }

    [Fact]
    public async Task Roles_decide_who_may_look_and_who_may_change()
    {
        var tenant = await server.CreateTenantAsync("Roles");
        using var viewer = await tenant.ClientAsync("executive_viewer");
        using var cashier = await tenant.ClientAsync("cashier");
        (await viewer.ReadAsync("/api/cultivars")).Is(HttpStatusCode.OK);
        (await viewer.CreateAsync("/api/cultivars", new { name = "No" })).Is(HttpStatusCode.Forbidden);
        (await viewer.ImportAsync("/api/cultivars/import", "name\nNo")).Is(HttpStatusCode.Forbidden);
        (await cashier.ReadAsync("/api/cultivars")).Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Strain_links_of_closed_mappings_are_not_shown()
    {
        var tenant = await server.CreateTenantAsync("Links");
        using var client = await tenant.ClientAsync();
        var made = await client.CreateAsync("/api/cultivars", new { name = "Linked" });
        await using (var unit = await tenant.BeginAsync())
        {
            unit.Db.AddRange(Link(tenant, made.Id, 7, closed: true), Link(tenant, made.Id, 8, closed: false));
            await unit.CommitAsync(Cancel);
        }

        var link = (await client.ReadAsync($"/api/cultivars/{made.Id}")).Json.GetProperty("strainLinks")
            .EnumerateArray().ShouldHaveSingleItem();
        link.GetProperty("metrcStrainId").GetInt64().ShouldBe(8);
    }

    [Fact]
    public async Task Every_change_is_told_in_the_audit_log_with_both_values()
    {
        var tenant = await server.CreateTenantAsync("Audited");
        using var client = await tenant.ClientAsync();
        var made = await client.CreateAsync("/api/cultivars", new { name = "Before" });
        await client.ReplaceAsync($"/api/cultivars/{made.Id}", new { name = "After", version = 1 });
        await using var unit = await tenant.BeginAsync();
        var id = made.Id.ToString();
        var lines = await unit.Db.AuditEntries.Where(row => row.EntityId == id).OrderBy(row => row.Id)
            .ToListAsync(Cancel);
        lines.Select(line => (line.EntityType, line.Action))
            .ShouldBe([("cultivar", "created"), ("cultivar", "updated")]);
        lines[1].Changes.ShouldContain("[\"Before\", \"After\"]");
    }

    private static MetrcStrainMapping Link(TestTenant tenant, Guid cultivar, long strain, bool closed) => new()
    {
        Id = Guid.Parse($"00000000-0000-7000-8000-{strain:D12}"),
        SiteId = tenant.SiteId,
        CultivarId = cultivar,
        MetrcStrainId = strain,
        MetrcStrainName = $"Strain {strain}",
        LastSyncedAt = TimeProvider.System.GetUtcNow(),
        ClosedAt = closed ? TimeProvider.System.GetUtcNow() : null,
    };

    private static string?[] Names(System.Text.Json.JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString())];
}
