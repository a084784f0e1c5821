using System.Net;
using Microsoft.EntityFrameworkCore;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Server.Modules.Compliance.Push;

namespace Tendril.Tests.Compliance.Push;

/// <summary>
/// Bad weather at Metrc: whatever happens to a request, one batch is there in the end, never two, never none.
/// </summary>
public sealed class PushFaultTests(PushServer server) : IClassFixture<PushServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Growers work side by side, each with keys and a fault of its own, because most of the time is waiting.
    [Fact]
    public Task One_batch_whatever_happens_to_the_send() => EachFaultAsync("Sender", (grower, fault) =>
        server.Metrc.Faults.Add(new FaultRule
        {
            Fault = fault,
            Method = fault == SimulatorFault.Outage ? null
                : "POST",
            PathContains = Of(grower, "plantings", fault),
            Times = fault == SimulatorFault.Outage ? null : 1,
            Seconds = SecondsOf(fault),
            AfterEffect = true,
            To = EndOf(fault),
        }));

    [Fact]
    public Task One_batch_whatever_happens_to_the_look_up_after_a_lost_answer() =>
        EachFaultAsync("Looker", (grower, fault) =>
    {
        server.Metrc.Faults.Add(new FaultRule
        {
            Fault = SimulatorFault.ResetAfterCommit,
            Method = "POST",
            PathContains = Of(grower, "plantings", null),
            Times = 1,
        });
        server.Metrc.Faults.Add(new FaultRule
        {
            Fault = fault,
            Method = "GET",
            PathContains = Of(grower, "plantbatches/v2/active", fault),
            Times = fault == SimulatorFault.Outage ? null : 2,
            Seconds = SecondsOf(fault),
            AfterEffect = true,
            To = EndOf(fault),
        });
    });

    [Fact]
    public async Task Fifty_batches_in_one_request_arrive_once_each_through_every_fault()
    {
        var grower = await server.CreateGrowerAsync("Fifty");
        using var client = await grower.Tenant.ClientAsync();
        var batches = new List<Server.Modules.Cultivation.Batch>();
        for (var i = 0; i < 50; i++) batches.Add(await grower.AddBatchAsync());
        foreach (var fault in Enum.GetValues<SimulatorFault>().Where(fault => fault != SimulatorFault.KeyRevoked))
        {
            server.Metrc.Faults.Add(new FaultRule
            {
                Fault = fault,
                Method = "POST",
                PathContains = Of(grower, "plantings", null),
                Times = fault == SimulatorFault.Outage ? null : 1,
                Seconds = SecondsOf(fault),
                AfterEffect = true,
                To = EndOf(fault),
            });
        }

        var answer = await client.PostAsync("/api/compliance/push-batches", System.Net.Http.Json.JsonContent.Create(
            new { items = batches.Select(batch => new { batchId = batch.Id }) }), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        foreach (var batch in batches) await PushTenant.WaitForBadgeAsync(client, batch.Id, "synced");
        var there = server.Metrc.State.PlantBatchList(grower.License);
        there.Count.ShouldBe(50);
        there.ShouldAllBe(batch => batch.Creations == 1);
        (await grower.OpenMappingsAsync()).ShouldBe(50);
        await ExpectNoBlindResendAsync(grower);
    }

    private async Task EachFaultAsync(string name, Action<PushTenant, SimulatorFault> spoil)
    {
        var trials = Enum.GetValues<SimulatorFault>().Select(async fault =>
        {
            try
            {
                await TryAsync($"{fault}{name}", fault, spoil);
                return null;
            }
            catch (Exception failed)
            {
                return $"{fault}: {failed.Message}";
            }
        });
        var failures = (await Task.WhenAll(trials)).OfType<string>().ToList();
        failures.ShouldBeEmpty(string.Join("\n", failures));
    }

    private async Task TryAsync(string name, SimulatorFault fault, Action<PushTenant, SimulatorFault> spoil)
    {
        var grower = await server.CreateGrowerAsync(name);
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        spoil(grower, fault);
        await PushTenant.PushAsync(client, batch.Id);
        if (fault == SimulatorFault.KeyRevoked) await RestoreKeyAsync(grower, client, batch.Id);
        await PushTenant.WaitForBadgeAsync(client, batch.Id, "synced");
        server.Metrc.State.CreationsOf(batch.BatchNumber).ShouldBe(1);
        (await grower.OpenMappingsAsync()).ShouldBe(1);
        await ExpectNoBlindResendAsync(grower);
    }

    // A revoked key is the one fault that a person has to mend; after a refusal they press "Try again".
    private async Task RestoreKeyAsync(PushTenant grower, HttpClient client, Guid batchId)
    {
        var status = await PushTenant.WaitForBadgeAsync(client, batchId, "error", "unknown");
        status.GetProperty("error").GetString().ShouldNotBeNullOrWhiteSpace();
        server.Metrc.State.RestoreUserKey(grower.UserKey);
        if (status.GetProperty("status").GetString() == "error") await PushTenant.PushAsync(client, batchId);
    }

    /// <summary>
    /// Between two sends of one operation there is always a look-up, unless the first surely did nothing.
    /// </summary>
    internal static async Task ExpectNoBlindResendAsync(PushTenant grower)
    {
        await using var unit = await grower.Tenant.BeginAsync();
        var evidence = await unit.Db.ReportEvidence.OrderBy(said => said.At).ToListAsync(Cancel);
        foreach (var ofOne in evidence.GroupBy(said => said.OperationId))
        {
            ReportEvidence? last = null;
            var looked = false;
            foreach (var said in ofOne)
            {
                looked |= said.Step == "look_up";
                if (said.Method != "POST") continue;
                var harmless = last is null || last.Status is 429 or (>= 400 and < 408);
                (harmless || looked).ShouldBeTrue($"sent again after {last?.Status} {last?.Failure} without a look");
                (last, looked) = (said, false);
            }
        }
    }

    private static string Of(PushTenant grower, string path, SimulatorFault? fault) =>
        fault == SimulatorFault.Outage ? grower.License : $"{path}?licenseNumber={grower.License}";

    private static double SecondsOf(SimulatorFault fault) => fault == SimulatorFault.ReadLag ? 1 : 2;

    private static DateTimeOffset? EndOf(SimulatorFault fault) =>
        fault == SimulatorFault.Outage ? TimeProvider.System.GetUtcNow().AddSeconds(3) : null;
}
