using Npgsql;
using Tendril.Tests.Organisation;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance;

/// <summary>The history of syncs as a list: by moments, by what went wrong, by the id that a person copied.</summary>
public sealed class SyncLogListTests(Tendril.Tests.Architecture.QuietServer server)
    : IClassFixture<Tendril.Tests.Architecture.QuietServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_logs_between_two_moments_whatever_their_zone()
    {
        var tenant = await server.CreateTenantAsync("Logs by moment");
        await AddAsync(tenant, "2026-03-01T10:00:00Z", null);
        var noon = await AddAsync(tenant, "2026-03-01T12:00:00Z", null);
        using var admin = await tenant.ClientAsync();
        var found = await admin.ReadAsync(
            "/api/compliance/sync-logs?from=2026-03-01T13:00:00%2B02:00&to=2026-03-01T13:00:00Z");
        found.GetProperty("items").EnumerateArray().Select(log => log.GetProperty("id").GetGuid()).ShouldBe([noon]);
    }

    [Fact]
    public async Task Finds_logs_by_the_words_of_their_error_and_by_their_id()
    {
        var tenant = await server.CreateTenantAsync("Logs by word");
        var calm = await AddAsync(tenant, "2026-03-01T10:00:00Z", null);
        var failed = await AddAsync(tenant, "2026-03-01T11:00:00Z", "Metrc refused the key for inventory_item");
        using var admin = await tenant.ClientAsync();
        (await OnlyAsync(admin, "refused%20THE")).ShouldBe(failed);
        (await OnlyAsync(admin, "inventory_item")).ShouldBe(failed);
        (await OnlyAsync(admin, calm.ToString())).ShouldBe(calm);
        (await admin.ReadAsync("/api/compliance/sync-logs?q=nobody")).GetProperty("total").GetInt32().ShouldBe(0);
    }

    private static async Task<Guid> OnlyAsync(HttpClient client, string text) =>
        (await client.ReadAsync($"/api/compliance/sync-logs?q={text}")).GetProperty("items").EnumerateArray()
            .ShouldHaveSingleItem().GetProperty("id").GetGuid();

    private async Task<Guid> AddAsync(TestTenant tenant, string startedAt, string? error)
    {
        await using var connection = new NpgsqlConnection(server.Database.Owner);
        await connection.OpenAsync(Cancel);
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO compliance_sync_logs
                (organization_id, id, site_id, system, sync_type, direction, operation, status, started_at,
                 error_message, errors, triggered_by)
            VALUES ($1, gen_random_uuid(), $2, 'metrc', 'packages', 'pull', 'sync', 'completed', $3, $4, '[]', 'test')
            RETURNING id
            """,
            connection);
        insert.Parameters.Add(new() { Value = tenant.OrganizationId });
        insert.Parameters.Add(new() { Value = tenant.SiteId });
        insert.Parameters.Add(new() { Value = DateTimeOffset.Parse(startedAt, null) });
        insert.Parameters.Add(new() { Value = (object?)error ?? DBNull.Value });
        return (Guid)(await insert.ExecuteScalarAsync(Cancel))!;
    }
}
