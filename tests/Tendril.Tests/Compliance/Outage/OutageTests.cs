using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Server.Modules.Compliance.Pull;
using Tendril.Tests.Compliance.Push;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Outage;

/// <summary>A server that leaves Metrc alone for six seconds after three failures.</summary>
public sealed class OutageServer(DatabaseCluster cluster) : PushServer(cluster)
{
    protected override IReadOnlyDictionary<string, string?> Otherwise { get; } = new Dictionary<string, string?>
    {
        ["metrc:breakAfterFailures"] = "3",
        ["metrc:breakSeconds"] = "6",
        ["jobs:scheduler"] = "false",
    };
}

/// <summary>Metrc's host goes away and comes back while people go on working.</summary>
public sealed class OutageTests(OutageServer server) : IClassFixture<OutageServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_paused_host_is_left_alone_told_of_and_taken_back_with_each_push_sent_once()
    {
        var grower = await server.CreateGrowerAsync("Outage");
        using var client = await grower.Tenant.ClientAsync();
        (await PullAsync(client, grower)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var before = Posts();
        server.Metrc.Faults.Add(new FaultRule { Fault = SimulatorFault.ServiceUnavailable });
        await PullAsync(client, grower);

        // A person is told plainly, the dashboard too, and a schedule does not even begin.
        using var refused = await PullAsync(client, grower);
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        problem.GetProperty("code").GetString().ShouldBe("pull.paused");
        problem.GetProperty("detail").GetString()!.ShouldContain("the next try is at");
        var outage = (await OverviewAsync(client, grower)).GetProperty("outage");
        outage.GetProperty("nextTryAt").GetDateTimeOffset()
            .ShouldBeGreaterThan(outage.GetProperty("since").GetDateTimeOffset());
        var due = server.App.Services.GetRequiredService<DuePull>();
        (await due.RunAsync(grower.Tenant.OrganizationId, grower.Tenant.SiteId, Cancel)).ShouldBeNull();

        // Pushes queue: nothing leaves, not even a try, and nothing becomes unknown.
        List<Guid> batches = [];
        for (var i = 0; i < 3; i++) batches.Add((await grower.AddBatchAsync()).Id);
        foreach (var batch in batches) (await PushTenant.PushAsync(client, batch)).StatusCode
            .ShouldBe(HttpStatusCode.Accepted);
        await Task.Delay(8000, Cancel);
        Posts().ShouldBe(before);
        (await StatesAsync(grower)).ShouldAllBe(state => state == "Recorded:0");

        // It answers again: the pause ends with one read, and every push goes out once.
        server.Metrc.Faults.Clear();
        foreach (var batch in batches) await PushTenant.WaitForBadgeAsync(client, batch, "synced");
        Posts().ShouldBe(before + 3);
        (await grower.OpenMappingsAsync()).ShouldBe(3);
        server.Metrc.State.PlantBatchList(grower.License).Count.ShouldBe(3);
        (await OverviewAsync(client, grower)).TryGetProperty("outage", out _).ShouldBeFalse(
            "it answers, though no pull has asked it yet");
        (await PullAsync(client, grower)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_unknown_when_the_host_goes_stays_unknown_and_is_looked_up_not_sent_again()
    {
        var grower = await server.CreateGrowerAsync("Lostanswer");
        using var client = await grower.Tenant.ClientAsync();
        var batch = await grower.AddBatchAsync();
        // Metrc does it, the answer is lost, and then it is gone for a while.
        server.Metrc.Faults.Add(new FaultRule
        {
            Fault = SimulatorFault.ServiceUnavailable,
            Method = "POST",
            AfterEffect = true,
            Times = 1,
        });
        server.Metrc.Faults.Add(new FaultRule { Fault = SimulatorFault.ServiceUnavailable, Method = "GET" });
        var before = Posts();
        await PushTenant.PushAsync(client, batch.Id);
        await PushTenant.WaitForBadgeAsync(client, batch.Id, "unknown");
        await Task.Delay(7000, Cancel);
        (await StatesAsync(grower)).ShouldBe(["Unknown:1"]);
        server.Metrc.Faults.Clear();
        await PushTenant.WaitForBadgeAsync(client, batch.Id, "synced");
        (Posts() - before).ShouldBe(1);
        server.Metrc.State.PlantBatchList(grower.License).Count.ShouldBe(1);
    }

    private int Posts() => server.Metrc.Requests.All.Count(one => one.Method == "POST");

    private static Task<HttpResponseMessage> PullAsync(HttpClient client, PushTenant grower) =>
        client.PostAsJsonAsync(
            "/api/compliance/sync", new { siteId = grower.Tenant.SiteId, syncType = "locations" }, Cancel);

    private static Task<JsonElement> OverviewAsync(HttpClient client, PushTenant grower) =>
        client.GetFromJsonAsync<JsonElement>(
            $"/api/compliance/overview?siteId={grower.Tenant.SiteId}", Cancel);

    private static async Task<List<string>> StatesAsync(PushTenant grower)
    {
        await using var unit = await grower.Tenant.BeginAsync();
        var rows = await unit.Db.ReportOperations.AsNoTracking().ToListAsync(Cancel);
        return rows.ConvertAll(row => $"{row.State}:{row.Attempts}");
    }
}
