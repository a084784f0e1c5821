using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tendril.Metrc.Simulator.Seeding;

namespace Tendril.Tests.Compliance.Pull;

/// <summary>The mirror narrowed by the server, so that counts and pages are those of what is shown.</summary>
public sealed class MirrorFilterTests(PullServer server) : IClassFixture<PullServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Linked_and_unlinked_strains_are_counted_and_paged_by_the_server()
    {
        await using var world = await PullWorld.CreateAsync(server, "Strains apart", licence =>
            PullWorld.Small(licence) with
            {
                StrainNames = [.. Enumerable.Range(1, 120).Select(i => $"Strain {i:000}")],
            });
        await world.PullAsync("strains");
        // Every third of them, so that a page of all holds both sorts.
        var strains = (await PageAsync(world, "strains", "pageSize=200")).Rows;
        foreach (var strain in strains.Where((_, at) => at % 3 == 0)) await LinkAsync(world, strain);

        (await PageAsync(world, "strains", "linked=false&pageSize=50")).Total.ShouldBe(80);
        var second = await PageAsync(world, "strains", "linked=false&pageSize=50&page=2");
        second.Rows.Count.ShouldBe(30);
        second.Rows.Count(row => row.TryGetProperty("linkedTo", out _)).ShouldBe(0);
        var linked = await PageAsync(world, "strains", "linked=true&pageSize=200");
        (linked.Total, linked.Rows.Count).ShouldBe((40, 40));
        linked.Rows.ShouldAllBe(row => row.GetProperty("linkedTo").GetProperty("name").GetString() != "");
        (await PageAsync(world, "strains", "linked=false&q=Strain 00")).Total.ShouldBe(6, "001 to 009 but 1, 4, 7");
    }

    [Fact]
    public async Task A_link_that_was_ended_counts_as_none_and_another_site_s_link_says_nothing()
    {
        await using var world = await PullWorld.CreateAsync(server, "Ended", licence =>
            PullWorld.Small(licence) with
            {
                Facilities = [new SeedFacility(licence, "Grower"), new SeedFacility($"{licence}-1", "Grower")],
            }, facilities: 2);
        foreach (var (id, _) in world.Sites) await world.PullAsync("strains", id);
        var (all, strains) = await PageAsync(world, "strains", "");
        var cultivar = await LinkAsync(world, strains[0]);
        (await PageAsync(world, "strains", "linked=true")).Total.ShouldBe(1);
        var other = await world.GetAsync($"/api/compliance/mirror/strains?siteId={world.Sites[1].Id}&linked=true");
        other.GetProperty("total").GetInt32().ShouldBe(0);
        (await world.Client.PutAsJsonAsync(
            $"/api/cultivars/{cultivar}/strain-link", new { siteId = world.SiteId, metrcStrainId = (long?)null },
            Cancel))
            .StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await PageAsync(world, "strains", "linked=true")).Total.ShouldBe(0);
        (await PageAsync(world, "strains", "linked=false")).Total.ShouldBe(all);
    }

    [Fact]
    public async Task Pulled_packages_are_linked_to_their_lots_and_gone_ones_can_be_left_out()
    {
        await using var world = await PullWorld.CreateAsync(server, "Packages apart");
        await world.PullAsync();
        var all = (await PageAsync(world, "packages", "")).Total;
        (await PageAsync(world, "packages", "linked=true")).Total.ShouldBe(all);
        (await PageAsync(world, "packages", "linked=false")).Total.ShouldBe(0);
        (await PageAsync(world, "packages", "gone=true")).Total.ShouldBe(0);
        (await PageAsync(world, "packages", "gone=false")).Total.ShouldBe(all);
    }

    [Fact]
    public async Task What_is_never_linked_is_refused_and_not_shown_as_unlinked()
    {
        await using var world = await PullWorld.CreateAsync(server, "Never linked");
        foreach (var linked in new[] { "true", "false" })
        {
            using var refused = await world.Client.GetAsync(
                $"/api/compliance/mirror/items?siteId={world.SiteId}&linked={linked}", Cancel);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel);
            problem.GetProperty("code").GetString().ShouldBe("mirror.never_linked");
            problem.GetProperty("field").GetString().ShouldBe("linked");
        }
    }

    private static async Task<(int Total, List<JsonElement> Rows)> PageAsync(
        PullWorld world, string kind, string query)
    {
        var page = await world.GetAsync($"/api/compliance/mirror/{kind}?siteId={world.SiteId}&{query}");
        return (page.GetProperty("total").GetInt32(), [.. page.GetProperty("items").EnumerateArray()]);
    }

    private static async Task<Guid> LinkAsync(PullWorld world, JsonElement strain)
    {
        var name = strain.GetProperty("name").GetString();
        using var made = await world.Client.PostAsJsonAsync("/api/cultivars", new { name, active = true }, Cancel);
        var cultivar = (await made.Content.ReadFromJsonAsync<JsonElement>(Cancel))
            .GetProperty("item").GetProperty("id").GetGuid();
        using var linked = await world.Client.PostAsJsonAsync("/api/compliance/links", new
        {
            siteId = world.SiteId,
            kind = "strains",
            metrcId = strain.GetProperty("metrcId").GetInt64(),
            entityId = cultivar,
        }, Cancel);
        linked.StatusCode.ShouldBe(HttpStatusCode.OK, await linked.Content.ReadAsStringAsync(Cancel));
        return cultivar;
    }
}
