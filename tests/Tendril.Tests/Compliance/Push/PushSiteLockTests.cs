using System.Net;
using System.Net.Http.Json;
using Npgsql;
using Tendril.Tests.Organisation;

namespace Tendril.Tests.Compliance.Push;

/// <summary>
/// A push is decided by its site's licence and environment; neither may change before it is on record.
/// </summary>
public sealed class PushSiteLockTests(StillServer server) : IClassFixture<StillServer>
{
    private const int Gate = 4343;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("license"), InlineData("sandbox")]
    public async Task A_site_does_not_change_between_the_decision_and_the_record_of_a_push(string field)
    {
        var grower = await server.CreateGrowerAsync($"Moving{field}");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        await using var owner = NpgsqlDataSource.Create(server.Database.Owner);
        await using var gate = await owner.OpenConnectionAsync(Cancel);
        await RunAsync(gate, $"""
            CREATE OR REPLACE FUNCTION tendril.hold() RETURNS trigger LANGUAGE plpgsql
              AS $$ BEGIN PERFORM pg_advisory_xact_lock({Gate}); RETURN NEW; END $$;
            CREATE TRIGGER hold BEFORE INSERT ON compliance_sync_logs FOR EACH ROW EXECUTE FUNCTION tendril.hold();
            SELECT pg_advisory_lock({Gate});
            """);

        // Decided by now, and about to write the first of its rows: no foreign key holds the site yet.
        var push = client.PostAsJsonAsync(
            "/api/compliance/push-batches", new { items = new[] { new { batchId = batch.Id } } }, Cancel);
        await WaitAtGateAsync(gate);
        var change = client.PutAsync($"/api/sites/{grower.Tenant.SiteId}", new
        {
            name = "Moved",
            license = field == "license" ? "ANOTHER-1" : grower.License,
            state = "CO",
            timeZone = "America/Denver",
            sandbox = field != "sandbox",
        });
        await Task.WhenAny(change, Task.Delay(TimeSpan.FromSeconds(1.5), Cancel));
        var early = change.IsCompleted;
        await RunAsync(gate, "SELECT pg_advisory_unlock_all(); DROP TRIGGER hold ON compliance_sync_logs");

        (await push).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await change.ShouldRefuseAsync(HttpStatusCode.Conflict, "organisation.site_in_use", field);
        early.ShouldBeFalse("the site waits for the push");
        (await client.ReadAsync($"/api/sites/{grower.Tenant.SiteId}")).Text("license").ShouldBe(grower.License);
    }

    private static async Task WaitAtGateAsync(NpgsqlConnection gate)
    {
        for (var i = 0; i < 500; i++)
        {
            await using var command = new NpgsqlCommand(
                $"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = {Gate}", gate);
            if ((long)(await command.ExecuteScalarAsync(Cancel))! > 0) return;
            await Task.Delay(20, Cancel);
        }
        Assert.Fail("The push did not come to the point of writing.");
    }

    private static async Task RunAsync(NpgsqlConnection on, string sql)
    {
        await using var command = new NpgsqlCommand(sql, on);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
