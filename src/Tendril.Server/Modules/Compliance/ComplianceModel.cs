using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tendril.Domain;
using Tendril.Server.Modules.Organisation;

namespace Tendril.Server.Modules.Compliance;

/// <summary>The tables of compliance.</summary>
public static class ComplianceModel
{
    public static void Configure(ModelBuilder builder)
    {
        var credential = builder.Entity<MetrcCredential>().ToTable("metrc_credentials");
        credential.HasKey(row => new { row.OrganizationId, row.Id });
        credential.HasOne<Site>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.SiteId });

        var log = builder.Entity<SyncLog>().ToTable("compliance_sync_logs");
        log.HasKey(row => new { row.OrganizationId, row.Id });
        log.HasOne<Site>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.SiteId });
        log.Property(row => row.Errors).HasColumnType("jsonb");
        log.Property(row => row.ResponsePayload).HasColumnType("jsonb");
        AsWord(log.Property(row => row.Direction));
        AsWord(log.Property(row => row.Operation));
        AsWord(log.Property(row => row.Status));

        var mirrored = builder.Entity<MetrcObject>().ToTable("metrc_objects");
        mirrored.HasKey(row => new { row.OrganizationId, row.SiteId, row.Kind, row.MetrcId });
        mirrored.Property(row => row.Payload).HasColumnType("jsonb");
        mirrored.Property(row => row.FindText).ValueGeneratedOnAddOrUpdate();
        builder.Entity<MetrcWatermark>().ToTable("metrc_watermarks")
            .HasKey(row => new { row.OrganizationId, row.SiteId, row.List });

        Mapping(builder.Entity<MetrcBatchMapping>().ToTable("metrc_batch_mappings"));
        Mapping(builder.Entity<MetrcStrainMapping>().ToTable("metrc_strain_mappings"));
        var package = builder.Entity<MetrcPackageMapping>().ToTable("metrc_package_mappings");
        Mapping(package);
        package.Property(row => row.Conflict).HasColumnType("jsonb");

        var schedule = builder.Entity<PullSchedule>().ToTable("pull_schedules");
        schedule.HasKey(row => new { row.OrganizationId, row.Id });
        schedule.HasOne<Site>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.SiteId });
    }

    /// <summary>An enum as its snake_case word, as on the wire.</summary>
    public static void AsWord<T>(PropertyBuilder<T> property)
        where T : struct, Enum =>
        property.HasConversion(value => WireName.Of(value), text => Read<T>(text));

    private static void Mapping<T>(EntityTypeBuilder<T> mapping)
        where T : MetrcMapping
    {
        mapping.HasKey(row => new { row.OrganizationId, row.Id });
        AsWord(mapping.Property(row => row.SyncStatus));
    }

    private static T Read<T>(string text)
        where T : struct, Enum =>
        WireName.TryParse<T>(text, out var value)
            ? value
            : throw new InvalidOperationException($"The database holds \"{text}\", which is no {typeof(T).Name}.");
}
