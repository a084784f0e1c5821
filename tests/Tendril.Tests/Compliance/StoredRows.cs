using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;
using Tendril.Server.Modules.Compliance;
using Tendril.Tests.Support;
using BatchRow = Tendril.Server.Modules.Cultivation.Batch;
using ReportOperation = Tendril.Server.Modules.Compliance.Push.ReportOperation;

namespace Tendril.Tests.Compliance;

/// <summary>Rows as pulls and pushes leave them, for tests of what is made of them.</summary>
internal static class StoredRows
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static BatchRow Batch(TestTenant tenant, DomainType domain = DomainType.Cannabis) => new()
    {
        Id = Guid.CreateVersion7(),
        SiteId = tenant.SiteId,
        BatchNumber = $"B-{Guid.CreateVersion7():N}",
        DomainType = domain,
        SourceType = SourceType.Clone,
        PlantCount = 10,
        StartDate = new DateOnly(2026, 1, 15),
    };

    /// <summary>Due in fifty years, so that the server's own reporter leaves it alone.</summary>
    public static ReportOperation Report(BatchRow batch, ReportState state) =>
        Report(batch.SiteId, batch.Id, state);

    /// <summary>As above, of a batch that need not be there.</summary>
    public static ReportOperation Report(Guid siteId, Guid batchId, ReportState state, Guid? id = null) => new()
    {
        Id = id ?? Guid.CreateVersion7(),
        SiteId = siteId,
        Kind = ReportOperation.CreatePlantBatch,
        EntityType = "batch",
        EntityId = batchId,
        EntityName = "B",
        Payload = "{}",
        PayloadHash = "x",
        MatchKey = "x",
        State = state,
        NextAttemptAt = Now.AddYears(50),
        ConfirmedWarnings = "[]",
        CreatedBy = "Test",
    };

    /// <summary>A plant batch in the mirror.</summary>
    public static MetrcObject PlantBatch(TestTenant tenant, long id, string name) => new()
    {
        SiteId = tenant.SiteId,
        Kind = MirrorKind.PlantBatches,
        MetrcId = id,
        Name = name,
        List = "active",
        Active = true,
        Payload = "{}",
        FirstSeenAt = Now,
        ChangedAt = Now,
    };
}
