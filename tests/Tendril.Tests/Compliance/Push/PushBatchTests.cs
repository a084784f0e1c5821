using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain.Cultivation;
using Tendril.Metrc.Simulator.Faults;

namespace Tendril.Tests.Compliance.Push;

public sealed class PushBatchTests(PushServer server) : IClassFixture<PushServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_reaches_Metrc_once_and_is_mapped()
    {
        var grower = await server.CreateGrowerAsync("Happy");
        using var client = await grower.Tenant.ClientAsync("head_grower");
        var batch = await grower.AddBatchAsync();

        var answer = await PushTenant.PushAsync(client, batch.Id);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        body.GetProperty("status").GetString().ShouldBe("confirmed");
        body.GetProperty("batchesCreated").GetInt32().ShouldBe(1);
        body.GetProperty("warnings")[0].GetString()
            .ShouldBe("Metrc: Strain: Cultivar \"Blue Dream\" is not linked to a Metrc strain");
        var there = server.Metrc.State.PlantBatchList(grower.License).ShouldHaveSingleItem();
        there.Id.ShouldBe(body.GetProperty("metrcBatchId").GetInt64());
        (there.Name, there.Type, there.UntrackedCount, there.Creations).ShouldBe((batch.BatchNumber, "Clone", 24, 1));
        var status = await PushTenant.WaitForBadgeAsync(client, batch.Id, "synced");
        status.GetProperty("metrcBatchId").GetInt64().ShouldBe(there.Id);
        status.GetProperty("metrcBatchType").GetString().ShouldBe("Clone");
        status.GetProperty("operationState").GetString().ShouldBe("verified");
        status.GetProperty("linkStatus").GetString().ShouldBe("synced");
    }

    [Fact]
    public async Task Pushing_again_is_refused_with_the_id_in_Metrc()
    {
        var grower = await server.CreateGrowerAsync("Again");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        await PushTenant.PushAsync(client, batch.Id);

        var answer = await PushTenant.PushAsync(client, batch.Id);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        body.GetProperty("code").GetString().ShouldBe("already_synced");
        body.GetProperty("message").GetString().ShouldBe("Batch already synced to Metrc");
        body.GetProperty("metrcBatchId").GetInt64()
            .ShouldBe(server.Metrc.State.PlantBatchList(grower.License).Single().Id);
        body.GetProperty("success").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Many_clicks_on_two_servers_make_one_batch()
    {
        var grower = await server.CreateGrowerAsync("Clicks");
        var other = await server.StartAnotherAsync(Cancel);
        await using var stop = other;
        using var client = await grower.Tenant.ClientAsync();
        using var second = new HttpClient { BaseAddress = new Uri(other.Urls.First()) };
        second.DefaultRequestHeaders.Authorization = client.DefaultRequestHeaders.Authorization;
        var batch = await grower.AddBatchAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12)
            .Select(i => PushTenant.PushAsync(i % 2 == 0 ? client : second, batch.Id)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(11);
        server.Metrc.State.CreationsOf(batch.BatchNumber).ShouldBe(1);
        (await grower.OpenMappingsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Metrcs_refusal_is_shown_in_its_words_and_can_be_mended()
    {
        var grower = await server.CreateGrowerAsync("Refusal");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        await RenameCultivarAsync(grower, "Unknown Kush");

        var refused = await PushTenant.PushAsync(client, batch.Id);

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var body = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        body.GetProperty("code").GetString().ShouldBe("metrc_refused");
        body.GetProperty("message").GetString()!.ShouldContain("Unknown Kush");
        var status = await PushTenant.WaitForBadgeAsync(client, batch.Id, "error");
        status.GetProperty("error").GetString()!.ShouldContain("Unknown Kush");
        status.GetProperty("operationState").GetString().ShouldBe("refused");

        await RenameCultivarAsync(grower, "Blue Dream");
        (await PushTenant.PushAsync(client, batch.Id)).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Metrc.State.CreationsOf(batch.BatchNumber).ShouldBe(1);
    }

    [Fact]
    public async Task Evidence_holds_what_was_said_and_never_a_key()
    {
        var grower = await server.CreateGrowerAsync("Evidence");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        var pushed = await (await PushTenant.PushAsync(client, batch.Id)).Content.ReadFromJsonAsync<JsonElement>(
            Cancel);

        var text = await client.GetStringAsync(
            $"/api/compliance/operations/{pushed.GetProperty("operationId").GetString()}", Cancel);

        text.ShouldNotContain(PushServer.VendorKey);
        text.ShouldNotContain(PushServer.UserKey);
        var evidence = JsonDocument.Parse(text).RootElement.GetProperty("evidence");
        evidence.EnumerateArray().Select(said => said.GetProperty("step").GetString()).ShouldBe(["send", "read_back"]);
        evidence[0].GetProperty("requestBody").GetString()!.ShouldContain(batch.BatchNumber);
        evidence[0].GetProperty("responseBody").GetString()!.ShouldContain("Ids");
    }

    [Theory]
    [InlineData("produce", 422, "invalid_domain_type", "Only cannabis batches can be synced to Metrc")]
    [InlineData("no_cultivar", 422, "missing_cultivar", "Cultivar/strain name is required for Metrc sync")]
    [InlineData("zero", 422, "count_not_positive", "Plant count must be greater than 0")]
    [InlineData("short_name", 422, "invalid_name_length",
        "Validation failed: Name: Name must have 3 to 50 characters, not 2")]
    [InlineData("long_name", 422, "invalid_name_length",
        "Validation failed: Name: Name must have 3 to 50 characters, not 51")]
    [InlineData("no_such_location", 422, "location_not_found",
        "Validation failed: Location: This facility has no location \"Moon\"")]
    [InlineData("wrong_location", 422, "location_not_for_plant_batches",
        "Validation failed: Location: Location \"Vault\" does not allow plant batches")]
    [InlineData("unknown", 404, "batch_not_found", "Batch not found")]
    public async Task A_batch_that_may_not_be_told_is_refused_with_help(
        string what, int status, string code, string message)
    {
        var grower = await server.CreateGrowerAsync($"Bad{what.Replace("_", "")}");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync(row =>
        {
            if (what == "produce") (row.DomainType, row.Stage) = (DomainType.Produce, BatchStage.Growing);
            if (what == "no_cultivar") row.CultivarId = null;
            if (what == "zero") row.PlantCount = 0;
            if (what == "short_name") row.BatchNumber = "AB";
            if (what == "long_name") row.BatchNumber = new string('A', 51);
        });
        var location = what switch { "no_such_location" => "Moon", "wrong_location" => "Vault", _ => null };

        var answer = await PushTenant.PushAsync(client, what == "unknown" ? grower.CultivarId : batch.Id, location);

        ((int)answer.StatusCode).ShouldBe(status);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        body.GetProperty("code").GetString().ShouldBe(code);
        body.GetProperty("message").GetString().ShouldBe(message);
        body.GetProperty("help").GetString().ShouldNotBeNullOrWhiteSpace();
        server.Metrc.State.PlantBatchList(grower.License).ShouldBeEmpty();
        await using var unit = await grower.Tenant.BeginAsync();
        (await unit.Db.ReportOperations.AnyAsync(Cancel)).ShouldBeFalse();
        (await unit.Db.SyncLogs.AnyAsync(Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_site_without_keys_says_where_to_enter_them()
    {
        var grower = await server.CreateGrowerAsync("Keyless");
        await using (var unit = await grower.Tenant.BeginAsync())
        {
            unit.Db.MetrcCredentials.RemoveRange(unit.Db.MetrcCredentials);
            await unit.CommitAsync(Cancel);
        }
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();

        var answer = await PushTenant.PushAsync(client, batch.Id);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        body.GetProperty("message").GetString().ShouldBe("No active Metrc API key found for this site");
        body.GetProperty("help").GetString()!.ShouldContain("Admin → Compliance");
    }

    [Fact]
    public async Task Another_organisations_batch_is_not_found()
    {
        var grower = await server.CreateGrowerAsync("Mine");
        var stranger = await server.CreateGrowerAsync("Stranger");
        using var client = await stranger.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        (await PushTenant.PushAsync(client, batch.Id)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync($"/api/compliance/batches/{batch.Id}/sync-status", Cancel)).StatusCode.ShouldBe(
            HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_source_package_takes_the_packages_door_and_is_reduced()
    {
        var grower = await server.CreateGrowerAsync("FromPackage", "MA");
        server.Metrc.State.AddItem(grower.License, "Blue Dream Clones", "Immature Plants", "Each", "Blue Dream");
        var label = server.Metrc.State.AddPackage(
            grower.License, new() { Item = "Blue Dream Clones", Quantity = 100, Unit = "Each" }).Label;
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync(row => row.SourcePackageLabel = label);

        var answer = await PushTenant.PushAsync(client, batch.Id);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
        server.Metrc.Requests.All.ShouldContain(request =>
            request.Method == "POST" && request.Path == "/packages/v2/plantings");
    }

    [Fact]
    public async Task A_mother_plant_takes_the_plants_door()
    {
        var grower = await server.CreateGrowerAsync("FromMother", "MI");
        var label = server.Metrc.State.AddPlant(grower.License, "Blue Dream", isMother: true).Label;
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync(row => row.MotherPlantLabel = label);

        var answer = await PushTenant.PushAsync(client, batch.Id);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
        server.Metrc.Requests.All.ShouldContain(request =>
            request.Method == "POST" && request.Path == "/plants/v2/plantings");
    }

    [Fact]
    public async Task A_facility_that_may_not_open_batches_needs_a_source()
    {
        var grower = await server.CreateGrowerAsync("NoSource", "MI");
        await grower.MirrorFacilityAsync(canOpenBatches: false);
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        var answer = await PushTenant.PushAsync(client, batch.Id);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("code").GetString()
            .ShouldBe("source_required");
        server.Metrc.Requests.All.ShouldNotContain(request =>
            request.Method == "POST" && request.Query.Contains(grower.License));
    }

    private static async Task RenameCultivarAsync(PushTenant grower, string name)
    {
        await using var unit = await grower.Tenant.BeginAsync();
        (await unit.Db.Cultivars.SingleAsync(Cancel)).Name = name;
        await unit.CommitAsync(Cancel);
    }
}
