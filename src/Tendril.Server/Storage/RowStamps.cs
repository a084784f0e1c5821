using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Tendril.Domain;
using Tendril.Server.Modules.Organisation;

namespace Tendril.Server.Storage;

/// <summary>
/// What every saved row gets, in one place so that no handler can forget it: tenant, moments, version, audit.
/// </summary>
public sealed class RowStamps(TenantScope scope, TimeProvider time, IdSource ids)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public void Apply(DbContext db)
    {
        var now = time.GetUtcNow();
        List<AuditEntry> audit = [];
        foreach (var entry in db.ChangeTracker.Entries().ToList())
        {
            if (entry.State is EntityState.Unchanged or EntityState.Detached) continue;
            if (entry.Entity is ITenantRow row) Own(row, entry);
            if (entry.Entity is IDatedRow dated) Date(dated, entry, now);
            if (entry.Entity is IVersionedRow versioned && entry.State == EntityState.Modified) versioned.Version++;
            if (entry.Entity is IAuditedRow audited && Describe(entry, audited, now) is { } line) audit.Add(line);
        }
        db.AddRange(audit);
    }

    private void Own(ITenantRow row, EntityEntry entry)
    {
        if (scope.OrganizationId == Guid.Empty) throw new InvalidOperationException("No organisation to write for.");
        if (entry.State == EntityState.Added && row.OrganizationId == Guid.Empty) row.OrganizationId =
            scope.OrganizationId;
        if (row.OrganizationId != scope.OrganizationId)
            throw new InvalidOperationException("A row of another organisation reached the save.");
        if (entry is { State: EntityState.Added, Entity: ISiteRow site } && !scope.MaySee(site.SiteId))
            throw new InvalidOperationException("A row of a site outside the caller's reach came to the save.");
    }

    private static void Date(IDatedRow row, EntityEntry entry, DateTimeOffset now)
    {
        if (entry.State == EntityState.Added) row.CreatedAt = now;
        row.UpdatedAt = now;
    }

    private AuditEntry? Describe(EntityEntry entry, IAuditedRow row, DateTimeOffset now)
    {
        var changes = new Dictionary<string, object?[]>(StringComparer.Ordinal);
        foreach (var property in entry.Properties.Where(IsTold))
        {
            var before = entry.State == EntityState.Added ? null : property.OriginalValue;
            var after = entry.State == EntityState.Deleted ? null : property.CurrentValue;
            if (!Equals(before, after)) changes[SnakeCase.Of(property.Metadata.Name)] = [before, after];
        }
        if (changes.Count == 0) return null;
        return new AuditEntry
        {
            OrganizationId = scope.OrganizationId,
            Id = ids.Next(),
            At = now,
            ActorId = scope.UserId,
            Actor = scope.Actor,
            Action = entry.State switch
            {
                EntityState.Added => "created",
                EntityState.Deleted => "deleted",
                _ => "updated",
            },
            EntityType = SnakeCase.Of(entry.Metadata.ClrType.Name),
            EntityId = row.Id.ToString(),
            SiteId = row switch { ISiteRow own => own.SiteId, Site site => site.Id, _ => null },
            Changes = JsonSerializer.Serialize(changes, Json),
        };
    }

    private static bool IsTold(PropertyEntry property) =>
        property.Metadata.Name is not (nameof(ITenantRow.OrganizationId) or nameof(IDatedRow.UpdatedAt)
            or nameof(IDatedRow.CreatedAt) or nameof(IVersionedRow.Version))
        && property.Metadata.PropertyInfo?.GetCustomAttribute<NotAuditedAttribute>() is null;
}
