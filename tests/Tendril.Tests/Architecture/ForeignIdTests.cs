using System.Net;
using Npgsql;
using Tendril.Tests.Storage;
using Tendril.Tests.Support;

namespace Tendril.Tests.Architecture;

/// <summary>
/// Guards that another tenant's ids answer like ids that do not exist: every route with an id in its address, with
/// every id the other tenant has, in a database where that tenant has a row in every table.
/// </summary>
public sealed class ForeignIdTests(QuietServer server) : IClassFixture<QuietServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// Bodies that would be taken if the id were the caller's own; a route without one gets an empty object.
    /// </summary>
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["PUT /api/sites/{id:guid}"] =
            """{"name":"Taken","license":"TAKEN","state":"CO","timeZone":"America/Denver","sandbox":true}""",
        ["PUT /api/rooms/{id:guid}"] = """{"name":"Taken"}""",
        ["PUT /api/pods/{id:guid}"] = """{"name":"Taken"}""",
        ["PUT /api/users/{id:guid}"] = """{"fullName":"Taken","role":"operator","siteIds":null,"active":true}""",
        ["PUT /api/cultivars/{id:guid}"] = """{"name":"Taken","active":true,"version":1}""",
        ["POST /api/batches/{id:guid}/stage"] = """{"stage":"flowering","version":1,"confirmWarnings":true}""",
        ["POST /api/compliance/batches/{id:guid}/unlink"] = """{"reason":"It is not ours at all"}""",
        ["POST /api/compliance/operations/{id:guid}/resolve"] =
            """{"decision":"give_up","reason":"It is not ours at all"}""",
    };

    [Fact]
    public async Task Another_tenants_ids_open_nothing_and_change_nothing()
    {
        var (mine, theirs) = await TwoAsync("Own", "Foreign");
        var ids = await FillAsync(theirs);
        var before = await PrintAsync(theirs);
        using var client = await mine.ClientAsync();
        List<string> leaks = [];
        foreach (var route in Route.Of(server).Where(route => route.HasId && route.Needed is { Anonymous: false }))
            foreach (var id in ids)
            {
                using var answer = await client.SendAsync(
                    route.Request(route.At(_ => $"{id}"), Bodies.GetValueOrDefault(route.ToString(), "{}")), Cancel);
                if (await IsLeakAsync(answer)) leaks.Add($"{route} with {id}: {(int)answer.StatusCode}");
            }
        leaks.ShouldBeEmpty();
        (await PrintAsync(theirs)).ShouldBe(before);
    }

    [Fact]
    public async Task Lists_show_nothing_of_another_tenant_whatever_is_asked_for()
    {
        var (mine, theirs) = await TwoAsync("Lister", "Listed");
        await FillAsync(theirs);
        using var client = await mine.ClientAsync();
        List<string> leaks = [];
        foreach (var route in Route.Of(server).Where(route =>
            route is { Method: "GET", HasId: false } && route.Pattern.StartsWith("/api/", StringComparison.Ordinal)
            && route.Needed is { Anonymous: false }))
            foreach (var query in (string[])["", $"?siteId={theirs.SiteId}", "?q=sample"])
            {
                using var answer = await client.GetAsync(route.Pattern + query, Cancel);
                var text = await answer.Content.ReadAsStringAsync(Cancel);
                if (text.Contains("sample ", StringComparison.Ordinal)
                    || text.Contains("Listed", StringComparison.Ordinal)
                    || answer.StatusCode == HttpStatusCode.InternalServerError)
                    leaks.Add($"{route}{query}: {(int)answer.StatusCode}");
            }
        leaks.ShouldBeEmpty();
    }

    private static async Task<bool> IsLeakAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        return (int)answer.StatusCode is < 400 or >= 500 || text.Contains("sample ", StringComparison.Ordinal);
    }

    private async Task<(TestTenant Mine, TestTenant Theirs)> TwoAsync(string mine, string theirs) =>
        (await server.CreateTenantAsync(mine), await server.CreateTenantAsync(theirs));

    // A row in every table for the other tenant; answers every id it has.
    private async Task<IReadOnlyList<Guid>> FillAsync(TestTenant tenant)
    {
        var rows = new SampleRows(tenant.OrganizationId);
        HashSet<Guid> ids = [tenant.SiteId, tenant.AdminId];
        await using var connection = new NpgsqlConnection(server.Database.Owner);
        await connection.OpenAsync(Cancel);
        foreach (var table in await Catalog.TablesAsync(server.Database.Owner, "public", Cancel))
        {
            await using var insert = rows.Insert(table, connection);
            await insert.ExecuteNonQueryAsync(Cancel);
            if (rows.RowOf(table).TryGetValue("id", out var id)) ids.Add((Guid)id);
        }
        return [.. ids];
    }

    // What the tenant has, as one text: any change shows.
    private async Task<string> PrintAsync(TestTenant tenant)
    {
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        var lines = new List<string>();
        foreach (var table in await Catalog.TablesAsync(server.Database.Owner, "public", Cancel))
            lines.AddRange(await Catalog.TextsAsync(
                source,
                $"SELECT '{table.Name} ' || t::text FROM {table.Name} t WHERE organization_id = $1 ORDER BY t::text",
                tenant.OrganizationId,
                Cancel));
        return string.Join('\n', lines);
    }
}
