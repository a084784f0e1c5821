using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Jobs;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>
/// Keeps each type's schedule: when it runs next, how the last runs went, and when people must hear of it.
/// </summary>
public sealed class ScheduleBook(TenantUnits units, AlertBoard alerts, IdSource ids, TimeProvider time)
{
    /// <summary>So many failures in a row raise an alert.</summary>
    public const int FailuresUntilAlert = 3;

    /// <summary>Writes how types of a run ended and when they run next.</summary>
    internal async Task NoteAsync(
        PullOrder order, SiteLease lease, IReadOnlyList<TypeResult> results, CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(order.Scope, cancel);
        await lease.AssertAsync(unit, cancel);
        var site = await unit.Db.Sites.SingleAsync(row => row.Id == order.SiteId, cancel);
        var rows = await EnsureAsync(unit.Db, order.SiteId, cancel);
        foreach (var result in results) await NoteAsync(unit.Db, site, rows[result.Type.Name], result, cancel);
        await unit.CommitAsync(cancel);
    }

    /// <summary>The site's schedules, made with the standard interval where there are none yet.</summary>
    public async Task<IReadOnlyDictionary<string,
        PullSchedule>> EnsureAsync(TendrilDb db, Guid siteId, CancellationToken cancel)
    {
        var rows = await db.PullSchedules.Where(row => row.SiteId == siteId)
            .ToDictionaryAsync(row => row.SyncType, cancel);
        foreach (var type in PullTypes.All.Where(type => !rows.ContainsKey(type.Name)))
        {
            var row = new PullSchedule
            {
                Id = ids.Next(),
                SiteId = siteId,
                SyncType = type.Name,
                NextRunAt = time.GetUtcNow()
            };
            db.PullSchedules.Add(row);
            rows[type.Name] = row;
        }
        return rows;
    }

    /// <summary>Sooner than the interval after a failure, and later with each further one.</summary>
    public static TimeSpan PauseAfter(int failures, TimeSpan interval)
    {
        var pause = TimeSpan.FromMinutes(Math.Pow(2, Math.Min(failures, 12) - 1));
        return pause < interval ? pause : interval;
    }

    private async Task NoteAsync(TendrilDb db, Site site, PullSchedule row, TypeResult result, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var interval = TimeSpan.FromMinutes(row.IntervalMinutes);
        row.LastRunAt = now;
        row.LastLogId = result.LogId;
        // Single rows that cannot be read are told in the log; the pull as such works.
        var failed = result.Status == SyncStatus.Failed
            || (result.Status == SyncStatus.Partial && result.Problem?.Code != PullProblems.RowsFailed.Code);
        if (!failed)
        {
            (row.ConsecutiveFailures, row.AlertedAt, row.LastCompletedAt) = (0, null, now);
            row.NextRunAt = now + interval;
            return;
        }
        row.ConsecutiveFailures++;
        row.NextRunAt = now + PauseAfter(row.ConsecutiveFailures, interval);
        if (row.ConsecutiveFailures < FailuresUntilAlert || row.AlertedAt is not null) return;
        row.AlertedAt = now;
        await alerts.RaiseAsync(db, AlertOf(site, row, result.Problem), cancel);
    }

    private static readonly ProblemCode Failing = new(
        "pull.failing", "Several pulls of one type in a row failed at a site.",
        "Open the compliance dashboard and look at the last sync log.");

    public static readonly IReadOnlyList<ProblemCode> Codes = [Failing];

    private static NewAlert AlertOf(Site site, PullSchedule row, Problem? problem) => new(
        Failing.Code, AlertSeverity.Warning,
        $"Pulling {row.SyncType.Replace('_', ' ')} fails at {site.Name}",
        $"{row.ConsecutiveFailures} pulls in a row failed. The last said: {problem?.Message ?? "nothing"}",
        problem?.Help ?? Failing.Remedy,
        site.Id, "/compliance");
}
