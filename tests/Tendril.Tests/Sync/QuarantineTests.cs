using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using Tendril.Tests.Support;

namespace Tendril.Tests.Sync;

/// <summary>Taking what a revoked device delivered, when it cannot be taken.</summary>
public sealed class QuarantineTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_that_the_database_refuses_leaves_the_entry_waiting()
    {
        var tenant = await server.CreateTenantAsync("Refused value");
        using var phone = await SyncClient.OpenAsync(tenant);
        using var manager = await SyncClient.OpenAsync(tenant);
        var wrong = SyncClient.Task(tenant.SiteId, "Wrong");
        wrong["set"]!["status"] = "invented";
        await QuarantineAsync(phone, wrong);

        var (status, body) = await AcceptAsync(manager, wrong);

        ((int)status, body.Code(), body.Field()).ShouldBe((422, "sync.not_stored", "status"));
        (await WaitingAsync(manager)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_refused_before_it_was_delivered_is_not_called_accepted()
    {
        var tenant = await server.CreateTenantAsync("Refused before");
        using var phone = await SyncClient.OpenAsync(tenant, "cashier");
        using var manager = await SyncClient.OpenAsync(tenant);
        var forbidden = SyncClient.Task(tenant.SiteId, "A cashier's task");
        (await phone.ResultsAsync(forbidden))[0].Code().ShouldBe("sync.not_allowed");
        await QuarantineAsync(phone, forbidden);

        var (status, body) = await AcceptAsync(manager, forbidden);

        (status, body.Code()).ShouldBe((HttpStatusCode.Forbidden, "sync.not_allowed"));
        (await WaitingAsync(manager)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_deadlock_is_told_as_somebody_elses_change_and_the_entry_can_be_taken_again()
    {
        var tenant = await server.CreateTenantAsync("Deadlock");
        using var phone = await SyncClient.OpenAsync(tenant);
        using var manager = await SyncClient.OpenAsync(tenant);
        var row = Guid.CreateVersion7();
        var known = (await phone.ResultsAsync(SyncClient.Task(tenant.SiteId, "Old", row)))[0]["revision"]!
            .GetValue<long>();
        var rename = SyncClient.Rename(row, known, "Old", "New");
        await QuarantineAsync(phone, rename);
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var connection = await source.OpenConnectionAsync(Cancel);
        await using (var transaction = await connection.BeginTransactionAsync(Cancel))
        {
            await LockAsync(connection, "tasks", row);
            var accepting = AcceptAsync(manager, rename);
            while (!accepting.IsCompleted && !await SomebodyWaitsAsync(source)) await Task.Delay(20, Cancel);
            await LockAsync(connection, "sync_quarantine", Guid.Parse(rename["id"]!.GetValue<string>()));

            var (status, body) = await accepting;
            (status, body.Code()).ShouldBe((HttpStatusCode.Conflict, "changed_meanwhile"));
        }

        (await AcceptAsync(manager, rename)).Status.ShouldBe(HttpStatusCode.OK);
        (await manager.PullAsync()).Lines.Values("tasks", "created", "title").ShouldBe(["New"]);
    }

    [Fact]
    public async Task What_one_device_delivers_is_bounded_and_so_is_what_is_listed_at_once()
    {
        var tenant = await server.CreateTenantAsync("Bounded");
        using var phone = await SyncClient.OpenAsync(tenant);
        using var manager = await SyncClient.OpenAsync(tenant);
        await QuarantineAsync(phone, SyncClient.Task(tenant.SiteId, "First"));
        await CopyAsync(phone, copies: 4, bytes: 1_900_000);

        (await WaitingAsync(manager)).Count.ShouldBe(4, "the first, and large ones until 4 MB are together");
        (await phone.ResultsAsync(SyncClient.Task(tenant.SiteId, "Second")))[0].Status().ShouldBe("quarantined");
        await CopyAsync(phone, copies: 30, bytes: 1_900_000);
        (await phone.PushAsync(SyncClient.Task(tenant.SiteId, "Third"))).Body.Code().ShouldBe("sync.device_revoked");
    }

    private async Task CopyAsync(SyncClient phone, int copies, int bytes)
    {
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var command = source.CreateCommand("""
            INSERT INTO sync_quarantine (organization_id, id, device_id, user_id, place, operation, sent_at,
              received_at, permissions, status)
            SELECT organization_id, gen_random_uuid(), device_id, user_id, 10 + n, '"' || repeat('x', $3) || '"',
              sent_at, received_at, permissions, status
            FROM (SELECT * FROM sync_quarantine WHERE device_id = $1 LIMIT 1) AS one, generate_series(1, $2) n
            """);
        command.Parameters.Add(new() { Value = phone.Device });
        command.Parameters.Add(new() { Value = copies });
        command.Parameters.Add(new() { Value = bytes });
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task LockAsync(NpgsqlConnection connection, string table, Guid id)
    {
        await using var command = new NpgsqlCommand($"SELECT FROM {table} WHERE id = $1 FOR UPDATE", connection)
        {
            Parameters = { new() { Value = id } },
        };
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task<bool> SomebodyWaitsAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SELECT count(*) FROM pg_locks WHERE NOT granted");
        return (long)(await command.ExecuteScalarAsync(Cancel))! > 0;
    }

    private static async Task QuarantineAsync(SyncClient phone, JsonObject operation)
    {
        (await phone.SendAsync(HttpMethod.Post, $"/api/devices/{phone.Device}/revoke")).Status
            .ShouldBe(HttpStatusCode.OK);
        (await phone.ResultsAsync(operation))[0].Status().ShouldBe("quarantined");
    }

    private static Task<(HttpStatusCode Status, JsonObject Body)> AcceptAsync(
        SyncClient manager, JsonObject operation) =>
        manager.SendAsync(HttpMethod.Post, $"/api/sync/quarantine/{operation["id"]}/accept");

    private static async Task<JsonArray> WaitingAsync(SyncClient manager) =>
        (await manager.SendAsync(HttpMethod.Get, "/api/sync/quarantine")).Body["items"]!.AsArray();
}
