using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>One type on the dashboard.</summary>
public sealed record TypeView(string SyncType, bool Enabled, int IntervalMinutes, int ConsecutiveFailures)
{
    public DateTimeOffset? NextRunAt { get; init; }

    public DateTimeOffset? LastRunAt { get; init; }

    public SyncStatus? LastStatus { get; init; }

    public DateTimeOffset? LastCompletedAt { get; init; }

    public int? LastProcessed { get; init; }

    public string? LastError { get; init; }

    [Description("Objects of this type that Metrc has, as far as we know.")]
    public int Rows { get; init; }
}

/// <summary>Reads the types of a site with their schedules and last runs.</summary>
public static class TypeViews
{
    public static async Task<IReadOnlyList<TypeView>> OfSiteAsync(
        TendrilDb db, Guid siteId, bool hasKey, CancellationToken cancel)
    {
        var schedules = await db.PullSchedules.AsNoTracking().Where(row => row.SiteId == siteId)
            .ToDictionaryAsync(row => row.SyncType, cancel);
        var counts = await db.MetrcObjects.Where(row => row.SiteId == siteId && row.GoneAt == null)
            .GroupBy(row => row.Kind).Select(kind => new { kind.Key, Count = kind.Count() })
            .ToDictionaryAsync(kind => kind.Key, kind => kind.Count, cancel);
        var lastIds = schedules.Values.Select(row => row.LastLogId).ToList();
        var last = await db.SyncLogs.AsNoTracking().Where(row => lastIds.Contains(row.Id))
            .Select(row => new { row.Id, row.Status, row.Processed, row.ErrorMessage })
            .ToDictionaryAsync(row => row.Id, cancel);
        return [.. PullTypes.All.Select(type =>
        {
            var row = schedules.GetValueOrDefault(type.Name);
            var log = row?.LastLogId is { } id ? last.GetValueOrDefault(id) : null;
            var kinds = type.Lists.Select(list => list.Kind)
                .Where(kind => kind is not (MirrorKind.LocationTypes or MirrorKind.TransferredPackages))
                .Distinct(StringComparer.Ordinal);
            return new TypeView(type.Name, row?.Enabled ?? true, row?.IntervalMinutes ?? 60, row?.ConsecutiveFailures
                ?? 0)
            {
                NextRunAt = hasKey && row is { Enabled: true } ? row.NextRunAt : null,
                LastRunAt = row?.LastRunAt, LastStatus = log?.Status, LastCompletedAt = row?.LastCompletedAt,
                LastProcessed = log?.Processed, LastError = log?.ErrorMessage,
                Rows = kinds.Sum(kind => counts.GetValueOrDefault(kind)),
            };
        })];
    }
}
