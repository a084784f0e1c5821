using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Platform;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Push;

/// <summary>
/// Nothing is worked off by itself and pauses are as in the field: a test takes every step of a report by hand, and
/// shifts the stored moments where it cannot wait.
/// </summary>
public class StillServer(DatabaseCluster cluster) : PushServer(cluster)
{
    private TimeSpan _off;

    protected override IReadOnlyDictionary<string, string?> Otherwise { get; } = new Dictionary<string, string?>
    {
        ["push:atOnce"] = "0",
        ["push:readLagSeconds"] = "60",
        ["push:leaseSeconds"] = "100",
        ["push:retrySeconds"] = "5",
        ["push:longestRetrySeconds"] = "600",
        ["jobs:scheduler"] = "false",
    };

    protected override ServerOptions Shape(ServerOptions options)
    {
        var off = _off;
        return base.Shape(options) with
        {
            Walls = services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new ClockOff(off))),
        };
    }

    /// <summary>Another server on the same database, whose clock is off by so much.</summary>
    public async Task<WebApplication> StartOffAsync(TimeSpan off)
    {
        _off = off;
        try
        {
            return await StartAnotherAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            _off = TimeSpan.Zero;
        }
    }

    /// <summary>The real clock, wrong by a fixed time.</summary>
    private sealed class ClockOff(TimeSpan off) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + off;
    }
}

/// <summary>Steps of a report, one at a time.</summary>
internal static class ReportSteps
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Pushes without waiting for the end; the operation's id.</summary>
    public static async Task<Guid> RecordAsync(HttpClient client, Guid batchId)
    {
        var answer = await client.PostAsJsonAsync(
            "/api/compliance/push-batches", new { items = new[] { new { batchId } } }, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Cancel));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return body.GetProperty("results")[0].GetProperty("operationId").GetGuid();
    }

    /// <summary>One turn of a worker of this server; false when it did not get the operation.</summary>
    public static Task<bool> RunAsync(this PushTenant grower, Guid operationId, WebApplication? on = null) =>
        (on ?? grower.Server.App).Services.GetRequiredService<OperationRunner>()
            .RunAsync(new DueOperation(grower.Tenant.OrganizationId, operationId), Cancel);

    public static async Task<ReportOperation> OperationAsync(this PushTenant grower, Guid operationId)
    {
        await using var unit = await grower.Tenant.BeginAsync();
        return await unit.Db.ReportOperations.AsNoTracking().SingleAsync(row => row.Id == operationId, Cancel);
    }

    public static async Task<List<ReportEvidence>> EvidenceAsync(this PushTenant grower, Guid operationId)
    {
        await using var unit = await grower.Tenant.BeginAsync();
        return await unit.Db.ReportEvidence.AsNoTracking().Where(row => row.OperationId == operationId)
            .OrderBy(row => row.At).ToListAsync(Cancel);
    }

    /// <summary>The next try is due now.</summary>
    public static Task MakeDueAsync(this PushTenant grower, Guid operationId) =>
        grower.ChangeAsync(
            $"UPDATE report_operations SET next_attempt_at = clock_timestamp() WHERE id = {operationId}");

    /// <summary>Everything about the operation happened so much earlier.</summary>
    public static Task ShiftAsync(this PushTenant grower, Guid operationId, TimeSpan earlier) => grower.ChangeAsync(
        $"""
         UPDATE report_operations SET created_at = created_at - {earlier}, sent_at = sent_at - {earlier},
           answered_at = answered_at - {earlier}, next_attempt_at = clock_timestamp(), lease_until = NULL
         WHERE id = {operationId}
         """);

    public static async Task ChangeAsync(this PushTenant grower, FormattableString sql)
    {
        await using var unit = await grower.Tenant.BeginAsync();
        (await unit.Db.Database.ExecuteSqlAsync(sql, Cancel)).ShouldBe(1);
        await unit.CommitAsync(Cancel);
    }

    /// <summary>What was posted to Metrc for this licence.</summary>
    public static int Posts(this PushTenant grower) => grower.Server.Metrc.Requests.All.Count(request =>
        request.Method == "POST" && request.Query.Contains(grower.License, StringComparison.OrdinalIgnoreCase));
}
