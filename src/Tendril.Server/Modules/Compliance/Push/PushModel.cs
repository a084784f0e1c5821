using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Server.Modules.Organisation;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>The ledger's tables.</summary>
public static class PushModel
{
    public static void Configure(ModelBuilder builder)
    {
        var operation = builder.Entity<ReportOperation>().ToTable("report_operations");
        operation.HasKey(row => new { row.OrganizationId, row.Id });
        operation.Property(row => row.Payload).HasColumnType("jsonb");
        operation.Property(row => row.ConfirmedWarnings).HasColumnType("jsonb");
        operation.Property(row => row.Differences).HasColumnType("jsonb");
        operation.Property(row => row.AcceptedDifferences).HasColumnType("jsonb");
        operation.Property(row => row.State).HasConversion(state => WireName.Of(state), text => Parse(text));
        // A worker whose lease another one took over saves nothing.
        operation.Property(row => row.Fence).IsConcurrencyToken();
        operation.HasOne<Site>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.SiteId });

        var evidence = builder.Entity<ReportEvidence>().ToTable("report_evidence");
        evidence.HasKey(row => new { row.OrganizationId, row.Id });
        evidence.HasOne<ReportOperation>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.OperationId });
    }

    private static ReportState Parse(string text) =>
        WireName.TryParse<ReportState>(text, out var state)
            ? state
            : throw new InvalidOperationException($"\"{text}\" is no state of a report operation.");
}
