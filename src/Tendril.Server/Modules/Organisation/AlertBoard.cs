using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>How urgent an alert is. Notices are shown only; the others are mailed too.</summary>
public enum AlertSeverity { Critical, Warning, Notice }

/// <summary>Something a person should know about.</summary>
/// <param name="Code">Stable, <c>area.reason</c>; with the site and link it says what the same alert is.</param>
/// <param name="SiteId">Null when it concerns the whole organisation.</param>
/// <param name="Link">Where in the app it is mended, such as <c>/compliance</c>.</param>
public sealed record NewAlert(
    string Code, AlertSeverity Severity, string Title, string Message, string Help, Guid? SiteId = null,
    string? Link = null);

/// <summary>What became of an alert's mail.</summary>
public static class AlertMail
{
    public const string NotWanted = "not_wanted";
    public const string NotConfigured = "not_configured";
    public const string NoRecipient = "no_recipient";
    public const string Pending = "pending";
    public const string Sent = "sent";
    public const string Failed = "failed";
}

/// <summary>Raises alerts inside the unit of work that found the reason, so that both are kept or neither.</summary>
public sealed class AlertBoard(MailSettings mail, IdSource ids, TimeProvider time)
{
    /// <summary>
    /// Adds the alert, or refreshes the same one (code, site, link) while nobody has read it: a trouble that repeats
    /// every hour is one line and one mail until somebody has seen it. The mail is sent after the commit.
    /// </summary>
    public async Task<Alert> RaiseAsync(TendrilDb db, NewAlert wanted, CancellationToken cancel)
    {
        // Two runs that find the same trouble at once must not both add it. Ends with the transaction.
        var same = $"{db.OrganizationId}:{wanted.Code}:{wanted.SiteId}:{wanted.Link}";
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({same}, 0))", cancel);
        var alert = await db.Alerts
            .Where(row => row.Code == wanted.Code && row.SiteId == wanted.SiteId && row.Link == wanted.Link)
            .Where(row => !db.AlertReads.Any(read => read.AlertId == row.Id))
            .OrderByDescending(row => row.At).FirstOrDefaultAsync(cancel);
        if (alert is null)
        {
            alert = New(wanted);
            db.Alerts.Add(alert);
        }
        var worse = wanted.Severity < Severity(alert);
        alert.At = time.GetUtcNow();
        alert.Severity = WireName.Of(wanted.Severity);
        (alert.Title, alert.Message, alert.Help) = (wanted.Title, wanted.Message, wanted.Help);
        if (worse) QueueMail(alert, wanted.Severity);
        await db.SaveChangesAsync(cancel);
        return alert;
    }

    private Alert New(NewAlert wanted)
    {
        var alert = new Alert
        {
            Id = ids.Next(),
            At = time.GetUtcNow(),
            Severity = WireName.Of(wanted.Severity),
            Code = wanted.Code,
            Title = wanted.Title,
            Message = wanted.Message,
            Help = wanted.Help,
            SiteId = wanted.SiteId,
            Link = wanted.Link,
            MailStatus = AlertMail.NotWanted,
        };
        QueueMail(alert, wanted.Severity);
        return alert;
    }

    private void QueueMail(Alert alert, AlertSeverity severity)
    {
        if (severity == AlertSeverity.Notice) return;
        alert.MailStatus = mail.IsConfigured ? AlertMail.Pending : AlertMail.NotConfigured;
        alert.MailNextAt = mail.IsConfigured ? time.GetUtcNow() : null;
        alert.MailAttempts = 0;
    }

    private static AlertSeverity Severity(Alert alert) =>
        WireName.TryParse<AlertSeverity>(alert.Severity, out var severity) ? severity : AlertSeverity.Notice;
}
