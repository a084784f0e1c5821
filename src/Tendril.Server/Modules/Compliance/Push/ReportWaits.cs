using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>
/// Says so when reports of a site wait for long, as in an outage of Metrc or without a key: one line and one mail per
/// site, not one per report or try.
/// </summary>
public sealed class ReportWaits(AlertBoard alerts, ReporterOptions options)
{
    public static readonly ProblemCode Waiting = new(
        "report.waiting", "Reports to Metrc have been waiting for long; none is lost, and none was sent twice.",
        "Tendril keeps trying by itself. See under Reports to Metrc what it waits for, and whether Metrc is down.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Waiting];

    /// <summary>Stages the alert in the transaction of a step after which the operation still waits.</summary>
    public async Task TellAsync(TendrilDb db, ReportOperation operation, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - options.TellAfter;
        if (operation.CreatedAt > since || operation.Error is not { } why || !IsWaiting(operation.State)) return;
        if (await WasReadTodayAsync(db, operation.SiteId, now, cancel)) return;
        var more = await db.ReportOperations.CountAsync(
            row => row.SiteId == operation.SiteId && row.Id != operation.Id && row.CreatedAt <= since
                && (row.State == ReportState.Recorded || row.State == ReportState.Unknown
                    || row.State == ReportState.Confirmed), cancel);
        var others = more == 0 ? "" : $" and {more} more";
        await alerts.RaiseAsync(
            db,
            new NewAlert(
                Waiting.Code, AlertSeverity.Warning, "Reports to Metrc are waiting",
                $"Batch {operation.EntityName}{others}, since {operation.CreatedAt:yyyy-MM-dd HH:mm} UTC: {why}",
                Waiting.Remedy, operation.SiteId, "/compliance/operations"),
            cancel);
    }

    private static bool IsWaiting(ReportState state) =>
        state is ReportState.Recorded or ReportState.Unknown or ReportState.Confirmed;

    // Whoever has read it knows; the same trouble is told again a day later.
    private static Task<bool> WasReadTodayAsync(
        TendrilDb db, Guid siteId, DateTimeOffset now, CancellationToken cancel)
    {
        var yesterday = now.AddDays(-1);
        return db.Alerts.AnyAsync(
            row => row.Code == Waiting.Code && row.SiteId == siteId && row.At > yesterday
                && db.AlertReads.Any(read => read.AlertId == row.Id), cancel);
    }
}
