using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain.Compliance;
using Tendril.Metrc;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Server.Modules.Compliance;
using Tendril.Server.Modules.Compliance.Pull;
using Tendril.Tests.Compliance.Push;
using Tendril.Tests.Metrc;

namespace Tendril.Tests.Compliance.Outage;

/// <summary>The dashboard says that Metrc is silent as long as it is, and no longer.</summary>
public sealed class OutageNoteTests(StillServer server) : IClassFixture<StillServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ends_with_an_answer_to_whatever_this_server_asked()
    {
        var (grower, client) = await SilentAsync("Alone");
        using var owned = client;
        var other = await server.CreateGrowerAsync("Neighbour");
        using var neighbour = await other.Tenant.ClientAsync();

        await PullAsync(neighbour, other);

        (await OutageAsync(client, grower)).ShouldBeNull();
    }

    [Fact]
    public async Task Ends_with_a_report_that_another_server_brought_through()
    {
        var (grower, client) = await SilentAsync("Reported");
        using var owned = client;
        await using var other = await server.StartOffAsync(TimeSpan.Zero);
        var id = await ReportSteps.RecordAsync(client, (await grower.AddBatchAsync()).Id);

        await grower.RunAsync(id, other);

        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.Verified);
        (await OutageAsync(client, grower)).ShouldBeNull();
    }

    [Theory]
    [InlineData(SimulatorFault.ServiceUnavailable)]
    [InlineData(SimulatorFault.HtmlOk)]
    [InlineData(SimulatorFault.ResetMidBody)]
    public async Task Goes_on_when_a_report_got_no_answer_either(SimulatorFault fault)
    {
        var (grower, client) = await SilentAsync($"Unheard{fault}");
        using var owned = client;
        await using var other = await server.StartOffAsync(TimeSpan.Zero);
        server.Metrc.Faults.Add(fault, pathContains: grower.License, times: null);
        var id = await ReportSteps.RecordAsync(client, (await grower.AddBatchAsync()).Id);

        await grower.RunAsync(id, other);

        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.Unknown);
        (await OutageAsync(client, grower)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Ends_with_a_key_that_metrc_accepted()
    {
        var (grower, client) = await SilentAsync("Newkey");
        using var owned = client;

        await grower.ChangeAsync(
            $"UPDATE metrc_credentials SET validated_at = clock_timestamp() WHERE site_id = {grower.Tenant.SiteId}");

        (await OutageAsync(client, grower)).ShouldBeNull();
    }

    [Fact]
    public async Task A_run_that_never_came_as_far_as_metrc_neither_ends_it_nor_begins_it_anew()
    {
        var (grower, client) = await SilentAsync("Interrupted");
        using var owned = client;
        var since = (await OutageAsync(client, grower)).ShouldNotBeNull().GetProperty("since").GetDateTimeOffset();
        await using (var unit = await grower.Tenant.BeginAsync())
        {
            var failed = await unit.Db.SyncLogs.SingleAsync(Cancel);
            unit.Db.SyncLogs.Add(new SyncLog
            {
                Id = Guid.CreateVersion7(),
                SiteId = failed.SiteId,
                SyncType = "all",
                Direction = SyncDirection.Pull,
                Operation = SyncOperation.Sync,
                Status = SyncStatus.Failed,
                StartedAt = failed.StartedAt.AddSeconds(0.001),
                CompletedAt = failed.CompletedAt,
                ErrorCode = PullProblems.Interrupted.Code,
                TriggeredBy = "schedule",
            });
            await unit.CommitAsync(Cancel);
        }
        await SilentPullAsync(client, grower);

        (await OutageAsync(client, grower)).ShouldNotBeNull()
            .GetProperty("since").GetDateTimeOffset().ShouldBe(since);
    }

    [Fact]
    public async Task Names_the_next_try_only_while_it_is_ahead()
    {
        var grower = await server.CreateGrowerAsync("Nexttry");
        var time = new HandTime(TimeProvider.System.GetUtcNow());
        var host = new MetrcBreaker(time) { Failures = 1 };
        host.Note(answered: false);

        var during = (await NowAsync(grower, host, time)).ShouldNotBeNull();
        time.Advance(TimeSpan.FromMinutes(20));
        var after = (await NowAsync(grower, host, time)).ShouldNotBeNull();

        during.NextTryAt.ShouldBe(host.Pause!.NextTryAt);
        (after.Since, after.NextTryAt).ShouldBe((during.Since, null), "nobody tried, and the next one does at once");
        host.Note(answered: true);
        (await NowAsync(grower, host, time)).ShouldBeNull();
    }

    private static async Task<OutageView?> NowAsync(PushTenant grower, MetrcBreaker host, TimeProvider time)
    {
        await using var unit = await grower.Tenant.BeginAsync();
        var key = await unit.Db.MetrcCredentials.SingleAsync(Cancel);
        return await Outages.NowAsync(unit.Db, key, host, time.GetUtcNow(), Cancel);
    }

    /// <summary>A pull that found nobody; since then Metrc answers again, and nobody asked.</summary>
    private async Task<(PushTenant Grower, HttpClient Client)> SilentAsync(string name)
    {
        var grower = await server.CreateGrowerAsync(name);
        var client = await grower.Tenant.ClientAsync();
        await SilentPullAsync(client, grower);
        (await OutageAsync(client, grower)).ShouldNotBeNull();
        return (grower, client);
    }

    private async Task SilentPullAsync(HttpClient client, PushTenant grower)
    {
        var outage = server.Metrc.Faults.Add(SimulatorFault.Outage, pathContains: grower.License, times: null);
        await PullAsync(client, grower);
        server.Metrc.Faults.Remove(outage);
    }

    private static async Task PullAsync(HttpClient client, PushTenant grower)
    {
        using var answer = await client.PostAsJsonAsync(
            "/api/compliance/sync", new { siteId = grower.Tenant.SiteId, syncType = "locations" }, Cancel);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task<JsonElement?> OutageAsync(HttpClient client, PushTenant grower)
    {
        var overview = await client.GetFromJsonAsync<JsonElement>(
            $"/api/compliance/overview?siteId={grower.Tenant.SiteId}", Cancel);
        return overview.TryGetProperty("outage", out var outage) ? outage : null;
    }
}
