using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tendril.Metrc;
using Tendril.Server.Modules.Compliance.Push;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>Metrc has not answered since.</summary>
public sealed record OutageView(DateTimeOffset Since, string Message)
{
    [Description("When this server asks again; until then nothing is pulled or reported.")]
    public DateTimeOffset? NextTryAt { get; init; }
}

/// <summary>
/// Whether Metrc is silent for a site. An outage lasts from the first failure to the first answer after it, whoever got
/// that answer: a pull, a report of any server, the check of a key, or anything else that this server asked.
/// </summary>
internal static class Outages
{
    /// <param name="host">What this server knows of the host that the key is for.</param>
    public static async Task<OutageView?> NowAsync(
        TendrilDb db, MetrcCredential key, MetrcBreaker? host, DateTimeOffset now, CancellationToken cancel)
    {
        var pulls = SyncLogViews.Pulls(db).Where(row => row.SiteId == key.SiteId);
        var heard = Later(key.ValidatedAt, host?.AnsweredAt, await AnsweredPullAsync(pulls, cancel));
        var told = await FirstFailureAsync(pulls, heard, cancel);
        if (told is not null && await AnsweredReportAsync(db, key.SiteId, told.Since, cancel) is { } later)
            told = await FirstFailureAsync(pulls, later, cancel);
        if (host?.Pause is not { } pause) return told;
        return new OutageView(
            told?.Since < pause.Since ? told.Since : pause.Since, told?.Message ?? "Metrc does not answer")
        {
            // Once the pause is over, whatever comes next tries: there is no moment to name.
            NextTryAt = pause.Left(now) > TimeSpan.Zero ? pause.NextTryAt : null,
        };
    }

    // A run that was interrupted, broke, or had no key may never have come as far as Metrc.
    private static Task<DateTimeOffset?> AnsweredPullAsync(IQueryable<SyncLog> pulls, CancellationToken cancel) =>
        pulls.Where(row => row.Status == SyncStatus.Completed || row.Status == SyncStatus.Partial
                || row.ErrorCode == PullProblems.KeyRefused.Code || row.ErrorCode == PullProblems.RefusedByMetrc.Code
                || row.ErrorCode == PullProblems.RowsFailed.Code)
            .MaxAsync(row => (DateTimeOffset?)row.StartedAt, cancel);

    private static Task<OutageView?> FirstFailureAsync(
        IQueryable<SyncLog> pulls, DateTimeOffset after, CancellationToken cancel) =>
        pulls.Where(row => row.ErrorCode == PullProblems.Unavailable.Code && row.Status == SyncStatus.Failed
                && row.StartedAt > after)
            .OrderBy(row => row.StartedAt)
            .Select(row => new OutageView(row.StartedAt, row.ErrorMessage ?? "Metrc does not answer"))
            .FirstOrDefaultAsync(cancel);

    // As the breaker judges an answer: a refusal is one, a gateway's page or 5xx is none.
    private static Task<DateTimeOffset?> AnsweredReportAsync(
        TendrilDb db, Guid siteId, DateTimeOffset after, CancellationToken cancel) =>
        db.ReportOperations
            .Where(row => row.SiteId == siteId && row.Attempts > 0 && row.UpdatedAt > after)
            .Join(db.ReportEvidence, row => row.Id, said => said.OperationId, (_, said) => said)
            .Where(said => said.At > after && said.Failure == null && said.Status >= 200 && said.Status < 500
                && said.Status != 408
                && (said.ResponseBody == null || !EF.Functions.Like(said.ResponseBody.TrimStart(), "<%")))
            .MaxAsync(said => (DateTimeOffset?)said.At, cancel);

    private static DateTimeOffset Later(DateTimeOffset first, params ReadOnlySpan<DateTimeOffset?> others)
    {
        foreach (var other in others)
            if (other > first) first = other.Value;
        return first;
    }
}
