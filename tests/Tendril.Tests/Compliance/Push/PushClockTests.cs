using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tendril.Domain.Compliance;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Server.Modules.Compliance.Push;

namespace Tendril.Tests.Compliance.Push;

/// <summary>Servers whose clocks differ by hours work on one ledger: the database's clock alone decides.</summary>
public sealed class PushClockTests(StillServer server) : IClassFixture<StillServer>
{
    private static readonly TimeSpan Hours = TimeSpan.FromHours(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(5), InlineData(-5)]
    public async Task A_live_lease_is_left_alone_and_one_that_ran_out_is_taken(int hours)
    {
        var grower = await server.CreateGrowerAsync($"Lease{hours}");
        using var client = await grower.Tenant.ClientAsync();
        var id = await ReportSteps.RecordAsync(client, (await grower.AddBatchAsync()).Id);
        var due = new DueOperation(grower.Tenant.OrganizationId, id);
        await using var other = await server.StartOffAsync(TimeSpan.FromHours(hours));
        var (here, there) = (Ledger(server.App), Ledger(other));

        (await here.ClaimAsync(due, Cancel)).ShouldNotBeNull();
        (await there.DueAsync(1000, Cancel)).ShouldNotContain(due);
        (await there.ClaimAsync(due, Cancel)).ShouldBeNull("the lease of the first server lives");

        await grower.ChangeAsync(
            $"UPDATE report_operations SET lease_until = clock_timestamp() - interval '1 second' WHERE id = {id}");
        (await there.DueAsync(1000, Cancel)).ShouldContain(due);
        (await there.ClaimAsync(due, Cancel))!.Fence.ShouldBe(2);
        await other.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task An_absence_within_the_read_lag_sends_nothing_again_though_a_servers_clock_is_ahead()
    {
        var (grower, id) = await LostAnswerAsync("Ahead");
        await using var ahead = await server.StartOffAsync(Hours);

        await grower.MakeDueAsync(id);
        (await grower.RunAsync(id, ahead)).ShouldBeTrue();

        var operation = await grower.OperationAsync(id);
        (operation.State, operation.Attempts).ShouldBe((ReportState.Unknown, 1));
        operation.NextAttemptAt.ShouldBeLessThan(TimeProvider.System.GetUtcNow().AddMinutes(2));
        grower.Posts().ShouldBe(1);
        await ahead.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task An_absence_after_the_read_lag_counts_though_a_servers_clock_is_behind()
    {
        var (grower, id) = await LostAnswerAsync("Behind");
        await using var behind = await server.StartOffAsync(-Hours);

        await grower.ShiftAsync(id, TimeSpan.FromMinutes(2));
        (await grower.RunAsync(id, behind)).ShouldBeTrue();

        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.Recorded);
        (await Ledger(server.App).DueAsync(1000, Cancel))
            .ShouldContain(new DueOperation(grower.Tenant.OrganizationId, id), "due at once by any clock");
        await behind.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_a_server_records_or_is_asked_to_hurry_is_due_at_once_though_its_clock_is_ahead()
    {
        var grower = await server.CreateGrowerAsync("Hurry");
        await using var ahead = await server.StartOffAsync(Hours);
        using var client = await grower.Tenant.ClientAsync();
        using var there = new HttpClient { BaseAddress = new Uri(ahead.Urls.First()) };
        there.DefaultRequestHeaders.Authorization = client.DefaultRequestHeaders.Authorization;
        var id = await ReportSteps.RecordAsync(there, (await grower.AddBatchAsync()).Id);
        var due = new DueOperation(grower.Tenant.OrganizationId, id);
        (await Ledger(server.App).DueAsync(1000, Cancel)).ShouldContain(due);

        await grower.ChangeAsync(
            $"UPDATE report_operations SET next_attempt_at = clock_timestamp() + interval '9 minutes' WHERE id = {id}");
        (await Ledger(server.App).DueAsync(1000, Cancel)).ShouldNotContain(due);
        var retry = await there.PostAsJsonAsync($"/api/compliance/operations/{id}/retry", new { }, Cancel);

        retry.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await Ledger(server.App).DueAsync(1000, Cancel)).ShouldContain(due);
        await ahead.StopAsync(CancellationToken.None);
    }

    /// <summary>Sent and carried out, but the answer is lost and Metrc's lists do not show it yet.</summary>
    private async Task<(PushTenant Grower, Guid OperationId)> LostAnswerAsync(string name)
    {
        var grower = await server.CreateGrowerAsync(name);
        using var client = await grower.Tenant.ClientAsync();
        foreach (var fault in new[] { SimulatorFault.ReadLag, SimulatorFault.ResetAfterCommit })
            server.Metrc.Faults.Add(new FaultRule
            {
                Fault = fault,
                Method = "POST",
                PathContains = $"plantings?licenseNumber={grower.License}",
                Times = 1,
                Seconds = 3600,
            });
        var id = await ReportSteps.RecordAsync(client, (await grower.AddBatchAsync()).Id);
        await grower.RunAsync(id);
        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.Unknown);
        return (grower, id);
    }

    private static ReportLedger Ledger(WebApplication app) => app.Services.GetRequiredService<ReportLedger>();
}
