using System.Net;
using Tendril.Domain.Compliance;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Storage;
using Tendril.Tests.Cultivation;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Pull;

/// <summary>Links by hand, and looking objects up in the mirror.</summary>
public sealed class LinkTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ReportState.Recorded, "push_in_progress")]
    [InlineData(ReportState.Sent, "push_in_progress")]
    [InlineData(ReportState.Confirmed, "push_in_progress")]
    [InlineData(ReportState.Unknown, "push_in_progress")]
    [InlineData(ReportState.NeedsPerson, "push_in_progress")]
    [InlineData(ReportState.Refused, null)]
    [InlineData(ReportState.Verified, null)]
    public async Task A_batch_on_its_way_to_metrc_is_not_linked_by_hand(ReportState state, string? code)
    {
        var tenant = await server.CreateTenantAsync($"Link {state}");
        var batch = StoredRows.Batch(tenant);
        await using (var unit = await tenant.BeginAsync())
        {
            unit.Db.AddRange(batch, StoredRows.PlantBatch(tenant, 501, "Found one"), StoredRows.Report(batch, state));
            await unit.CommitAsync(Cancel);
        }

        var answer = await LinkAsync(tenant, batch.Id, 501);
        answer.Is(code is null ? HttpStatusCode.OK : HttpStatusCode.Conflict).Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_link_waits_for_a_push_that_is_being_recorded_and_is_then_refused()
    {
        var tenant = await server.CreateTenantAsync("Link race");
        var batch = StoredRows.Batch(tenant);
        await using (var unit = await tenant.BeginAsync())
        {
            unit.Db.AddRange(batch, StoredRows.PlantBatch(tenant, 502, "Found two"));
            await unit.CommitAsync(Cancel);
        }

        Task<ApiAnswer> link;
        await using (var push = await tenant.BeginAsync())
        {
            await push.Db.LockBatchAsync(batch.Id, Cancel);
            link = LinkAsync(tenant, batch.Id, 502);
            await Task.WhenAny(link, Task.Delay(TimeSpan.FromSeconds(1), Cancel));
            push.Db.Add(StoredRows.Report(batch, ReportState.Recorded));
            await push.CommitAsync(Cancel);
        }

        (await link).Is(HttpStatusCode.Conflict).Code.ShouldBe("push_in_progress");
    }

    [Fact]
    public async Task The_mirror_is_searched_for_the_very_signs_that_were_typed()
    {
        var tenant = await server.CreateTenantAsync("Mirror search");
        await using (var unit = await tenant.BeginAsync())
        {
            unit.Db.AddRange(
                new[] { "100% Haze", "1000 Haze", "A_1", "AB1", "back\\slash" }
                    .Select((name, place) => StoredRows.PlantBatch(tenant, place + 1, name)));
            await unit.CommitAsync(Cancel);
        }

        using var client = await tenant.ClientAsync();
        foreach (var (text, found) in new[] { ("00%", "100% Haze"), ("A_", "A_1"), ("k\\s", "back\\slash") })
        {
            var page = (await client.ReadAsync(
                $"/api/compliance/mirror/plant_batches?siteId={tenant.SiteId}&q={Uri.EscapeDataString(text)}")).Json;
            page.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("name").GetString())
                .ShouldBe([found], text);
        }
    }

    private static async Task<ApiAnswer> LinkAsync(TestTenant tenant, Guid batchId, long metrcId)
    {
        using var client = await tenant.ClientAsync();
        return await client.CreateAsync(
            "/api/compliance/links",
            new { siteId = tenant.SiteId, kind = "plant_batches", metrcId, entityId = batchId });
    }
}
