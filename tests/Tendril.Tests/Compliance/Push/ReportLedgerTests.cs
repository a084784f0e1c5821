using Microsoft.Extensions.DependencyInjection;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Modules.Organisation;

namespace Tendril.Tests.Compliance.Push;

public sealed class ReportLedgerTests(StillServer server) : IClassFixture<StillServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An alert is saved in the middle of the step; the lease may be gone by then as well as later.</summary>
    [Fact]
    public async Task A_lease_that_was_taken_over_during_a_step_is_lost_and_not_an_error()
    {
        var grower = await server.CreateGrowerAsync("Takenover");
        using var client = await grower.Tenant.ClientAsync();
        var id = await ReportSteps.RecordAsync(client, (await grower.AddBatchAsync()).Id);
        var ledger = server.App.Services.GetRequiredService<ReportLedger>();
        var alerts = server.App.Services.GetRequiredService<AlertBoard>();
        var claimed = await ledger.ClaimAsync(new DueOperation(grower.Tenant.OrganizationId, id), Cancel);

        await Should.ThrowAsync<LeaseLostException>(() => ledger.StepAsync(
            claimed.ShouldNotBeNull(),
            async (unit, row, _) =>
            {
                await grower.ChangeAsync($"UPDATE report_operations SET fence = fence + 1 WHERE id = {id}");
                row.Error = "Written by the one who lost it";
                await alerts.RaiseAsync(
                    unit.Db, new NewAlert("report.waiting", AlertSeverity.Warning, "Title", "Message", "Help"), Cancel);
            },
            Cancel));

        (await grower.OperationAsync(id)).Error.ShouldBeNull();
    }
}
