using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain.Cultivation;
using Tendril.Tests.Organisation;
using BatchRow = Tendril.Server.Modules.Cultivation.Batch;

namespace Tendril.Tests.Compliance.Push;

/// <summary>Many batches in one request, and what would happen.</summary>
public sealed class PushManyTests(PushServer server) : IClassFixture<PushServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_are_pushed_and_one_more_is_refused_whole()
    {
        var grower = await server.CreateGrowerAsync("Hundred");
        using var client = await grower.Tenant.ClientAsync();
        var batches = await AddAsync(grower, 101);

        await PushAsync(client, batches.Select(batch => batch.Id))
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "too_many_batches", "items");
        await NothingHappenedAsync(grower);

        var answer = await PushAsync(client, batches.Take(100).Select(batch => batch.Id))
            .ShouldBeAsync(HttpStatusCode.Accepted);

        var results = answer.GetProperty("results").EnumerateArray().ToList();
        results.Select(row => row.Id("batchId")).ShouldBe(batches.Take(100).Select(batch => batch.Id));
        results.ShouldAllBe(row => row.Text("status") == "pending");
        foreach (var batch in batches.Take(100)) await PushTenant.WaitForBadgeAsync(client, batch.Id, "synced");
        var there = server.Metrc.State.PlantBatchList(grower.License);
        there.Select(row => row.Name).ShouldBe(batches.Take(100).Select(batch => batch.BatchNumber), ignoreOrder: true);
        there.ShouldAllBe(row => row.Creations == 1);
        var group = await client.ReadAsync($"/api/compliance/operations?groupId={answer.Id("operationGroupId")}");
        group.GetProperty("total").GetInt32().ShouldBe(100);
    }

    [Fact]
    public async Task One_batch_twice_or_two_of_one_name_refuse_the_request_whole()
    {
        var grower = await server.CreateGrowerAsync("Doubles");
        using var client = await grower.Tenant.ClientAsync();
        var first = await grower.AddBatchAsync();
        var second = await grower.AddBatchAsync();
        // In our books two numbers, in Metrc one name.
        var twin = await grower.AddBatchAsync(row => row.BatchNumber = $"{first.BatchNumber.ToLowerInvariant()} ");

        await PushAsync(client, [first.Id, second.Id, first.Id])
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "duplicate_batch_names", "items");
        var named = await PushAsync(client, [first.Id, second.Id, twin.Id])
            .ShouldBeAsync(HttpStatusCode.UnprocessableEntity);

        named.Text("code").ShouldBe("duplicate_batch_names");
        named.Text("message").ShouldContain(first.BatchNumber);
        await NothingHappenedAsync(grower);
    }

    [Fact]
    public async Task An_empty_list_or_place_is_refused()
    {
        var grower = await server.CreateGrowerAsync("Empty");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();

        await PushAsync(client, []).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "field.required", "items");
        await client.PostAsync(
            "/api/compliance/push-batches", new { items = new object?[] { new { batchId = batch.Id }, null } })
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "report.item_missing", "items");
        await NothingHappenedAsync(grower);
    }

    [Fact]
    public async Task Those_that_may_not_be_told_are_named_and_the_others_are_pushed()
    {
        var grower = await server.CreateGrowerAsync("Partly");
        var stranger = await server.CreateGrowerAsync("Elsewhere");
        using var client = await grower.Tenant.ClientAsync();
        var told = await grower.AddBatchAsync();
        (await PushTenant.PushAsync(client, told.Id)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var (good, other) = (await grower.AddBatchAsync(), await grower.AddBatchAsync());
        var produce = await grower.AddBatchAsync(row =>
            (row.DomainType, row.Stage) = (DomainType.Produce, BatchStage.Growing));
        var nobody = await grower.AddBatchAsync(row => row.PlantCount = 0);
        var foreign = await stranger.AddBatchAsync();

        var answer = await PushAsync(client, [produce.Id, good.Id, foreign.Id, told.Id, nobody.Id, other.Id])
            .ShouldBeAsync(HttpStatusCode.Accepted);

        var results = answer.GetProperty("results").EnumerateArray().ToDictionary(row => row.Id("batchId"));
        CodeOf(results[produce.Id]).ShouldBe(("refused", "invalid_domain_type"));
        CodeOf(results[foreign.Id]).ShouldBe(("refused", "batch_not_found"));
        CodeOf(results[told.Id]).ShouldBe(("refused", "already_synced"));
        CodeOf(results[nobody.Id]).ShouldBe(("refused", "count_not_positive"));
        CodeOf(results[good.Id]).ShouldBe(("pending", null));
        results[produce.Id].Text("message").ShouldBe("Only cannabis batches can be synced to Metrc");
        foreach (var batch in new[] { good, other }) await PushTenant.WaitForBadgeAsync(client, batch.Id, "synced");
        server.Metrc.State.PlantBatchList(grower.License).Select(row => row.Name)
            .ShouldBe([told.BatchNumber, good.BatchNumber, other.BatchNumber], ignoreOrder: true);
        server.Metrc.State.PlantBatchList(stranger.License).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_would_happen_is_told_and_nothing_happens()
    {
        var grower = await server.CreateGrowerAsync("WhatIf");
        using var client = await grower.Tenant.ClientAsync("executive_viewer");
        var good = await grower.AddBatchAsync();
        var bad = await grower.AddBatchAsync(row => row.PlantCount = 0);

        var check = await CheckAsync(client, good.Id);
        var refused = await CheckAsync(client, bad.Id, "Moon");

        check.GetProperty("ok").GetBoolean().ShouldBeTrue();
        check.Text("path").ShouldBe("opening");
        var report = check.GetProperty("report");
        (report.Text("name"), report.Text("type"), report.GetProperty("count").GetInt32(), report.Text("location"))
            .ShouldBe((good.BatchNumber, "Clone", 24, "Nursery"));
        refused.GetProperty("ok").GetBoolean().ShouldBeFalse();
        refused.TryGetProperty("report", out _).ShouldBeFalse();
        Findings(refused)
            .ShouldBe(["count_not_positive", "strain_not_linked", "location_not_found"], ignoreOrder: true);
        await NothingHappenedAsync(grower);

        using var pusher = await grower.Tenant.ClientAsync();
        var said = await PushTenant.PushAsync(pusher, bad.Id, "Moon");
        Findings(await said.JsonAsync()).ShouldBe(Findings(refused), "the push judges as the check did");
        (await PushTenant.PushAsync(pusher, good.Id)).StatusCode.ShouldBe(HttpStatusCode.OK);
        Findings(await CheckAsync(client, good.Id)).ShouldBe(["already_synced"]);
    }

    private static async Task<List<BatchRow>> AddAsync(PushTenant grower, int count)
    {
        List<BatchRow> added = [];
        for (var i = 0; i < count; i++) added.Add(await grower.AddBatchAsync());
        return added;
    }

    private static Task<HttpResponseMessage> PushAsync(HttpClient client, IEnumerable<Guid> batchIds) =>
        client.PostAsync(
            "/api/compliance/push-batches", new { items = batchIds.Select(batchId => new { batchId }) });

    private static Task<JsonElement> CheckAsync(HttpClient client, Guid batchId, string? location = null) =>
        client.PostAsync("/api/compliance/check-batch", new { batchId, location }).ShouldBeAsync(HttpStatusCode.OK);

    private static List<string> Findings(JsonElement of) =>
        [.. of.GetProperty("findings").EnumerateArray().Select(row => row.Text("code"))];

    private static (string?, string?) CodeOf(JsonElement row) =>
        (row.Text("status"), row.TryGetProperty("code", out var code) ? code.GetString() : null);

    private async Task NothingHappenedAsync(PushTenant grower)
    {
        await using var unit = await grower.Tenant.BeginAsync();
        (await unit.Db.ReportOperations.AnyAsync(Cancel)).ShouldBeFalse();
        (await unit.Db.SyncLogs.AnyAsync(Cancel)).ShouldBeFalse();
        server.Metrc.Requests.All.ShouldNotContain(request =>
            request.Query.Contains(grower.License, StringComparison.OrdinalIgnoreCase));
    }
}
