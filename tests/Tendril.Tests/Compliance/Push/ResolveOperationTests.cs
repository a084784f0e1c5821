using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tendril.Domain.Compliance;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Metrc.Simulator.State;
using Tendril.Tests.Organisation;
using BatchRow = Tendril.Server.Modules.Cultivation.Batch;

namespace Tendril.Tests.Compliance.Push;

/// <summary>A person decides about a batch that is in Metrc and is not what was sent.</summary>
public sealed class ResolveOperationTests(StillServer server) : IClassFixture<StillServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_differs_is_shown_field_by_field()
    {
        var (grower, client, batch, id) = await DifferentAsync("Shown", EverythingElse);

        var differences = await DifferencesAsync(client, id);

        var planted = batch.StartDate;
        differences.ShouldBe([
            ("strain", "Blue Dream", "Other Kush"), ("type", "Clone", "Seed"), ("plantCount", "24", "30"),
            ("plantedDate", $"{planted:yyyy-MM-dd}", $"{planted.AddDays(-1):yyyy-MM-dd}")]);
        var operation = await grower.OperationAsync(id);
        operation.Error!.ShouldContain("we sent 24, Metrc has 30");
    }

    [Fact]
    public async Task What_differs_is_not_linked_without_being_accepted()
    {
        var (grower, client, _, id) = await DifferentAsync("Unaccepted", Thirty);

        var refused = await ResolveAsync(client, id, new { decision = "confirm", reason = "It is ours" })
            .ShouldBeAsync(HttpStatusCode.Conflict);

        (refused.Text("code"), refused.Text("field")).ShouldBe(("report.differs_in_metrc", "acceptedDifferences"));
        refused.Text("help").ShouldContain("acceptedDifferences");
        Read(refused).ShouldBe([("plantCount", "24", "30")]);
        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.NeedsPerson);
        (await grower.OpenMappingsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_accepted_is_verified_linked_and_kept_with_who_and_why()
    {
        var (grower, client, batch, id) = await DifferentAsync("Accepted", EverythingElse);
        var shown = await AcceptableAsync(client, id);

        await ResolveAsync(client, id, new
        {
            decision = "confirm",
            reason = "Six more clones took root",
            acceptedDifferences = shown,
        }).ShouldBeAsync(HttpStatusCode.OK);
        await grower.RunAsync(id);

        var operation = await grower.OperationAsync(id);
        operation.State.ShouldBe(ReportState.Verified, operation.Error);
        var detail = await client.ReadAsync($"/api/compliance/operations/{id}");
        Read(detail, "acceptedDifferences").ShouldContain(("plantCount", "24", "30"));
        detail.Text("acceptedBy").ShouldBe("Accepted Admin");
        var status = await PushTenant.WaitForBadgeAsync(client, batch.Id, "synced");
        status.GetProperty("metrcBatchType").GetString().ShouldBe("Seed");
        var audit = await AuditAsync(client, id, "confirm");
        Old(audit, "accepted.plantCount").ShouldBe("24");
        New(audit, "accepted.plantCount").ShouldBe("30");
        New(audit, "reason").ShouldBe("Six more clones took root");
        (await grower.EvidenceAsync(id))
            .Count(said => said.Step == "look_up" && said.ResponseBody!.Contains("Other Kush"))
            .ShouldBe(2, "the look that found it different, and the one at the decision");
        grower.Posts().ShouldBe(1);
    }

    [Fact]
    public async Task Only_what_the_person_saw_is_accepted()
    {
        var (grower, client, batch, id) = await DifferentAsync("Seen", Thirty);
        var shown = await AcceptableAsync(client, id);
        grower.EditInMetrc(batch.BatchNumber, row => row with { UntrackedCount = 40 });

        var refused = await ResolveAsync(
            client, id, new { decision = "confirm", reason = "It is ours", acceptedDifferences = shown })
            .ShouldBeAsync(HttpStatusCode.Conflict);

        refused.Text("code").ShouldBe("report.differs_in_metrc");
        Read(refused).ShouldBe([("plantCount", "24", "40")]);
        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.NeedsPerson);
    }

    [Fact]
    public async Task What_changed_after_the_acceptance_needs_the_person_again()
    {
        var (grower, client, batch, id) = await DifferentAsync("Changed", Thirty);
        await AcceptAsync(client, id);
        grower.EditInMetrc(batch.BatchNumber, row => row with { UntrackedCount = 40 });

        await grower.RunAsync(id);

        var operation = await grower.OperationAsync(id);
        operation.State.ShouldBe(ReportState.NeedsPerson);
        operation.Error!.ShouldContain("Metrc has 40");
        (await grower.OpenMappingsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_became_as_it_was_sent_needs_no_acceptance()
    {
        var (grower, client, batch, id) = await DifferentAsync("Mended", Thirty);
        grower.EditInMetrc(batch.BatchNumber, row => row with { UntrackedCount = 24 });

        await ResolveAsync(client, id, new { decision = "confirm", reason = "Corrected in Metrc" })
            .ShouldBeAsync(HttpStatusCode.OK);
        await grower.RunAsync(id);

        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.Verified);
        Read(await client.ReadAsync($"/api/compliance/operations/{id}"), "acceptedDifferences").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_batch_of_another_name_is_linked_under_the_name_it_has_in_metrc()
    {
        var (grower, client, batch, id) = await DifferentAsync("Renamed", Thirty);
        var other = grower.EditInMetrc(batch.BatchNumber, row => row with { Name = "Tray 7" });
        var request = new { decision = "confirm", reason = "Renamed by the staff", metrcBatchId = other.Id };
        var refused = await ResolveAsync(client, id, request).ShouldBeAsync(HttpStatusCode.Conflict);
        Read(refused).ShouldContain(("name", batch.BatchNumber, "Tray 7"));

        await ResolveAsync(client, id, new
        {
            decision = "confirm",
            reason = "Renamed by the staff",
            metrcBatchId = other.Id,
            acceptedDifferences = refused.GetProperty("differences"),
        }).ShouldBeAsync(HttpStatusCode.OK);
        await grower.RunAsync(id);

        await using var unit = await grower.Tenant.BeginAsync();
        var mapping = await unit.Db.MetrcBatchMappings.SingleAsync(Cancel);
        (mapping.MetrcBatchId, mapping.MetrcBatchName).ShouldBe((other.Id, "Tray 7"));
    }

    [Fact]
    public async Task An_id_that_metrc_does_not_have_is_refused()
    {
        var (grower, client, _, id) = await DifferentAsync("NoSuch", Thirty);

        await ResolveAsync(client, id, new { decision = "confirm", reason = "It is ours", metrcBatchId = 987654 })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "report.not_in_metrc", "metrcBatchId");
        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.NeedsPerson);
    }

    [Fact]
    public async Task Nothing_is_decided_while_metrc_is_silent()
    {
        var (grower, client, _, id) = await DifferentAsync("Silent", Thirty);
        var shown = await AcceptableAsync(client, id);
        server.Metrc.Faults.Add(SimulatorFault.Outage, pathContains: grower.License, times: null);

        await ResolveAsync(client, id, new { decision = "confirm", reason = "It is ours", acceptedDifferences = shown })
            .ShouldRefuseAsync(HttpStatusCode.ServiceUnavailable, "metrc_unavailable");
        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.NeedsPerson);
    }

    [Fact]
    public async Task An_acceptance_needs_a_reason()
    {
        var (_, client, _, id) = await DifferentAsync("Reason", Thirty);
        var shown = await AcceptableAsync(client, id);

        await ResolveAsync(client, id, new { decision = "confirm", reason = " ", acceptedDifferences = shown })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "field.required", "reason");
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_one_is_told_that_it_is_too_late()
    {
        var (grower, client, _, id) = await DifferentAsync("Two", Thirty);
        grower.EditInMetrc((await grower.OperationAsync(id)).MatchKey, row =>
            row with { Name = "Elsewhere", IsActive = false });
        Task<HttpResponseMessage>[] both;
        await using (var unit = await grower.Tenant.BeginAsync())
        {
            await unit.Db.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM report_operations WHERE id = {id} FOR UPDATE", Cancel);
            both =
            [
                ResolveAsync(client, id, new { decision = "give_up", reason = "Not wanted any more" }),
                ResolveAsync(client, id, new { decision = "send_again", reason = "It is not there" }),
            ];
            await WaitForLocksAsync(2);
        }

        var answers = await Task.WhenAll(both);

        answers.Select(answer => (int)answer.StatusCode).Order().ShouldBe([200, 409]);
        var loser = await answers.Single(answer => answer.StatusCode == HttpStatusCode.Conflict).JsonAsync();
        loser.Text("code").ShouldBe("report.not_waiting");
        (await DecisionsAsync(client, id)).Count.ShouldBe(1, "only the one that counted is on record");
    }

    [Fact]
    public async Task What_bears_another_name_by_now_is_not_sent_again()
    {
        var (grower, client, batch, id) = await DifferentAsync("Respelled", Thirty);
        grower.EditInMetrc(batch.BatchNumber, row => row with { Name = "Renamed by the staff" });

        await ResolveAsync(client, id, new { decision = "send_again", reason = "I do not see it" })
            .ShouldRefuseAsync(HttpStatusCode.Conflict, "report.still_in_metrc", "decision");

        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.NeedsPerson);
    }

    [Fact]
    public async Task Another_ones_plant_batch_is_not_accepted_however_alike()
    {
        var (grower, client, _, id) = await DifferentAsync("Mistyped", Thirty);
        var other = grower.EnterInMetrc("Another grower's");

        await ResolveAsync(
            client, id, new { decision = "confirm", reason = "It is this one", metrcBatchId = other.Id })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "report.other_batch", "metrcBatchId");

        (await grower.OpenMappingsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_another_batchs_report_holds_is_not_accepted_until_that_one_is_given_up()
    {
        var (grower, client, first, holder) = await DifferentAsync("Held", Thirty);
        var (second, id) = await DifferentAsync(grower, client, Thirty);
        var held = SwapNames(grower, first, second);
        var confirm = new { decision = "confirm", reason = "It is this one", metrcBatchId = held };

        var refused = await ResolveAsync(client, id, confirm).ShouldBeAsync(HttpStatusCode.Conflict);

        (refused.Text("code"), refused.Text("field")).ShouldBe(("report.held_by_another", "metrcBatchId"));
        refused.Text("detail").ShouldBe(
            $"The plant batch {held} in Metrc is held by the report of batch {first.BatchNumber}");
        await ResolveAsync(client, holder, new { decision = "give_up", reason = "It was never ours" })
            .ShouldBeAsync(HttpStatusCode.OK);
        await ResolveAsync(client, id, confirm).ShouldBeAsync(HttpStatusCode.OK);
        await grower.RunAsync(id);
        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.Verified);
    }

    [Fact]
    public async Task What_is_linked_to_another_batch_is_not_accepted()
    {
        var (grower, client, first, holder) = await DifferentAsync("Linked", Thirty);
        await AcceptAsync(client, holder);
        await grower.RunAsync(holder);
        var (second, id) = await DifferentAsync(grower, client, Thirty);
        var held = SwapNames(grower, first, second);

        var refused = await ResolveAsync(
            client, id, new { decision = "confirm", reason = "It is this one", metrcBatchId = held })
            .ShouldBeAsync(HttpStatusCode.Conflict);

        refused.Text("code").ShouldBe("report.held_by_another");
        refused.Text("detail").ShouldBe(
            $"The plant batch {held} in Metrc is linked to batch {first.BatchNumber}");
    }

    [Fact]
    public async Task Who_gave_up_or_sent_again_when_and_why_is_in_the_audit_log()
    {
        var (grower, client, batch, id) = await DifferentAsync("Log", Thirty);
        grower.EditInMetrc(batch.BatchNumber, row => row with { Name = "Elsewhere", IsActive = false });
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);

        await ResolveAsync(client, id, new { decision = "send_again", reason = "Renamed by mistake" })
            .ShouldBeAsync(HttpStatusCode.OK);

        var line = await AuditAsync(client, id, "send_again");
        (line.Text("actor"), line.Id("actorId")).ShouldBe(("Log Admin", grower.Tenant.AdminId));
        line.GetProperty("at").GetDateTimeOffset()
            .ShouldBeInRange(before, TimeProvider.System.GetUtcNow().AddSeconds(1));
        (Old(line, "state"), New(line, "state"), New(line, "reason"))
            .ShouldBe(("needs_person", "recorded", "Renamed by mistake"));

        var (other, second, _, given) = await DifferentAsync("Gave", Thirty);
        await ResolveAsync(second, given, new { decision = "give_up", reason = "A mistake of ours" })
            .ShouldBeAsync(HttpStatusCode.OK);
        var gave = await AuditAsync(second, given, "give_up");
        (gave.Text("actor"), gave.Id("actorId"), New(gave, "state"), New(gave, "reason"))
            .ShouldBe(("Gave Admin", other.Tenant.AdminId, "refused", "A mistake of ours"));
    }

    [Fact]
    public async Task Who_did_not_want_to_wait_is_in_the_audit_log()
    {
        var grower = await server.CreateGrowerAsync("Impatient");
        using var client = await grower.Tenant.ClientAsync();
        var id = await ReportSteps.RecordAsync(client, (await grower.AddBatchAsync()).Id);

        await client.PostAsync($"/api/compliance/operations/{id}/retry", new { })
            .ShouldBeAsync(HttpStatusCode.Accepted);

        var line = await AuditAsync(client, id, "retry");
        (line.Text("actor"), line.Id("actorId"), New(line, "state"))
            .ShouldBe(("Impatient Admin", grower.Tenant.AdminId, "recorded"));
    }

    private static PlantBatch Thirty(PushTenant grower, PlantBatch row) => row with { UntrackedCount = 30 };

    private static PlantBatch EverythingElse(PushTenant grower, PlantBatch row) => row with
    {
        UntrackedCount = 25,
        TrackedCount = 5,
        TypeName = "Seed",
        StrainId = grower.StrainInMetrc("Other Kush"),
        PlantedDate = row.PlantedDate.AddDays(-1),
    };

    /// <summary>Sent and carried out; the answer got lost, and somebody changed the batch in Metrc since.</summary>
    private async Task<(PushTenant Grower, HttpClient Client, BatchRow Batch, Guid OperationId)> DifferentAsync(
        string name, Func<PushTenant, PlantBatch, PlantBatch> change)
    {
        var grower = await server.CreateGrowerAsync(name);
        var client = await grower.Tenant.ClientAsync();
        var (batch, id) = await DifferentAsync(grower, client, change);
        return (grower, client, batch, id);
    }

    private async Task<(BatchRow Batch, Guid OperationId)> DifferentAsync(
        PushTenant grower, HttpClient client, Func<PushTenant, PlantBatch, PlantBatch> change)
    {
        server.Metrc.Faults.Add(SimulatorFault.ResetAfterCommit, "POST", $"plantings?licenseNumber={grower.License}");
        server.Metrc.Faults.Add(SimulatorFault.Outage, "GET", grower.License);
        var batch = await grower.AddBatchAsync();
        var id = await ReportSteps.RecordAsync(client, batch.Id);
        await grower.RunAsync(id);
        grower.EditInMetrc(batch.BatchNumber, row => change(grower, row));
        await grower.MakeDueAsync(id);
        await grower.RunAsync(id);
        (await grower.OperationAsync(id)).State.ShouldBe(ReportState.NeedsPerson);
        return (batch, id);
    }

    /// <summary>In Metrc the first one's plant batch now bears the second's name, and is as that was sent.</summary>
    private static long SwapNames(PushTenant grower, BatchRow first, BatchRow second)
    {
        grower.EditInMetrc(second.BatchNumber, row => row with { Name = "Elsewhere" });
        return grower.EditInMetrc(
            first.BatchNumber, row => row with { Name = second.BatchNumber, UntrackedCount = 24 }).Id;
    }

    private static Task<HttpResponseMessage> ResolveAsync(HttpClient client, Guid id, object request) =>
        client.PostAsync($"/api/compliance/operations/{id}/resolve", request);

    private static async Task AcceptAsync(HttpClient client, Guid id)
    {
        var shown = await AcceptableAsync(client, id);
        await ResolveAsync(client, id, new { decision = "confirm", reason = "It is ours", acceptedDifferences = shown })
            .ShouldBeAsync(HttpStatusCode.OK);
    }

    private static async Task<JsonElement> AcceptableAsync(HttpClient client, Guid id) =>
        (await client.ReadAsync($"/api/compliance/operations/{id}")).GetProperty("differences");

    private static async Task<List<(string, string, string)>> DifferencesAsync(HttpClient client, Guid id) =>
        Read(await client.ReadAsync($"/api/compliance/operations/{id}"));

    private static List<(string Field, string Ours, string Metrc)> Read(JsonElement of, string name = "differences") =>
        [.. of.GetProperty(name).EnumerateArray()
            .Select(row => (row.Text("field"), row.Text("ours"), row.Text("metrc")))];

    private static async Task<JsonElement> AuditAsync(HttpClient client, Guid id, string action) =>
        (await client.ReadAsync($"/api/audit?entityType=report_operation&entityId={id}&action={action}"))
            .Items().ShouldHaveSingleItem();

    private static async Task<IReadOnlyList<JsonElement>> DecisionsAsync(HttpClient client, Guid id) =>
        (await client.ReadAsync($"/api/audit?entityType=report_operation&entityId={id}")).Items();

    private static string? Old(JsonElement line, string field) =>
        line.GetProperty("changes").GetProperty(field)[0].GetString();

    private static string? New(JsonElement line, string field) =>
        line.GetProperty("changes").GetProperty(field)[1].GetString();

    /// <summary>Both are at the point of writing; what they read before is the same.</summary>
    private async Task WaitForLocksAsync(int count)
    {
        await using var app = NpgsqlDataSource.Create(server.Database.App);
        for (var i = 0; i < 500; i++)
        {
            await using var command = app.CreateCommand(
                "SELECT count(*) FROM pg_stat_activity "
                + "WHERE datname = current_database() AND wait_event_type = 'Lock'");
            if ((long)(await command.ExecuteScalarAsync(Cancel))! >= count) return;
            await Task.Delay(20, Cancel);
        }
        Assert.Fail("The two decisions did not come to the point of writing.");
    }
}
