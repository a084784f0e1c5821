using Microsoft.EntityFrameworkCore;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Inventory;

/// <summary>Tables of what is in stock.</summary>
public static class InventoryModel
{
    public static void Configure(ModelBuilder builder)
    {
        var lots = builder.Entity<Lot>().ToTable("lots");
        lots.HasKey(row => new { row.OrganizationId, row.Id });
        lots.Property(row => row.Version).IsConcurrencyToken();
        lots.Property(row => row.Quantity).HasColumnType("numeric").ValueGeneratedOnAddOrUpdate();
        lots.Property(row => row.FindText).ValueGeneratedOnAddOrUpdate();
        lots.Property(row => row.Status).HasWireName();
        lots.HasOne<Site>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.SiteId });
        lots.HasOne<Room>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.RoomId });

        var movements = builder.Entity<StockMovement>().ToTable("stock_movements");
        movements.HasKey(row => new { row.OrganizationId, row.Id });
        movements.Property(row => row.Kind).HasWireName();
        movements.Property(row => row.Quantity).HasColumnType("numeric");
        movements.HasOne<Lot>().WithMany().HasForeignKey(row => new { row.OrganizationId, row.LotId });
    }
}
