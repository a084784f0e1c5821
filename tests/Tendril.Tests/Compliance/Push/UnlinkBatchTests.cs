using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain.Compliance;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Tests.Organisation;

namespace Tendril.Tests.Compliance.Push;

/// <summary>A link made by hand may be wrong; one that a push made says what is in Metrc.</summary>
public sealed class UnlinkBatchTests(StillServer server) : IClassFixture<StillServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_link_made_by_hand_is_undone_without_asking_metrc(bool silent)
    {
        var grower = await server.CreateGrowerAsync($"Hand{silent}");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        await LinkAsync(grower, client, batch.Id, grower.EnterInMetrc("Wrong tray").Id, "Wrong tray");
        if (silent) server.Metrc.Faults.Add(SimulatorFault.Outage, pathContains: grower.License, times: null);
        var asked = server.Metrc.Requests.Count;

        var status = await UnlinkAsync(client, batch.Id, "Took the wrong tray").ShouldBeAsync(HttpStatusCode.OK);

        status.Text("status").ShouldBe("not_synced");
        server.Metrc.Requests.Count.ShouldBe(asked, "nothing is asked of Metrc, and nothing is done there");
        server.Metrc.State.PlantBatchList(grower.License).ShouldHaveSingleItem().Name.ShouldBe("Wrong tray");
        await using var unit = await grower.Tenant.BeginAsync();
        var link = await unit.Db.MetrcBatchMappings.SingleAsync(Cancel);
        (link.ClosedReason, link.ClosedBy).ShouldBe(("Took the wrong tray", $"Hand{silent} Admin"));
        link.ClosedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_undone_link_says_in_the_audit_log_who_when_and_why()
    {
        var grower = await server.CreateGrowerAsync("Audited");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        await LinkAsync(grower, client, batch.Id, grower.EnterInMetrc("Tray 9").Id, "Tray 9");
        var before = TimeProvider.System.GetUtcNow();

        await UnlinkAsync(client, batch.Id, "Took the wrong tray").ShouldBeAsync(HttpStatusCode.OK);

        var line = (await client.ReadAsync("/api/audit?entityType=metrc_batch_mapping&action=updated"))
            .Items().ShouldHaveSingleItem();
        (line.Text("actor"), line.Id("actorId")).ShouldBe(("Audited Admin", grower.Tenant.AdminId));
        line.GetProperty("at").GetDateTimeOffset().ShouldBeInRange(before, TimeProvider.System.GetUtcNow());
        var changes = line.GetProperty("changes");
        changes.GetProperty("closed_reason")[1].GetString().ShouldBe("Took the wrong tray");
        changes.GetProperty("closed_by")[1].GetString().ShouldBe("Audited Admin");
        changes.GetProperty("closed_at")[1].GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(before);
    }

    [Theory, InlineData(""), InlineData("   "), InlineData("no")]
    public async Task A_link_is_not_undone_without_a_reason(string reason)
    {
        var grower = await server.CreateGrowerAsync($"Mute{reason.Length}{reason.Trim()}");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        await LinkAsync(grower, client, batch.Id, grower.EnterInMetrc("Tray 1").Id, "Tray 1");

        var refused = await UnlinkAsync(client, batch.Id, reason).ShouldBeAsync(HttpStatusCode.UnprocessableEntity);

        refused.Text("field").ShouldBe("reason");
        (await grower.OpenMappingsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_push_made_stays_linked_while_metrc_has_it_under_its_name()
    {
        var grower = await server.CreateGrowerAsync("Pushed");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        var id = await ReportSteps.RecordAsync(client, batch.Id);
        await grower.RunAsync(id);
        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.Verified);

        await UnlinkAsync(client, batch.Id, "I changed my mind")
            .ShouldRefuseAsync(HttpStatusCode.Conflict, "report.still_in_metrc", "id");

        (await grower.OpenMappingsAsync()).ShouldBe(1);
        grower.EditInMetrc(batch.BatchNumber, row => row with { Name = "Another one's" });
        await UnlinkAsync(client, batch.Id, "It is another one's").ShouldBeAsync(HttpStatusCode.OK);
        (await grower.OpenMappingsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_unlinked_batch_is_not_synced_whatever_the_clock_of_the_server_that_pushed_it()
    {
        var grower = await server.CreateGrowerAsync("Ahead");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        var id = await ReportSteps.RecordAsync(client, batch.Id);
        await grower.RunAsync(id);
        await grower.ChangeAsync(
            $"UPDATE report_operations SET created_at = created_at + interval '5 hours' WHERE id = {id}");
        grower.EditInMetrc(batch.BatchNumber, row => row with { Name = "Another one's" });

        var status = await UnlinkAsync(client, batch.Id, "It is another one's").ShouldBeAsync(HttpStatusCode.OK);

        status.Text("status").ShouldBe("not_synced");
        (await client.ReadAsync($"/api/batches/{batch.Id}")).Text("metrcSyncStatus").ShouldBe("not_synced");
    }

    [Fact]
    public async Task What_tendril_sent_stays_linked_though_a_person_closed_the_report_and_linked_it_by_hand()
    {
        var grower = await server.CreateGrowerAsync("Closed");
        using var client = await grower.Tenant.ClientAsync();
        server.Metrc.Faults.Add(SimulatorFault.ResetAfterCommit, "POST", $"plantings?licenseNumber={grower.License}");
        server.Metrc.Faults.Add(SimulatorFault.Outage, "GET", grower.License);
        var batch = await grower.AddBatchAsync();
        var id = await ReportSteps.RecordAsync(client, batch.Id);
        await grower.RunAsync(id);
        var there = grower.EditInMetrc(batch.BatchNumber, row => row with { UntrackedCount = 30 });
        await grower.MakeDueAsync(id);
        await grower.RunAsync(id);
        await client.PostAsync(
            $"/api/compliance/operations/{id}/resolve", new { decision = "give_up", reason = "Linked by hand instead" })
            .ShouldBeAsync(HttpStatusCode.OK);
        await LinkAsync(grower, client, batch.Id, there.Id, there.Name);

        await UnlinkAsync(client, batch.Id, "To push it again")
            .ShouldRefuseAsync(HttpStatusCode.Conflict, "report.still_in_metrc", "id");
        (await grower.OpenMappingsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task What_metrc_refused_was_never_made_by_us()
    {
        var grower = await server.CreateGrowerAsync("Refused");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        await grower.ChangeAsync($"UPDATE cultivars SET name = 'Unknown Kush' WHERE id = {grower.CultivarId}");
        var id = await ReportSteps.RecordAsync(client, batch.Id);
        await grower.RunAsync(id);
        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.Refused);
        var there = grower.EnterInMetrc(batch.BatchNumber);
        await LinkAsync(grower, client, batch.Id, there.Id, there.Name);

        await UnlinkAsync(client, batch.Id, "It is another one's").ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_confirmed_badge_has_no_refusal_beside_it_and_a_links_own_error_is_shown()
    {
        var grower = await server.CreateGrowerAsync("Mended");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        Task<JsonElement> StatusAsync() => client.ReadAsync($"/api/compliance/batches/{batch.Id}/sync-status");
        await grower.ChangeAsync($"UPDATE cultivars SET name = 'Unknown Kush' WHERE id = {grower.CultivarId}");
        await grower.RunAsync(await ReportSteps.RecordAsync(client, batch.Id));
        var refused = await StatusAsync();
        (refused.Text("status"), refused.Text("operationState")).ShouldBe(("error", "refused"));
        refused.Text("error").ShouldContain("Unknown Kush");

        var there = grower.EnterInMetrc(batch.BatchNumber);
        await LinkAsync(grower, client, batch.Id, there.Id, there.Name);

        var linked = await StatusAsync();
        linked.Text("status").ShouldBe("synced");
        linked.TryGetProperty("error", out var error).ShouldBeFalse($"the link is sound, and its page says {error}");

        await grower.ChangeAsync(
            $"""
            UPDATE metrc_batch_mappings SET sync_status = 'error', sync_error_message = 'Gone from Metrc'
            WHERE batch_id = {batch.Id}
            """);
        var broken = await StatusAsync();
        (broken.Text("status"), broken.Text("error")).ShouldBe(("error", "Gone from Metrc"));
    }

    private static Task<HttpResponseMessage> UnlinkAsync(HttpClient client, Guid batchId, string reason) =>
        client.PostAsync($"/api/compliance/batches/{batchId}/unlink", new { reason });

    private static async Task LinkAsync(PushTenant grower, HttpClient client, Guid batchId, long metrcId, string name)
    {
        await using (var unit = await grower.Tenant.BeginAsync())
        {
            unit.Db.MetrcObjects.Add(StoredRows.PlantBatch(grower.Tenant, metrcId, name));
            await unit.CommitAsync(Cancel);
        }
        await client.PostAsync("/api/compliance/links", new
        {
            siteId = grower.Tenant.SiteId,
            kind = "plant_batches",
            metrcId,
            entityId = batchId,
        }).ShouldBeAsync(HttpStatusCode.OK);
    }
}
