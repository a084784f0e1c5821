using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Npgsql;
using Tendril.Server.Storage;

namespace Tendril.Server.Sync;

/// <summary>One device that listens; holds the newest revision that it has not been told.</summary>
internal sealed class LiveStream(Guid organizationId, Guid deviceId)
{
    private readonly Channel<long> _news = Channel.CreateBounded<long>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    public Guid OrganizationId => organizationId;

    public Guid DeviceId => deviceId;

    public ChannelReader<long> News => _news.Reader;

    public void Tell(long revision) => _news.Writer.TryWrite(revision);

    public void End() => _news.Writer.TryComplete();
}

/// <summary>
/// Hears of new revisions on one connection to the database, however many devices listen, and tells each device those
/// of its own organisation. A device that is revoked, on whichever server, is cut off. When the connection is lost all
/// streams end: devices come again and ask, so that nothing is missed in between.
/// </summary>
internal sealed class LiveBoard(DatabaseConnections connections, TimeProvider time, ILogger<LiveBoard> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<LiveStream, bool> _streams = [];
    private volatile bool _listening;

    /// <summary>How many devices listen.</summary>
    public int Count => _streams.Count;

    /// <summary>A stream of the organisation's revisions from now on; null while nothing can be heard.</summary>
    public LiveStream? Open(Guid organizationId, Guid deviceId)
    {
        var stream = new LiveStream(organizationId, deviceId);
        _streams[stream] = true;
        if (_listening) return stream;
        Close(stream);
        return null;
    }

    public void Close(LiveStream stream) => _streams.TryRemove(stream, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception broken)
            {
                log.LogWarning("New revisions cannot be heard at the moment: {Why}", broken.Message);
            }
            finally
            {
                _listening = false;
                foreach (var stream in _streams.Keys) stream.End();
            }
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CancellationToken cancel)
    {
        var text = new NpgsqlConnectionStringBuilder(connections.App)
        {
            Pooling = false,
            KeepAlive = 30,
            ApplicationName = "tendril live",
        };
        await using var connection = new NpgsqlConnection(text.ConnectionString);
        connection.Notification += (_, told) => Heard(told.Channel, told.Payload);
        await connection.OpenAsync(cancel);
        await connection.Sql("LISTEN tendril_revision; LISTEN tendril_revoked").RunAsync(cancel);
        _listening = true;
        while (true) await connection.WaitAsync(cancel);
    }

    private void Heard(string channel, string payload)
    {
        if (channel == "tendril_revision") Tell(payload);
        else if (payload.Split(' ') is [var organization, var device])
            foreach (var stream in _streams.Keys)
                if ($"{stream.OrganizationId}" == organization && $"{stream.DeviceId}" == device) stream.End();
    }

    private void Tell(string payload)
    {
        if (payload.Split(' ') is not [var organization, var number] || !Guid.TryParse(organization, out var id)
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)) return;
        foreach (var stream in _streams.Keys)
            if (stream.OrganizationId == id) stream.Tell(revision);
    }
}
