using System.ComponentModel;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>A row or list that did not make it.</summary>
public sealed record SyncErrorView(string Key, string Message);

/// <summary>One run of a push or pull.</summary>
public sealed record SyncLogView(
    Guid Id, Guid SiteId, string SiteName, string System, string SyncType, SyncDirection Direction,
    SyncOperation Operation,
    SyncStatus Status, DateTimeOffset StartedAt)
{
    public DateTimeOffset? CompletedAt { get; init; }

    [Description("Milliseconds.")]
    public long? DurationMs { get; init; }

    public required int Processed { get; init; }

    public required int Created { get; init; }

    public required int Updated { get; init; }

    public required int Failed { get; init; }

    [Description("How many rows are expected, once Metrc said so.")]
    public int? Total { get; init; }

    [Description("What is being done right now, in words.")]
    public string? Stage { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public string? ErrorHelp { get; init; }

    [Description("The run over several types that this one belongs to.")]
    public Guid? ParentId { get; init; }

    public required string TriggeredBy { get; init; }

    public required IReadOnlyList<SyncErrorView> Errors { get; init; }

    public Guid? EntityId { get; init; }

    public Guid? OperationId { get; init; }
}

/// <summary>How a log is read for the screen.</summary>
public static class SyncLogViews
{
    // Set by name, not by position: only so can the list be sorted by the log's fields.
    internal sealed record Read
    {
        public required SyncLog Log { get; init; }

        public required string SiteName { get; init; }
    }

    /// <summary>
    /// Pulls that have ended, a run over several types as one. Site by site the newest is found by an index of its own,
    /// which the schedules' last logs cannot replace: they forget a run that broke before it could write to them.
    /// </summary>
    internal static IQueryable<SyncLog> Pulls(TendrilDb db) => db.SyncLogs.AsNoTracking().Where(
        row => row.Direction == SyncDirection.Pull && row.ParentId == null && row.CompletedAt != null);

    internal static IQueryable<Read> Join(TendrilDb db, IQueryable<SyncLog> logs) =>
        from log in logs
        join site in db.Sites on log.SiteId equals site.Id
        select new Read { Log = log, SiteName = site.Name };

    public static async Task<SyncLogView?> OneAsync(TendrilDb db, Expression<Func<SyncLog, bool>> which,
        CancellationToken cancel)
    {
        var read = await Join(db, db.SyncLogs.AsNoTracking().Where(which)).FirstOrDefaultAsync(cancel);
        return read is null ? null : Of(read);
    }

    internal static SyncLogView Of(Read read)
    {
        var log = read.Log;
        return new SyncLogView(
            log.Id, log.SiteId, read.SiteName, log.System, log.SyncType, log.Direction, log.Operation, log.Status,
            log.StartedAt)
        {
            CompletedAt = log.CompletedAt,
            DurationMs = log.DurationMs,
            Processed = log.Processed,
            Created = log.Created,
            Updated = log.Updated,
            Failed = log.Failed,
            Total = log.Total,
            Stage = log.Stage,
            ErrorCode = log.ErrorCode,
            ErrorMessage = log.ErrorMessage,
            ErrorHelp = log.ErrorHelp,
            ParentId = log.ParentId,
            TriggeredBy = log.TriggeredBy,
            Errors = JsonSerializer.Deserialize<List<SyncErrorView>>(log.Errors, JsonSerializerOptions.Web) ?? [],
            EntityId = log.EntityId,
            OperationId = log.OperationId,
        };
    }
}
