using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Organisation;

/// <param name="Mail">not_wanted, not_configured, no_recipient, pending, sent or failed.</param>
/// <param name="ReadAt">When the caller read it.</param>
public sealed record AlertView(
    Guid Id, DateTimeOffset At, AlertSeverity Severity, string Code, string Title, string Message, string Help,
    Guid? SiteId,
    string? Link, string Mail, DateTimeOffset? ReadAt)
{
    public static AlertView Of(Alert row, DateTimeOffset? readAt) => new(
        row.Id, row.At, WireName.TryParse<AlertSeverity>(row.Severity, out var severity) ? severity
        : AlertSeverity.Notice,
        row.Code, row.Title, row.Message, row.Help + MailWords(row), row.SiteId, row.Link, row.MailStatus, readAt);

    private static string MailWords(Alert row) => row.MailStatus switch
    {
        AlertMail.NotConfigured =>
            " No mail was sent: no mail server is set up (TENDRIL__SMTP__HOST and TENDRIL__SMTP__FROM).",
        AlertMail.NoRecipient => " No mail was sent: no active org_admin or compliance_qa member has this site.",
        AlertMail.Failed => $" No mail was sent: the mail server did not take it. {row.MailError}",
        _ => "",
    };
}

/// <summary>A page of alerts, with how many the caller has not read.</summary>
public sealed record AlertPage(IReadOnlyList<AlertView> Items, int Total, int? Next, int Unread);

/// <summary>Lists alerts, newest first.</summary>
public static class GetAlerts
{
    public static void Map(RouteGroupBuilder alerts) => alerts.MapGet("/", ListAsync).NeedsSignIn()
        .WithSummary("Alerts of your sites, newest first").Produces<AlertPage>();

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery list, bool? unread, Guid? siteId, TendrilDb db, Caller caller,
        CancellationToken cancel)
    {
        var open = db.Alerts.AsNoTracking().Unread(db, caller.UserId);
        var rows = unread == true ? open : db.Alerts.AsNoTracking();
        if (siteId is { } site) rows = rows.Where(row => row.SiteId == site);
        if (list.Pattern is { } like)
            rows = rows.Where(row => EF.Functions.ILike(row.Title, like, ListQuery.Escape)
                || EF.Functions.ILike(row.Message, like, ListQuery.Escape));
        var page = await rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id)
            .ShapedPageAsync(list, db, caller.UserId, cancel);
        return TypedResults.Ok(new AlertPage(page.Items, page.Total, page.Next, await open.CountAsync(cancel)));
    }

    /// <summary>Alerts this person has not read.</summary>
    public static IQueryable<Alert> Unread(this IQueryable<Alert> rows, TendrilDb db, Guid userId) =>
        rows.Where(row => !db.AlertReads.Any(read => read.AlertId == row.Id && read.UserId == userId));

    /// <summary>One page with when this person read each.</summary>
    public static Task<ListPage<AlertView>> ShapedPageAsync(
        this IQueryable<Alert> rows, ListQuery list, TendrilDb db, Guid userId, CancellationToken cancel) =>
        rows.PageAsync(
            list,
            row => AlertView.Of(row, db.AlertReads.Where(read => read.AlertId == row.Id && read.UserId == userId)
                .Select(read => (DateTimeOffset?)read.ReadAt).FirstOrDefault()),
            cancel);
}
