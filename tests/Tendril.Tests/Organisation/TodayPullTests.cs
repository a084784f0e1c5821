using System.Text.Json;
using Npgsql;
using Tendril.Tests.Architecture;
using Tendril.Tests.Cultivation;
using Tendril.Tests.Support;

namespace Tendril.Tests.Organisation;

/// <summary>Today names each site's last pull: the newest whole run that has ended, and nothing else.</summary>
public sealed class TodayPullTests(QuietServer server) : IClassFixture<QuietServer>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_site_shows_the_newest_run_that_has_ended()
    {
        var tenant = await server.CreateTenantAsync("Today pulls");
        var other = await tenant.AddSiteAsync("Pulled elsewhere");
        var untouched = await tenant.AddSiteAsync("Never pulled");
        await AddAsync(tenant, tenant.SiteId, 1, "pull", "completed");
        var last = await AddAsync(tenant, tenant.SiteId, 2, "pull", "partial");
        await AddAsync(tenant, tenant.SiteId, 3, "pull", "completed", parent: last);
        await AddAsync(tenant, tenant.SiteId, 4, "push", "completed");
        await AddAsync(tenant, tenant.SiteId, 5, "pull", "in_progress");
        await AddAsync(tenant, other, 6, "pull", "failed");
        using var client = await tenant.ClientAsync();
        var sites = (await Answers.ReadAsync(client, "/api/today")).GetProperty("sites").EnumerateArray()
            .ToDictionary(site => site.GetProperty("site").GetProperty("id").GetGuid());
        Last(sites[tenant.SiteId]).ShouldBe((Noon.AddHours(2), "partial"));
        Last(sites[other]).ShouldBe((Noon.AddHours(6), "failed"));
        sites[untouched].TryGetProperty("lastPullAt", out _).ShouldBeFalse();
        using var cashier = await tenant.ClientAsync("cashier");
        (await Answers.ReadAsync(cashier, "/api/today")).GetProperty("sites").EnumerateArray()
            .Count(site => site.TryGetProperty("lastPullAt", out _)).ShouldBe(0);
    }

    private static (DateTimeOffset At, string? Status) Last(JsonElement site) =>
        (site.GetProperty("lastPullAt").GetDateTimeOffset(), site.GetProperty("lastPullStatus").GetString());

    private async Task<Guid> AddAsync(
        TestTenant tenant, Guid site, int hour, string direction, string status, Guid? parent = null)
    {
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var insert = source.CreateCommand("""
            INSERT INTO compliance_sync_logs (organization_id, id, site_id, sync_type, direction, operation, status,
              started_at, completed_at, parent_id, triggered_by)
            VALUES ($1, gen_random_uuid(), $2, 'all', $3, 'sync', $4, $5, CASE WHEN $4 <> 'in_progress' THEN $5 END, $6,
              'test')
            RETURNING id
            """);
        foreach (var value in (object[])[tenant.OrganizationId, site, direction, status, Noon.AddHours(hour),
            (object?)parent ?? DBNull.Value]) insert.Parameters.Add(new() { Value = value });
        return (Guid)(await insert.ExecuteScalarAsync(Cancel))!;
    }
}
