using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Server.Platform;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Push;

/// <summary>
/// <c>kill -9</c> of a real server at every step of a push. The next server takes it up from the ledger: one batch in
/// Metrc, never two, never none. The steps are caught from outside, by triggers in the database and by Metrc's own
/// slowness.
/// </summary>
public sealed class PushCrashTests(PushCrashTests.Bystander server) : IClassFixture<PushCrashTests.Bystander>,
    IAsyncDisposable
{
    /// <summary>The server of this process prepares and looks; it does not touch the ledger's work.</summary>
    public sealed class Bystander(DatabaseCluster cluster) : PushServer(cluster)
    {
        protected override IReadOnlyDictionary<string, string?> Otherwise { get; } =
            new Dictionary<string, string?> { ["push:atOnce"] = "0" };
    }

    private static readonly string[] States = ["recorded", "claimed", "sent", "confirmed", "verified"];

    private readonly List<TendrilProcess> _children = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_kill_at_any_step_leaves_one_batch()
    {
        var grower = await server.CreateGrowerAsync("Crash");
        using var client = await grower.Tenant.ClientAsync();
        var child = await StartAsync();
        foreach (var step in Steps()) child = await KillAtAsync(step, grower, client, child);
        await PushFaultTests.ExpectNoBlindResendAsync(grower);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in _children) await child.DisposeAsync();
    }

    private static IEnumerable<Step> Steps()
    {
        foreach (var state in States)
        {
            yield return new Step($"before {state} is committed", state, BeforeCommit: true, null);
            yield return new Step($"after {state} is committed", state, BeforeCommit: false, null);
        }
        yield return new Step("while the request is on its way", null, false, SimulatorFault.TimeoutBeforeCommit);
        yield return new Step("while the answer is on its way", null, false, SimulatorFault.TimeoutAfterCommit);
    }

    private sealed record Step(string Name, string? State, bool BeforeCommit, SimulatorFault? Fault);

    private async Task<TendrilProcess> KillAtAsync(
        Step step, PushTenant grower, HttpClient client, TendrilProcess child)
    {
        var batch = await grower.AddBatchAsync();
        await using var trap = await Trap.SetAsync(server, step.State, step.BeforeCommit);
        if (step.Fault is { } fault)
            server.Metrc.Faults.Add(fault, method: "POST", pathContains: "plantings", times: 1);
        var press = PressAsync(child, client, batch.Id);
        await (step.Fault is null ? trap.SprungAsync() : SentAsync(grower, batch.Id));
        await child.StopAsync("KILL", Cancel);
        await press;
        await trap.RemoveAsync();

        var next = await StartAsync();
        // A person who saw the connection break presses again; the ledger decides whether that is a new push.
        await PressAsync(next, client, batch.Id);
        await PushTenant.WaitForBadgeAsync(client, batch.Id, "synced");
        server.Metrc.State.CreationsOf(batch.BatchNumber).ShouldBe(1, step.Name);
        await using var unit = await grower.Tenant.BeginAsync();
        (await unit.Db.MetrcBatchMappings.CountAsync(row => row.BatchId == batch.Id && row.ClosedAt == null, Cancel))
            .ShouldBe(1, step.Name);
        return next;
    }

    private async Task<TendrilProcess> StartAsync()
    {
        var environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__Tendril"] = server.Database.Owner,
            ["ConnectionStrings__TendrilApp"] = server.Database.App,
            ["ConnectionStrings__TendrilSystem"] = server.Database.System,
            ["TENDRIL__MASTERKEY"] = server.MasterKeyText,
        };
        foreach (var (name, value) in server.QuickSettings) environment["TENDRIL__" + name.Replace(":", "__")] = value!;
        var data = Directory.CreateTempSubdirectory("tendril-crash-").FullName;
        var child = TendrilProcess.Start(["serve", "--port", "0", "--data", data], environment: environment);
        _children.Add(child);
        await child.WaitForAsync("Tendril is ready at ", Cancel);
        return child;
    }

    private static async Task PressAsync(TendrilProcess child, HttpClient client, Guid batchId)
    {
        var url = child.Said.Split("Tendril is ready at ")[1].Split('\n')[0].Trim();
        using var person = new HttpClient { BaseAddress = new Uri(url) };
        person.DefaultRequestHeaders.Authorization = client.DefaultRequestHeaders.Authorization;
        try
        {
            using var answer = await person.PostAsJsonAsync("/api/compliance/push-batch", new { batchId }, Cancel);
            ((int)answer.StatusCode).ShouldBeOneOf(200, 202, 409);
        }
        catch (HttpRequestException)
        {
            // The server was killed while it answered.
        }
    }

    private static async Task SentAsync(PushTenant grower, Guid batchId)
    {
        for (var i = 0; i < 200; i++)
        {
            await using (var unit = await grower.Tenant.BeginAsync())
            {
                if (await unit.Db.ReportOperations.AnyAsync(row =>
                    row.EntityId == batchId && row.SentAt != null, Cancel)) break;
            }
            await Task.Delay(20, Cancel);
        }
        await Task.Delay(300, Cancel);
    }

    /// <summary>Catches a server in the transaction that writes a state, or right after its commit.</summary>
    private sealed class Trap(NpgsqlDataSource owner, NpgsqlConnection ears, bool beforeCommit) : IAsyncDisposable
    {
        private const int Gate = 4242;
        private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static async Task<Trap> SetAsync(PushServer server, string? state, bool beforeCommit)
        {
            var owner = NpgsqlDataSource.Create(server.Database.Owner);
            var ears = await owner.OpenConnectionAsync(Cancel);
            var trap = new Trap(owner, ears, beforeCommit);
            ears.Notification += (_, _) => trap._heard.TrySetResult();
            await RunAsync(owner, "DROP TRIGGER IF EXISTS trap ON report_operations");
            if (state is null) return trap;
            var act = beforeCommit ? $"PERFORM pg_advisory_xact_lock({Gate})" : "PERFORM pg_notify('trap', '')";
            await RunAsync(owner, $"""
                CREATE OR REPLACE FUNCTION tendril.trap() RETURNS trigger LANGUAGE plpgsql
                  AS $$ BEGIN {act}; RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER trap AFTER INSERT OR UPDATE ON report_operations FOR EACH ROW
                WHEN (NEW.state = '{state}') EXECUTE FUNCTION tendril.trap();
                """);
            await using var listen = new NpgsqlCommand($"LISTEN trap; SELECT pg_advisory_lock({Gate})", ears);
            await listen.ExecuteNonQueryAsync(Cancel);
            return trap;
        }

        public async Task SprungAsync()
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            limit.CancelAfter(TimeSpan.FromSeconds(40));
            if (!beforeCommit)
            {
                while (!_heard.Task.IsCompleted) await ears.WaitAsync(limit.Token);
                return;
            }
            while (await ScalarAsync(
                $"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = {Gate}") == 0)
                await Task.Delay(20, limit.Token);
        }

        /// <summary>
        /// Opens the gate: the backend that waits there finds its client gone and rolls back. Then takes the trigger
        /// away.
        /// </summary>
        public async Task RemoveAsync()
        {
            await using var open = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", ears);
            await open.ExecuteNonQueryAsync(Cancel);
            await RunAsync(owner, "DROP TRIGGER IF EXISTS trap ON report_operations");
        }

        public async ValueTask DisposeAsync()
        {
            await ears.DisposeAsync();
            await owner.DisposeAsync();
        }

        private async Task<long> ScalarAsync(string sql)
        {
            await using var command = owner.CreateCommand(sql);
            return (long)(await command.ExecuteScalarAsync(Cancel))!;
        }

        private static async Task RunAsync(NpgsqlDataSource owner, string sql)
        {
            await using var command = owner.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(Cancel);
        }
    }
}
