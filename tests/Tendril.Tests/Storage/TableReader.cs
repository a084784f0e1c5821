using Microsoft.EntityFrameworkCore;
using Tendril.Server.Storage;

namespace Tendril.Tests.Storage;

/// <summary>Counts a tenant's rows of one table through the application's own context.</summary>
public abstract class TableReader
{
    public abstract Task<int> CountAsync(TendrilDb db, bool filtered, Guid tenant, CancellationToken cancel);

    /// <summary>One reader for every table of the context.</summary>
    public static IReadOnlyList<TableReader> All(TendrilDb db) =>
    [
        .. db.Model.GetEntityTypes().Select(type =>
            (TableReader)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type.ClrType))!),
    ];

    private sealed class Of<TRow> : TableReader
        where TRow : class, ITenantRow
    {
        public override Task<int> CountAsync(TendrilDb db, bool filtered, Guid tenant, CancellationToken cancel)
        {
            var rows = filtered ? db.Set<TRow>() : db.Set<TRow>().IgnoreQueryFilters();
            return rows.CountAsync(row => row.OrganizationId == tenant, cancel);
        }

        public override string ToString() => typeof(TRow).Name;
    }
}
