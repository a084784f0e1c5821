using Microsoft.EntityFrameworkCore;

namespace Tendril.Server.Modules.Organisation;

/// <summary>The organisation's own tables.</summary>
public static class OrganisationModel
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<Site>().ToTable("sites").HasKey(row => new { row.OrganizationId, row.Id });
        builder.Entity<Room>().ToTable("rooms").HasKey(row => new { row.OrganizationId, row.Id });
        builder.Entity<Pod>().ToTable("pods").HasKey(row => new { row.OrganizationId, row.Id });
        builder.Entity<Alert>().ToTable("alerts").HasKey(row => new { row.OrganizationId, row.Id });
        builder.Entity<AlertRead>().ToTable("alert_reads")
            .HasKey(row => new { row.OrganizationId, row.AlertId, row.UserId });
        // Relations are named so that rows are saved parents first.
        builder.Entity<Room>().HasOne<Site>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.SiteId });
        builder.Entity<Pod>().HasOne<Site>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.SiteId });
        builder.Entity<Pod>().HasOne<Room>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.RoomId });
        builder.Entity<Alert>().HasOne<Site>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.SiteId });
        builder.Entity<AlertRead>().HasOne<Alert>().WithMany()
            .HasForeignKey(row => new { row.OrganizationId, row.AlertId });
        var audit = builder.Entity<AuditEntry>().ToTable("audit_entries");
        audit.HasKey(row => new { row.OrganizationId, row.Id });
        audit.Property(row => row.Changes).HasColumnType("jsonb");
    }
}
