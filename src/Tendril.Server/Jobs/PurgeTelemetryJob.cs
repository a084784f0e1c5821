using Npgsql;
using Quartz;
using Tendril.Server.Modules.Telemetry;
using Tendril.Server.Storage;

namespace Tendril.Server.Jobs;

/// <summary>Deletes each day what telemetry is too old, of every organisation. One run at a time over all servers.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class PurgeTelemetryJob(
    TelemetryBook book, [FromKeyedServices("system")] NpgsqlDataSource system, ILogger<PurgeTelemetryJob> log) : IJob
{
    public static readonly TriggerKey Trigger = new("daily", "telemetry");

    public static IJobDetail Detail => JobBuilder.Create<PurgeTelemetryJob>()
        .WithIdentity("purge", "telemetry").StoreDurably(true).RequestRecovery(true).Build();

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await RunAsync(cancellationToken);

    /// <summary>One run; an organisation whose rows cannot be deleted does not hold up the others.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var connection = await system.OpenConnectionAsync(cancel);
        var organizations = await connection.Sql("SELECT id FROM access.organizations")
            .ReadAsync(row => row.GetGuid(0), cancel);
        var deleted = 0;
        foreach (var organization in organizations)
            try
            {
                deleted += await book.PurgeAsync(organization, cancel);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                log.LogError(trouble, "Old telemetry of organisation {Organization} could not be deleted",
                    organization);
            }
        log.LogInformation("{Deleted} old telemetry events of {Count} organisations were deleted", deleted,
            organizations.Count);
        return deleted;
    }
}
