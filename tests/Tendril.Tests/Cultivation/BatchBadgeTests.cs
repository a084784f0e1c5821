using System.Text.Json;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;
using Tendril.Server.Modules.Compliance;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Storage;
using Tendril.Tests.Compliance;
using Tendril.Tests.Support;
using ReportOperation = Tendril.Server.Modules.Compliance.Push.ReportOperation;
using BatchRecord = Tendril.Server.Modules.Cultivation.Batch;

namespace Tendril.Tests.Cultivation;

/// <summary>The badge in the list is the one that the domain's table gives, for every combination.</summary>
public sealed class BatchBadgeTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_combination_of_mapping_and_operation_shows_the_domains_badge()
    {
        var tenant = await server.CreateTenantAsync("Badges");
        var expected = new Dictionary<string, SyncBadge>();
        await using (var unit = await tenant.BeginAsync())
        {
            foreach (var domain in Enum.GetValues<DomainType>())
                foreach (var mapping in WithNone<MappingStatus>())
                    foreach (var state in WithNone<ReportState>())
                    {
                        var batch = Add(unit, tenant, domain);
                        if (mapping is { } status) unit.Db.Add(Mapping(batch, status));
                        if (state is { } reached) unit.Db.Add(StoredRows.Report(batch, reached));
                        expected.Add(batch.BatchNumber, SyncBadges.Of(domain, mapping, state));
                    }
            await unit.CommitAsync(Cancel);
        }

        using var client = await tenant.ClientAsync();
        expected.Count.ShouldBe(90);
        var shown = await ShownAsync(client, "pageSize=200");
        shown.ShouldBe(expected, ignoreOrder: true);
        foreach (var badge in Enum.GetValues<SyncBadge>())
            (await ShownAsync(client, $"pageSize=200&metrcStatus={WireName.Of(badge)}")).Keys.Order()
                .ShouldBe(expected.Where(entry => entry.Value == badge).Select(entry => entry.Key).Order());
    }

    [Fact]
    public async Task The_newest_operation_counts_and_none_from_before_an_unlink()
    {
        var tenant = await server.CreateTenantAsync("Newest");
        BatchRecord renewed, unlinked, again;
        await using (var unit = await tenant.BeginAsync())
        {
            renewed = Add(unit, tenant, DomainType.Cannabis);
            unlinked = Add(unit, tenant, DomainType.Cannabis);
            again = Add(unit, tenant, DomainType.Cannabis);
            // Each save has a later moment than the one before.
            await SaveAsync(unit, StoredRows.Report(renewed, ReportState.Refused));
            ReportOperation[] told =
                [StoredRows.Report(unlinked, ReportState.Verified), StoredRows.Report(again, ReportState.Verified)];
            await SaveAsync(unit, told);
            foreach (var report in told) report.Superseded = true;
            await SaveAsync(unit, Closed(unlinked), Closed(again));
            await SaveAsync(
                unit, StoredRows.Report(renewed, ReportState.Unknown), StoredRows.Report(again, ReportState.Sent));
            await unit.CommitAsync(Cancel);
        }

        using var client = await tenant.ClientAsync();
        (await ShownAsync(client, "")).ShouldBe(new Dictionary<string, SyncBadge>
        {
            [renewed.BatchNumber] = SyncBadge.Unknown,
            [unlinked.BatchNumber] = SyncBadge.NotSynced,
            [again.BatchNumber] = SyncBadge.Pending,
        }, ignoreOrder: true);
    }

    [Theory]
    [InlineData(ReportState.Recorded, true)]
    [InlineData(ReportState.Unknown, true)]
    [InlineData(ReportState.Refused, false)]
    public async Task A_batch_on_its_way_to_metrc_is_locked_like_one_that_arrived(ReportState state, bool isLocked)
    {
        var tenant = await server.CreateTenantAsync($"On its way {state}");
        BatchRecord batch;
        await using (var unit = await tenant.BeginAsync())
        {
            batch = Add(unit, tenant, DomainType.Cannabis);
            unit.Db.Add(StoredRows.Report(batch, state));
            await unit.CommitAsync(Cancel);
        }

        using var client = await tenant.ClientAsync();
        var answer = await client.ReplaceAsync($"/api/batches/{batch.Id}", new
        {
            batchNumber = "Renamed",
            version = 1,
            plantCount = 10,
            startDate = "2026-01-15",
            sourceType = "clone",
        });
        answer.Code.ShouldBe(isLocked ? "batch.reported_field_locked" : null);
    }

    private static IEnumerable<T?> WithNone<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(value => (T?)value).Prepend(null);

    private static BatchRecord Add(TenantUnit unit, TestTenant tenant, DomainType domain)
    {
        var batch = StoredRows.Batch(tenant, domain);
        unit.Db.Add(batch);
        return batch;
    }

    private static async Task SaveAsync(TenantUnit unit, params object[] rows)
    {
        unit.Db.AddRange(rows);
        await unit.Db.SaveChangesAsync(Cancel);
    }

    private static MetrcBatchMapping Closed(BatchRecord batch)
    {
        var mapping = Mapping(batch, MappingStatus.Synced);
        mapping.ClosedAt = TimeProvider.System.GetUtcNow();
        return mapping;
    }

    private static MetrcBatchMapping Mapping(BatchRecord batch, MappingStatus status) => new()
    {
        Id = Guid.CreateVersion7(),
        SiteId = batch.SiteId,
        BatchId = batch.Id,
        MetrcBatchId = Interlocked.Increment(ref _metrcId),
        MetrcBatchName = "x",
        SyncStatus = status,
        LastSyncedAt = TimeProvider.System.GetUtcNow(),
    };

    private static long _metrcId = 1000;

    private static async Task<Dictionary<string, SyncBadge>> ShownAsync(HttpClient client, string query) =>
        (await client.ReadAsync($"/api/batches?{query}")).Json.GetProperty("items").EnumerateArray()
            .ToDictionary(item => item.GetProperty("batchNumber").GetString()!, Badge);

    private static SyncBadge Badge(JsonElement item) =>
        WireName.TryParse<SyncBadge>(item.GetProperty("metrcSyncStatus").GetString(), out var badge)
            ? badge
            : throw new InvalidOperationException(item.ToString());
}
