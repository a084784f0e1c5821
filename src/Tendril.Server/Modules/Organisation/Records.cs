using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>Who changed what, when. Added, never changed: the database role may only insert.</summary>
public sealed class AuditEntry : ITenantRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public DateTimeOffset At { get; set; }

    public Guid? ActorId { get; set; }

    public required string Actor { get; set; }

    public required string Action { get; set; }

    public required string EntityType { get; set; }

    public required string EntityId { get; set; }

    /// <summary>The site the row belongs to; null when it concerns the whole organisation.</summary>
    public Guid? SiteId { get; set; }

    /// <summary>JSON: field → [old, new].</summary>
    public required string Changes { get; set; }
}

/// <summary>Something a person should know about, shown under the bell.</summary>
public sealed class Alert : ITenantRow
{
    public Guid OrganizationId { get; set; }

    public Guid Id { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Severity { get; set; }

    public required string Code { get; set; }

    public required string Title { get; set; }

    public required string Message { get; set; }

    public required string Help { get; set; }

    public Guid? SiteId { get; set; }

    public string? Link { get; set; }

    /// <summary>What became of the mail: see <see cref="AlertMail"/>.</summary>
    public required string MailStatus { get; set; }

    public int MailAttempts { get; set; }

    /// <summary>When the mail is tried (again); while a server tries, the end of its claim.</summary>
    public DateTimeOffset? MailNextAt { get; set; }

    /// <summary>What the mail server said last.</summary>
    public string? MailError { get; set; }
}

/// <summary>One person has read one alert.</summary>
public sealed class AlertRead : ITenantRow
{
    public Guid OrganizationId { get; set; }

    public Guid AlertId { get; set; }

    public Guid UserId { get; set; }

    public DateTimeOffset ReadAt { get; set; }
}
