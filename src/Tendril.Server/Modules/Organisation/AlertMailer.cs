using System.Net.Mail;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tendril.Domain;
using Tendril.Domain.Organisation;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <summary>
/// Sends the mails that committed alerts wait with. The queue is the alerts table, so it survives a restart; a claim of
/// five minutes keeps two servers from sending one mail. A server that dies between sending and noting it sends again,
/// with the same Message-ID. A mail server that fails never touches the work: the mail waits, then is given up and the
/// alert says so.
/// </summary>
public sealed class AlertMailer(
    MailSettings settings, TenantUnits units, IServiceScopeFactory scopes,
    [FromKeyedServices("system")] NpgsqlDataSource system, TimeProvider time, ILogger<AlertMailer> log)
        : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // After each failed try; after the last one the mail is given up.
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
            TimeSpan.FromHours(4)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.IsConfigured) return;
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do await LookAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            log.LogDebug("The mailer stops");
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            await SendDueAsync(cancel);
        }
        catch (Exception trouble) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning(trouble, "Waiting mails could not be looked at; trying again");
        }
    }

    /// <summary>Tries every mail that is due now.</summary>
    public async Task SendDueAsync(CancellationToken cancel)
    {
        foreach (var organization in await OrganizationsAsync(cancel))
        {
            while (await ClaimAsync(organization, cancel) is { } alert)
                await NoteAsync(alert, await TryAsync(alert, cancel), cancel);
        }
    }

    private async Task<List<Guid>> OrganizationsAsync(CancellationToken cancel)
    {
        await using var command = system.CreateCommand("SELECT * FROM tendril.organizations_with_mail($1)");
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<Guid> found = [];
        while (await reader.ReadAsync(cancel)) found.Add(reader.GetGuid(0));
        return found;
    }

    private async Task<Alert?> ClaimAsync(Guid organization, CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(TenantScope.Server(organization), cancel);
        var now = time.GetUtcNow();
        var alert = await unit.Db.Alerts.FromSql(
                $"""
                SELECT * FROM alerts WHERE mail_status = 'pending' AND mail_next_at <= {now}
                ORDER BY mail_next_at LIMIT 1 FOR UPDATE SKIP LOCKED
                """)
            .FirstOrDefaultAsync(cancel);
        if (alert is null) return null;
        alert.MailAttempts++;
        alert.MailNextAt = now + Claim;
        await unit.CommitAsync(cancel);
        return alert;
    }

    private async Task<MailOutcome> TryAsync(Alert alert, CancellationToken cancel)
    {
        var recipients = await RecipientsAsync(alert, cancel);
        if (recipients.Count == 0) return new(AlertMail.NoRecipient, null);
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            using var message = AlertMessage.Write(alert, settings.From!, recipients);
            using var client = settings.Open();
            await client.SendMailAsync(message, both.Token);
            return new(AlertMail.Sent, null);
        }
        catch (SmtpFailedRecipientException refused) when (FailedCount(refused) < recipients.Count)
        {
            return new(AlertMail.Sent, $"Some recipients were refused: {refused.Message}");
        }
        catch (Exception failed) when (failed is SmtpException or IOException
            or System.Security.Authentication.AuthenticationException
            || (failed is OperationCanceledException && patience.IsCancellationRequested))
        {
            log.LogWarning(failed, "The mail of alert {Alert} was not sent by {Server} (try {Attempt})", alert.Id,
                settings, alert.MailAttempts);
            return new(AlertMail.Failed, failed is OperationCanceledException
                ? "The mail server did not answer in time." : Reason(failed));
        }
    }

    private async Task NoteAsync(Alert alert, MailOutcome outcome, CancellationToken cancel)
    {
        var again = outcome.Status == AlertMail.Failed && alert.MailAttempts <= Waits.Length;
        var status = again ? AlertMail.Pending : outcome.Status;
        DateTimeOffset? next = again ? time.GetUtcNow() + Waits[alert.MailAttempts - 1] : null;
        await using var unit = await units.BeginAsync(TenantScope.Server(alert.OrganizationId), cancel);
        // Only this try's claim: the alert may have become worse meanwhile and wait for another mail.
        await unit.Db.Alerts.Where(row => row.Id == alert.Id && row.MailAttempts == alert.MailAttempts)
            .ExecuteUpdateAsync(
            set => set.SetProperty(row => row.MailStatus, status).SetProperty(row => row.MailNextAt, next)
                .SetProperty(row => row.MailError, outcome.Error),
            cancel);
        await unit.CommitAsync(cancel);
    }

    private async Task<List<string>> RecipientsAsync(Alert alert, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var access = scope.ServiceProvider.GetRequiredService<AccessDb>();
        string[] roles = [WireName.Of(Role.OrgAdmin), WireName.Of(Role.ComplianceQa)];
        return await access.Memberships
            .Where(seat => seat.OrganizationId == alert.OrganizationId && seat.Active && roles.Contains(seat.Role))
            .Where(seat => alert.SiteId == null || seat.SiteIds == null || seat.SiteIds.Contains(alert.SiteId.Value))
            .Join(access.Users, seat => seat.UserId, user => user.Id, (_, user) => user.Email!)
            .Order().ToListAsync(cancel);
    }

    private static int FailedCount(SmtpFailedRecipientException refused) =>
        refused is SmtpFailedRecipientsException many ? many.InnerExceptions.Length : 1;

    private static string Reason(Exception failed) =>
        failed.InnerException is { } inner ? $"{failed.Message} {inner.Message}" : failed.Message;

    private sealed record MailOutcome(string Status, string? Error);
}
