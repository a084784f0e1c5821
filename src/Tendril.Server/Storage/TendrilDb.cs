using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Modules.Compliance;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Modules.Cultivation;
using Tendril.Server.Modules.Inventory;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Sync;

namespace Tendril.Server.Storage;

/// <summary>
/// The tenant tables as one organisation sees them. Outside a transaction opened for a tenant it sees nothing.
/// </summary>
public sealed class TendrilDb(
    DbContextOptions<TendrilDb> options, TenantScope scope, TimeProvider time, IdSource ids) : DbContext(options)
{
    public TenantScope Scope => scope;

    // Query filters may only read members of the context, so the scope's parts are spelled out here.
    public Guid OrganizationId => scope.OrganizationId;

    public bool SeesAllSites => scope.SiteIds is null;

    public IReadOnlyList<Guid> SiteIds => scope.SiteIds ?? [];

    public DbSet<Site> Sites => Set<Site>();

    public DbSet<Room> Rooms => Set<Room>();

    public DbSet<Pod> Pods => Set<Pod>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<Alert> Alerts => Set<Alert>();

    public DbSet<AlertRead> AlertReads => Set<AlertRead>();

    public DbSet<MetrcCredential> MetrcCredentials => Set<MetrcCredential>();

    public DbSet<SyncLog> SyncLogs => Set<SyncLog>();

    public DbSet<MetrcObject> MetrcObjects => Set<MetrcObject>();

    public DbSet<MetrcWatermark> MetrcWatermarks => Set<MetrcWatermark>();

    public DbSet<MetrcBatchMapping> MetrcBatchMappings => Set<MetrcBatchMapping>();

    public DbSet<MetrcPackageMapping> MetrcPackageMappings => Set<MetrcPackageMapping>();

    public DbSet<MetrcStrainMapping> MetrcStrainMappings => Set<MetrcStrainMapping>();

    public DbSet<PullSchedule> PullSchedules => Set<PullSchedule>();

    public DbSet<ReportOperation> ReportOperations => Set<ReportOperation>();

    public DbSet<ReportEvidence> ReportEvidence => Set<ReportEvidence>();

    public DbSet<Cultivar> Cultivars => Set<Cultivar>();

    public DbSet<Batch> Batches => Set<Batch>();

    public DbSet<BatchStageEvent> BatchStageEvents => Set<BatchStageEvent>();

    public DbSet<BatchCountEvent> BatchCountEvents => Set<BatchCountEvent>();

    public DbSet<PodAssignment> PodAssignments => Set<PodAssignment>();

    public DbSet<Lot> Lots => Set<Lot>();

    public DbSet<Device> Devices => Set<Device>();

    public DbSet<StockMovement> StockMovements => Set<StockMovement>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        OrganisationModel.Configure(modelBuilder);
        CultivationModel.Configure(modelBuilder);
        InventoryModel.Configure(modelBuilder);
        ComplianceModel.Configure(modelBuilder);
        PushModel.Configure(modelBuilder);
        SyncModel.Configure(modelBuilder);

        modelBuilder.UseSnakeCase();
        modelBuilder.UseSqlFunctions();
        foreach (var type in modelBuilder.Model.GetEntityTypes().Select(entity => entity.ClrType).ToList())
            FilterMethod.MakeGenericMethod(type).Invoke(this, [modelBuilder]);
        modelBuilder.Entity<Site>().HasQueryFilter("site", site => SeesAllSites || SiteIds.Contains(site.Id));
        // Rows that may concern the whole organisation: then every member reads them.
        modelBuilder.Entity<Alert>().HasQueryFilter(
            "site", alert => SeesAllSites || alert.SiteId == null || SiteIds.Contains(alert.SiteId.Value));
        modelBuilder.Entity<AuditEntry>().HasQueryFilter(
            "site", entry => SeesAllSites || entry.SiteId == null || SiteIds.Contains(entry.SiteId.Value));
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken =
        default)
    {
        new RowStamps(scope, time, ids).Apply(this);
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    private static readonly System.Reflection.MethodInfo FilterMethod =
        ((Expression<Action<TendrilDb>>)(db => db.Filter<Site>(null!))).Body is MethodCallExpression call
            ? call.Method.GetGenericMethodDefinition()
            : throw new InvalidOperationException("Filter is a method.");

    private void Filter<TRow>(ModelBuilder builder)
        where TRow : class
    {
        if (!typeof(ITenantRow).IsAssignableFrom(typeof(TRow)))
            throw new InvalidOperationException(
                $"{typeof(TRow).Name} has no organisation; it does not belong in this context.");
        var entity = builder.Entity<TRow>();
        entity.HasQueryFilter("tenant", row => ((ITenantRow)row).OrganizationId == OrganizationId);
        if (typeof(ISiteRow).IsAssignableFrom(typeof(TRow)))
            entity.HasQueryFilter("site", row => SeesAllSites || SiteIds.Contains(((ISiteRow)row).SiteId));
    }
}
