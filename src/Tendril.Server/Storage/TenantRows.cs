namespace Tendril.Server.Storage;

/// <summary>A row of one organisation; the context stamps and filters it, row-level security holds it.</summary>
public interface ITenantRow
{
    Guid OrganizationId { get; set; }
}

/// <summary>A tenant row that belongs to one site; members limited to some sites see only theirs.</summary>
public interface ISiteRow : ITenantRow
{
    Guid SiteId { get; }
}

/// <summary>A row whose every change is written to the audit log, with old and new values.</summary>
public interface IAuditedRow : ITenantRow
{
    Guid Id { get; }
}

/// <summary>A row that two people may edit at once: the older copy is refused instead of overwriting.</summary>
public interface IVersionedRow
{
    int Version { get; set; }
}

/// <summary>Both moments are set by the context; <c>CreatedAt</c> never changes again.</summary>
public interface IDatedRow
{
    DateTimeOffset CreatedAt { get; set; }

    DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A column that the audit log must not repeat.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotAuditedAttribute : Attribute;
