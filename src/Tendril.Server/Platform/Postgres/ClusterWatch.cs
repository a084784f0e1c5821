using Npgsql;

namespace Tendril.Server.Platform.Postgres;

/// <summary>
/// Starts the private database again when its main process died under a living server. A few tries only: a database
/// that keeps dying needs a person, and meanwhile readiness says so.
/// </summary>
internal sealed class ClusterWatch(
    PrivatePostgres postgres, [FromKeyedServices("app")] NpgsqlDataSource app,
    [FromKeyedServices("system")] NpgsqlDataSource system, TimeProvider time, ILogger<ClusterWatch> log)
    : BackgroundService
{
    /// <summary>So many starts, failed or of a database that died again, within <see cref="Calm"/>.</summary>
    public const int MostTries = 5;

    /// <summary>After so long without a death the tries count from the beginning.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (tries, last) = (0, time.GetTimestamp());
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Look * Math.Pow(2, tries), time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            if (time.GetElapsedTime(last) > Calm) tries = 0;
            if (!IsGone()) continue;
            (tries, last) = (tries + 1, time.GetTimestamp());
            if (tries > MostTries)
            {
                log.LogCritical(
                    "The database in {Folder} died {Times} times and is not started again; look at its log, then "
                    + "restart Tendril", postgres.ClusterPath, MostTries);
                return;
            }
            await ReviveAsync(tries, stoppingToken);
        }
    }

    // With no file left to open, or none allowed, nobody can tell; a watch that ended there would watch no more.
    private bool IsGone()
    {
        try
        {
            return postgres.ProcessId is null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(trouble, "Whether the database in {Folder} lives cannot be seen; looking again",
                postgres.ClusterPath);
            return false;
        }
    }

    private async Task ReviveAsync(int tried, CancellationToken cancel)
    {
        log.LogError("The database in {Folder} is gone; starting it again (try {Try} of {Most})",
            postgres.ClusterPath, tried, MostTries);
        try
        {
            await postgres.ReviveAsync(cancel);
            // Connections to the dead one would each cost somebody a request.
            app.Clear();
            system.Clear();
        }
        catch (Exception trouble) when (trouble is PrivatePostgresException or IOException or NpgsqlException
            or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            log.LogError(trouble, "The database could not be started");
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            log.LogDebug("The server stops while its database starts");
        }
    }
}
