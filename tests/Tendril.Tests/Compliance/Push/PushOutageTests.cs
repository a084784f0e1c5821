using Microsoft.EntityFrameworkCore;
using Tendril.Domain.Compliance;
using Tendril.Metrc.Simulator;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Tests.Compliance.Pull;
using Tendril.Tests.Organisation;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Push;

/// <summary>A Metrc whose clock the test moves.</summary>
public sealed class OutageServer(DatabaseCluster cluster) : StillServer(cluster)
{
    public MovedTime MetrcTime { get; } = new();

    protected override SimulatorOptions Simulator => base.Simulator with { Time = MetrcTime };
}

/// <summary>Metrc is away for long: nothing is lost, nothing is sent twice, and somebody is told.</summary>
public sealed class PushOutageTests(OutageServer server) : IClassFixture<OutageServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pauses_between_tries_double_up_to_ten_minutes()
    {
        var grower = await server.CreateGrowerAsync("Pauses");
        using var client = await grower.Tenant.ClientAsync();
        server.Metrc.Faults.Add(SimulatorFault.Outage, pathContains: grower.License, times: null);
        var id = await ReportSteps.RecordAsync(client, (await grower.AddBatchAsync()).Id);

        List<int> pauses = [];
        for (var i = 0; i < 10; i++)
        {
            await grower.MakeDueAsync(id);
            await grower.RunAsync(id);
            pauses.Add(await PauseAsync(grower, id));
        }

        pauses.ShouldBe([5, 10, 20, 40, 80, 160, 320, 600, 600, 600]);
        grower.Posts().ShouldBe(1);
    }

    [Fact]
    public async Task Seventeen_days_without_metrc_lose_nothing_and_send_once()
    {
        var grower = await server.CreateGrowerAsync("Seventeen");
        using var client = await grower.Tenant.ClientAsync();
        var outage = server.Metrc.Faults.Add(SimulatorFault.Outage, pathContains: grower.License, times: null);
        var batch = await grower.AddBatchAsync();
        var id = await ReportSteps.RecordAsync(client, batch.Id);
        await grower.RunAsync(id);
        (await AlertsAsync(client)).ShouldBeEmpty("an hour may pass before anybody is told");
        for (var day = 0; day < 17; day++)
        {
            await grower.ShiftAsync(id, TimeSpan.FromDays(1));
            (await grower.RunAsync(id)).ShouldBeTrue();
            (await grower.OperationAsync(id)).State.ShouldBe(ReportState.Unknown);
        }

        (await PushTenant.WaitForBadgeAsync(client, batch.Id, "unknown")).Text("error").ShouldContain("503");
        var alert = (await AlertsAsync(client)).ShouldHaveSingleItem("one line for the site, whatever waits there");
        alert.Text("message").ShouldContain(batch.BatchNumber);
        alert.Text("severity").ShouldBe("warning");

        server.Metrc.Faults.Remove(outage);
        await grower.MakeDueAsync(id);
        await grower.RunAsync(id);
        var absent = await grower.OperationAsync(id);
        (absent.State, grower.Posts()).ShouldBe((ReportState.Recorded, 1));
        await grower.RunAsync(id);
        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.Verified);
        server.Metrc.State.CreationsOf(batch.BatchNumber).ShouldBe(1);
        (await grower.OpenMappingsAsync()).ShouldBe(1);
        await PushFaultTests.ExpectNoBlindResendAsync(grower);
    }

    [Fact]
    public async Task An_alert_that_was_read_does_not_come_back_with_every_try()
    {
        var grower = await server.CreateGrowerAsync("Read");
        using var client = await grower.Tenant.ClientAsync();
        server.Metrc.Faults.Add(SimulatorFault.Outage, pathContains: grower.License, times: null);
        var id = await ReportSteps.RecordAsync(client, (await grower.AddBatchAsync()).Id);
        await grower.ShiftAsync(id, TimeSpan.FromHours(2));
        await grower.RunAsync(id);
        var alert = (await AlertsAsync(client)).ShouldHaveSingleItem();
        await client.PostAsync($"/api/alerts/{alert.Id()}/read", null, Cancel);

        await grower.MakeDueAsync(id);
        await grower.RunAsync(id);

        (await AlertsAsync(client)).Select(row => row.Id()).ShouldBe([alert.Id()]);
    }

    [Theory, InlineData(2), InlineData(5)]
    public async Task What_arrived_days_ago_and_was_emptied_is_found_in_the_archive_and_not_sent_again(int days)
    {
        var grower = await server.CreateGrowerAsync($"Archive{days}");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync(row => row.StartDate = row.StartDate.AddDays(-30));
        server.Metrc.Faults.Add(
            SimulatorFault.ResetAfterCommit, "POST", $"plantings?licenseNumber={grower.License}");
        server.Metrc.Faults.Add(SimulatorFault.Outage, "GET", grower.License, times: 1);
        var id = await ReportSteps.RecordAsync(client, batch.Id);
        server.MetrcTime.Pass(-TimeSpan.FromDays(days));
        await grower.RunAsync(id);
        server.Metrc.State.EndPlantBatch(grower.License, batch.BatchNumber);
        server.MetrcTime.Pass(TimeSpan.FromDays(days));
        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.Unknown);

        await grower.ShiftAsync(id, TimeSpan.FromDays(days) + TimeSpan.FromMinutes(1));
        await grower.RunAsync(id);

        var operation = await grower.OperationAsync(id);
        operation.State.ShouldBe(ReportState.Verified, operation.Error);
        operation.MetrcId.ShouldBe(server.Metrc.State.PlantBatchList(grower.License).Single().Id);
        grower.Posts().ShouldBe(1);
    }

    private static async Task<IReadOnlyList<System.Text.Json.JsonElement>> AlertsAsync(HttpClient client) =>
        [.. (await client.ReadAsync("/api/alerts")).Items().Where(row => row.Text("code") == "report.waiting")];

    /// <summary>The whole seconds from the last step to the next try.</summary>
    private static async Task<int> PauseAsync(PushTenant grower, Guid id)
    {
        var operation = await grower.OperationAsync(id);
        return (int)Math.Ceiling((operation.NextAttemptAt - operation.UpdatedAt).TotalSeconds);
    }
}
