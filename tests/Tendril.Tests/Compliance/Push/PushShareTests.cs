using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Push;

/// <summary>Four reports at once, two of them of one site; Metrc may be silent for long.</summary>
public sealed class SharingServer(DatabaseCluster cluster) : PushServer(cluster)
{
    protected override IReadOnlyDictionary<string, string?> Otherwise { get; } = new Dictionary<string, string?>
    {
        ["metrc:writeTimeoutSeconds"] = "8",
        ["push:leaseSeconds"] = "20",
        ["push:atOnce"] = "4",
        ["push:atOncePerSite"] = "2",
    };
}

public sealed class PushShareTests(SharingServer server) : IClassFixture<SharingServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_site_whose_metrc_is_silent_does_not_hold_up_another()
    {
        var silent = await server.CreateGrowerAsync("Silent");
        var lively = await server.CreateGrowerAsync("Lively");
        using var client = await lively.Tenant.ClientAsync();
        using var waiting = await silent.Tenant.ClientAsync();
        server.Metrc.Faults.Add(new FaultRule
        {
            Fault = SimulatorFault.TimeoutBeforeCommit,
            Method = "POST",
            PathContains = silent.License,
            Seconds = 8,
        });
        List<Guid> held = [];
        for (var i = 0; i < 6; i++) held.Add((await silent.AddBatchAsync()).Id);
        var batch = await lively.AddBatchAsync();
        await waiting.PostAsJsonAsync(
            "/api/compliance/push-batches", new { items = held.Select(batchId => new { batchId }) }, Cancel);
        await Task.Delay(700, Cancel);

        var answer = await PushTenant.PushAsync(client, batch.Id);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        silent.Posts().ShouldBe(0, "none of the silent site's requests has come to its end yet");
        server.Metrc.Faults.Clear();
    }
}

public sealed class DueShareTests(StillServer server) : IClassFixture<StillServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_on_its_way_counts_towards_a_sites_places()
    {
        var busy = await server.CreateGrowerAsync("Busy");
        var other = await server.CreateGrowerAsync("Other");
        var ofBusy = await RecordAsync(busy, 9);
        var ofOther = await RecordAsync(other, 1);
        var ledger = server.App.Services.GetRequiredService<ReportLedger>();

        var due = await ledger.DueAsync(5, Cancel);

        due.Intersect(ofBusy).Count().ShouldBe(4, "four places are a site's usual share");
        due.ShouldContain(ofOther[0]);
        foreach (var taken in due.Intersect(ofBusy)) (await ledger.ClaimAsync(taken, Cancel)).ShouldNotBeNull();
        (await ledger.DueAsync(5, Cancel))
            .ShouldBe(ofOther, "the busy site's places are taken while their leases live");
        await busy.ChangeAsync($"""
            UPDATE report_operations SET lease_until = NULL, next_attempt_at = clock_timestamp() + interval '1 hour'
            WHERE id = {due.Intersect(ofBusy).First().OperationId}
            """);
        (await ledger.DueAsync(5, Cancel)).Intersect(ofBusy).Count().ShouldBe(1, "a place that was freed is refilled");
    }

    private static async Task<List<DueOperation>> RecordAsync(PushTenant grower, int count)
    {
        using var client = await grower.Tenant.ClientAsync();
        List<DueOperation> recorded = [];
        for (var i = 0; i < count; i++)
            recorded.Add(new DueOperation(
                grower.Tenant.OrganizationId,
                await ReportSteps.RecordAsync(client, (await grower.AddBatchAsync()).Id)));
        return recorded;
    }
}
