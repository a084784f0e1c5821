using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Tests.Support;

namespace Tendril.Tests.Cultivation;

/// <summary>Stages, counts and pods over time.</summary>
public sealed class BatchLifeTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_stage_moves_on_and_is_written_into_the_history()
    {
        var (client, id) = await StartAsync("Stage", "clone");
        var moved = (await StageAsync(client, id, "vegetative", 1)).Is(HttpStatusCode.OK);
        moved.Item.GetProperty("stage").GetString().ShouldBe("vegetative");
        (await StageAsync(client, id, "harvest", 2))
            .Is(HttpStatusCode.UnprocessableEntity).Code.ShouldBe("batch.stage_not_allowed");
        (await StageAsync(client, id, "flowering", 1)).Is(HttpStatusCode.Conflict).Field.ShouldBe("version");
        var history = (await client.ReadAsync($"/api/batches/{id}/history")).Json.GetProperty("items");
        history.EnumerateArray().Select(line => line.GetProperty("toStage").GetString())
            .ShouldBe(["vegetative", "clone"]);
        history[0].GetProperty("fromStage").GetString().ShouldBe("clone");
    }

    [Fact]
    public async Task Warnings_are_shown_first_and_kept_when_confirmed()
    {
        var (client, id) = await StartAsync("Confirm", "vegetative");
        var asked = (await StageAsync(client, id, "flowering", 1)).Is(HttpStatusCode.UnprocessableEntity);
        asked.Code.ShouldBe("cultivation.confirm_warnings");
        asked.Json.GetProperty("findings")[0].GetProperty("code").GetString().ShouldBe("batch.stage_needs");
        (await client.ReadAsync($"/api/batches/{id}")).Json.GetProperty("stage").GetString().ShouldBe("vegetative");
        (await StageAsync(client, id, "flowering", 1, confirm: true)).Is(HttpStatusCode.OK);
        var newest = (await client.ReadAsync($"/api/batches/{id}/history")).Json.GetProperty("items")[0];
        newest.GetProperty("confirmedWarnings").EnumerateArray().Select(code => code.GetString())
            .ShouldBe(["batch.stage_needs"]);
        newest.GetProperty("actor").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Harvest_notes_its_day_and_drying_waits_for_the_weight()
    {
        var (client, id) = await StartAsync("Harvest", "flowering");
        var cut = (await StageAsync(client, id, "harvest", 1)).Is(HttpStatusCode.OK);
        cut.Item.GetProperty("actualHarvestDate").GetString().ShouldNotBeNullOrEmpty();
        var early = (await StageAsync(client, id, "drying", 2, confirm: true)).Is(HttpStatusCode.UnprocessableEntity);
        (early.Code, early.Field).ShouldBe(("batch.stage_needs", "wetWeight"));
    }

    [Fact]
    public async Task Destroying_asks_why_and_empties_the_pods()
    {
        var (client, id, tenant) = await StartTenantAsync("Destroy", "vegetative");
        var pod = await tenant.AddPodAsync("D1");
        (await PodAsync(client, id, pod, 10, "2026-02-01")).Is(HttpStatusCode.Created);
        (await StageAsync(client, id, "destroyed", 1)).Is(HttpStatusCode.UnprocessableEntity).Field.ShouldBe("reason");
        var gone = (await StageAsync(client, id, "destroyed", 1, reason: "Botrytis in the whole bench"))
            .Is(HttpStatusCode.OK);
        gone.Item.GetProperty("status").GetString().ShouldBe("destroyed");
        gone.Item.GetProperty("pods")[0].TryGetProperty("to", out _).ShouldBeTrue();
        (await StageAsync(client, id, "flowering", gone.Version))
            .Is(HttpStatusCode.UnprocessableEntity).Code.ShouldBe("batch.over");
    }

    [Fact]
    public async Task California_lets_clones_flower_and_colorado_does_not()
    {
        var (co, inColorado) = await StartAsync("Colorado", "clone");
        var (ca, inCalifornia) = await StartAsync("California", "clone", "CA");
        (await StageAsync(co, inColorado, "flowering", 1, confirm: true)).Is(HttpStatusCode.UnprocessableEntity);
        (await StageAsync(ca, inCalifornia, "flowering", 1, confirm: true)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_count_changes_by_an_event_with_its_reason()
    {
        var (client, id) = await StartAsync("Count", "vegetative");
        var path = $"/api/batches/{id}/count";
        var lost =
            (await client.CreateAsync(path, new { plantCount = 9, reason = "died", version = 1, note = "dry corner" }))
                .Is(HttpStatusCode.OK);
        lost.Item.GetProperty("plantCount").GetInt32().ShouldBe(9);
        (await client.CreateAsync(path, new { plantCount = 3, reason = "died", version = 2 }))
            .Is(HttpStatusCode.UnprocessableEntity)
            .Json.GetProperty("findings")[0].GetProperty("code").GetString().ShouldBe("large_decrease");
        (await client.CreateAsync(path, new { plantCount = -1, reason = "died", version = 2 }))
            .Is(HttpStatusCode.UnprocessableEntity);
        (await client.CreateAsync(path,
            new { plantCount = 3, reason = "pest_infestation", version = 2, confirmWarnings = true }))
                .Is(HttpStatusCode.OK);
        var lines = (await client.ReadAsync($"/api/batches/{id}/history")).Json.GetProperty("items").EnumerateArray()
            .Where(line => line.TryGetProperty("countAfter", out _)).ToArray();
        lines.Select(line => (line.GetProperty("countBefore").GetInt32(), line.GetProperty("countAfter").GetInt32()))
            .ShouldBe([(9, 3), (10, 9)]);
        lines[1].GetProperty("note").GetString().ShouldBe("dry corner");
    }

    [Fact]
    public async Task A_reported_batchs_count_says_that_metrc_is_not_told()
    {
        var (client, id, tenant) = await StartTenantAsync("Told", "vegetative");
        await BatchTests.MapAsync(tenant, id, Tendril.Domain.Compliance.MappingStatus.Synced, 77);
        var asked =
            await client.CreateAsync($"/api/batches/{id}/count", new { plantCount = 9, reason = "died", version = 1 });
        asked.Is(HttpStatusCode.UnprocessableEntity).Json.GetProperty("findings")[0].GetProperty("code").GetString()
            .ShouldBe("cultivation.count_differs_from_metrc");
    }

    [Fact]
    public async Task Plants_stand_in_pods_over_time()
    {
        var (client, id, tenant) = await StartTenantAsync("Pods", "vegetative");
        var (one, two) = (await tenant.AddPodAsync("P1"), await tenant.AddPodAsync("P2", capacity: 4));
        var first = (await PodAsync(client, id, one, 6, "2026-02-01")).Is(HttpStatusCode.Created);
        (await PodAsync(client, id, two, 5, "2026-02-01")).Is(HttpStatusCode.UnprocessableEntity);
        (await PodAsync(client, id, two, 4, "2026-02-01")).Is(HttpStatusCode.Created);
        (await PodAsync(client, id, one, 1, "2026-03-01")).Is(HttpStatusCode.UnprocessableEntity);
        (await PodAsync(client, id, one, 1, "2025-12-01"))
            .Is(HttpStatusCode.UnprocessableEntity).Field.ShouldBe("from");
        var stay = first.Item.GetProperty("pods")[0].GetProperty("id").GetGuid();
        var close = $"/api/batches/{id}/pods/{stay}/close";
        (await client.CreateAsync(close, new { to = "2026-01-31" }))
            .Is(HttpStatusCode.UnprocessableEntity).Field.ShouldBe("to");
        var closed = (await client.CreateAsync(close, new { to = "2026-02-20" })).Is(HttpStatusCode.OK);
        Stay(closed, "P1").GetProperty("to").GetString().ShouldBe("2026-02-20");
        Stay(closed, "P1").GetProperty("roomName").GetString().ShouldBe("Room of P1");
        (await client.CreateAsync(close, new { to = "2026-02-21" })).Is(HttpStatusCode.Conflict);
        (await PodAsync(client, id, one, 6, "2026-02-21")).Is(HttpStatusCode.Created);
        (await PodAsync(client, id, Guid.CreateVersion7(), 1, "2026-02-21"))
            .Is(HttpStatusCode.NotFound).Field.ShouldBe("podId");
    }

    [Fact]
    public async Task Assignments_at_once_never_put_more_plants_into_a_pod_than_it_holds()
    {
        var (client, id, tenant) = await StartTenantAsync("Crowd", "vegetative");
        var pod = await tenant.AddPodAsync("Small", capacity: 4);
        var others = new List<Guid> { id };
        for (var i = 0; i < 3; i++)
            others.Add((await client.CreateAsync("/api/batches",
                BatchTests.Fields(tenant.SiteId, $"C-{i}", "vegetative"))).Id);
        var answers = await Task.WhenAll(others.Select(batch => PodAsync(client, batch, pod, 2, "2026-02-01")));
        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(2);
    }

    [Fact]
    public async Task A_stay_that_somebody_else_is_ending_is_not_ended_again()
    {
        var (client, id, tenant) = await StartTenantAsync("Twice", "vegetative");
        var pod = await tenant.AddPodAsync("T1");
        var made = (await PodAsync(client, id, pod, 6, "2026-02-01")).Is(HttpStatusCode.Created);
        var stay = Stay(made, "T1").GetProperty("id").GetGuid();
        var cancel = TestContext.Current.CancellationToken;
        Task<ApiAnswer> second;
        await using (var unit = await tenant.BeginAsync())
        {
            await unit.Db.LockBatchAsync(id, cancel);
            second = client.CreateAsync($"/api/batches/{id}/pods/{stay}/close", new { to = "2026-02-20" });
            await Task.WhenAny(second, Task.Delay(TimeSpan.FromSeconds(1), cancel));
            var row = await unit.Db.PodAssignments.SingleAsync(known => known.Id == stay, cancel);
            row.ToDate = new DateOnly(2026, 2, 10);
            await unit.CommitAsync(cancel);
        }

        (await second).Is(HttpStatusCode.Conflict).Code.ShouldBe("cultivation.assignment_over");
        var now = (await client.ReadAsync($"/api/batches/{id}")).Json.GetProperty("pods")[0];
        now.GetProperty("to").GetString().ShouldBe("2026-02-10");
    }

    private static JsonElement Stay(ApiAnswer answer, string pod) =>
        answer.Item.GetProperty("pods").EnumerateArray().First(stay => stay.GetProperty("podName").GetString() == pod);

    private async Task<(HttpClient Client, Guid Id)> StartAsync(string name, string stage, string state = "CO")
    {
        var (client, id, _) = await StartTenantAsync(name, stage, state);
        return (client, id);
    }

    private async Task<(HttpClient Client, Guid Id, TestTenant Tenant)> StartTenantAsync(
        string name, string stage, string state = "CO")
    {
        var tenant = await server.CreateTenantAsync($"Life {name}", state);
        var client = await tenant.ClientAsync();
        var made = await client.CreateAsync("/api/batches", BatchTests.Fields(tenant.SiteId, "L-1", stage));
        return (client, made.Id, tenant);
    }

    private static Task<ApiAnswer> StageAsync(
        HttpClient client, Guid id, string stage, int version, bool confirm = false, string? reason = null) =>
        client.CreateAsync($"/api/batches/{id}/stage", new { stage, version, confirmWarnings = confirm, reason });

    private static Task<ApiAnswer> PodAsync(HttpClient client, Guid id, Guid podId, int plantCount, string from) =>
        client.CreateAsync($"/api/batches/{id}/pods", new { podId, plantCount, from });
}
