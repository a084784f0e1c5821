using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>Tables of what is grown.</summary>
public static class CultivationModel
{
    public static void Configure(ModelBuilder builder)
    {
        var cultivars = builder.Entity<Cultivar>().ToTable("cultivars");
        cultivars.HasKey(row => new { row.OrganizationId, row.Id });
        cultivars.Property(row => row.Version).IsConcurrencyToken();
        ConfigureBatches(builder.Entity<Batch>().ToTable("batches"));

        var pods = builder.Entity<PodAssignment>().ToTable("pod_assignments");
        pods.HasKey(row => new { row.OrganizationId, row.Id });
        pods.HasOne<Batch>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.BatchId });
        pods.HasOne<Pod>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.PodId });

        var stages = builder.Entity<BatchStageEvent>().ToTable("batch_stage_events");
        stages.HasKey(row => new { row.OrganizationId, row.Id });
        stages.HasOne<Batch>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.BatchId });

        var counts = builder.Entity<BatchCountEvent>().ToTable("batch_count_events");
        counts.HasKey(row => new { row.OrganizationId, row.Id });
        counts.HasOne<Batch>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.BatchId });
    }

    private static void ConfigureBatches(EntityTypeBuilder<Batch> batches)
    {
        batches.HasKey(row => new { row.OrganizationId, row.Id });
        batches.Property(row => row.Version).IsConcurrencyToken();
        batches.Property(row => row.UntrackedCount).ValueGeneratedOnAddOrUpdate();
        batches.Property(row => row.DomainType).HasWireName();
        batches.Property(row => row.SourceType).HasWireName();
        batches.Property(row => row.Stage).HasWireName();
        batches.Property(row => row.Status).HasWireName();
        batches.Property(row => row.ParentRelationship).HasWireName();
        batches.HasOne<Site>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.SiteId });
        batches.HasOne<Cultivar>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.CultivarId });
        batches.HasOne<Batch>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.ParentBatchId });
    }
}
