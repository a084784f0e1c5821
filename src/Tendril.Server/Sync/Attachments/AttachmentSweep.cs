using System.Data;
using Npgsql;
using Tendril.Server.Storage;

namespace Tendril.Server.Sync.Attachments;

/// <summary>
/// Drops uploads that nobody went on with for a week, with what had come of them. A device that still has the photo
/// starts anew; photos that are stored stay. Several servers may do it at once.
/// </summary>
internal sealed class AttachmentSweep(
    [FromKeyedServices("app")] NpgsqlDataSource source, [FromKeyedServices("system")] NpgsqlDataSource system,
    TimeProvider time, ILogger<AttachmentSweep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryAsync(stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            log.LogDebug("The sweep of abandoned uploads stops");
        }
    }

    private async Task TryAsync(CancellationToken cancel)
    {
        try
        {
            if (await SweepAsync(cancel) is > 0 and var dropped)
                log.LogInformation("{Count} uploads of photos were dropped: nobody went on for a week", dropped);
        }
        catch (Exception trouble) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning(trouble, "Abandoned uploads of photos could not be dropped; trying again in an hour");
        }
    }

    /// <summary>Drops what is abandoned now.</summary>
    /// <returns>How many uploads.</returns>
    public async Task<int> SweepAsync(CancellationToken cancel)
    {
        var dropped = 0;
        foreach (var organization in await OrganizationsAsync(cancel))
        {
            await using var unit = await SyncUnit.BeginAsync(
                source, organization, IsolationLevel.ReadCommitted, cancel);
            dropped += await unit.Connection.Sql("""
                WITH gone AS (DELETE FROM attachment_uploads WHERE touched_at < $1 RETURNING content_id),
                parts AS (DELETE FROM attachment_parts WHERE content_id IN (SELECT content_id FROM gone))
                SELECT count(*)::int FROM gone
                """, time.GetUtcNow() - Patience).ReadAsync(row => row.GetInt32(0), cancel) is [var some] ? some : 0;
            await unit.CommitAsync(cancel);
        }
        return dropped;
    }

    private async Task<List<Guid>> OrganizationsAsync(CancellationToken cancel)
    {
        await using var command = system.CreateCommand("SELECT id FROM access.organizations");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<Guid> found = [];
        while (await reader.ReadAsync(cancel)) found.Add(reader.GetGuid(0));
        return found;
    }
}
