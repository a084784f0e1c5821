using Npgsql;
using Tendril.Tests.Storage;
using Tendril.Tests.Support;

namespace Tendril.Tests.Organisation;

public sealed class TodayTests(Tendril.Tests.Architecture.QuietServer server)
    : IClassFixture<Tendril.Tests.Architecture.QuietServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Today_counts_what_is_there_for_those_who_may_see_it()
    {
        var tenant = await server.CreateTenantAsync("Today");
        await FillAsync(tenant);
        using var admin = await tenant.ClientAsync();
        var today = await admin.ReadAsync("/api/today");
        today.GetProperty("batches").GetProperty("active").GetInt32().ShouldBe(1);
        today.GetProperty("batches").GetProperty("byStage").EnumerateObject().Sum(stage => stage.Value.GetInt32())
            .ShouldBe(1);
        today.GetProperty("lots").GetProperty("available").GetInt32().ShouldBe(1);
        today.GetProperty("alerts").GetArrayLength().ShouldBe(1);
        var sites = today.GetProperty("sites").EnumerateArray().ToList();
        sites.Count.ShouldBe(2);
        sites.Sum(site => site.GetProperty("queue").EnumerateObject().Sum(count => count.Value.GetInt32())).ShouldBe(1);
        sites.Count(site => site.TryGetProperty("nextRunAt", out _)).ShouldBe(1);

        using var cashier = await tenant.ClientAsync("cashier");
        var less = await cashier.ReadAsync("/api/today");
        less.GetProperty("batches").GetProperty("active").GetInt32().ShouldBe(0);
        // The second site is a grower, and a cashier sees the lots of shops.
        less.GetProperty("lots").GetProperty("available").GetInt32().ShouldBe(0);
        less.GetProperty("sites").EnumerateArray().ShouldAllBe(site => !site.GetProperty("credential").GetBoolean());
        using var limited = await tenant.ClientAsync("site_manager", [tenant.SiteId]);
        (await limited.ReadAsync("/api/today")).GetProperty("lots").GetProperty("available").GetInt32().ShouldBe(0);
    }

    // A row in every table at a second site; enums stored as words take the first the column allows.
    private async Task FillAsync(TestTenant tenant)
    {
        var rows = new SampleRows(tenant.OrganizationId);
        await using var connection = new NpgsqlConnection(server.Database.Owner);
        await connection.OpenAsync(Cancel);
        foreach (var table in await Catalog.TablesAsync(server.Database.Owner, "public", Cancel))
        {
            await using var insert = rows.Insert(table, connection);
            await insert.ExecuteNonQueryAsync(Cancel);
        }
        await using var mend = new NpgsqlCommand(
            """
            UPDATE batches SET stage = 'vegetative' WHERE organization_id = $1;
            """,
            connection);
        mend.Parameters.Add(new() { Value = tenant.OrganizationId });
        await mend.ExecuteNonQueryAsync(Cancel);
    }
}
