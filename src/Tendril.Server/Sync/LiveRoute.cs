using System.Data;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Features;
using Npgsql;
using Tendril.Server.Platform.Access;
using Tendril.Server.Storage;
using Tendril.Sync;

namespace Tendril.Server.Sync;

/// <summary>Pokes a device when its organisation has a new revision: server-sent events.</summary>
internal static class LiveRoute
{
    /// <summary>After this the device comes again, and what it may is looked up anew.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>How often something is sent, so that a dead connection is noticed on both sides.</summary>
    private static readonly TimeSpan Sign = TimeSpan.FromSeconds(20);

    public static void Map(RouteGroupBuilder sync) => sync.MapGet("/live", HandleAsync).NeedsSignIn()
        .WithSummary("Hear of new revisions as they come (server-sent events)")
        .Produces<string>(200, "text/event-stream");

    private static async Task<IResult> HandleAsync(
        HttpContext http, Guid? device, Caller caller, DeviceDoor devices, LiveBoard board,
        IHostApplicationLifetime life, TimeProvider time, [FromKeyedServices("app")] NpgsqlDataSource source)
    {
        var cancel = http.RequestAborted;
        if (device is not { } id || await devices.FindAsync(caller, id, cancel) is null)
            return SyncProblems.Answer(DeviceDoor.Unknown);
        if (board.Open(caller.OrganizationId, id) is not { } stream)
        {
            http.Response.Headers.RetryAfter = "2";
            return SyncProblems.Answer(SyncCodes.Busy.Refuse("New revisions cannot be heard at the moment"));
        }
        using var longest = new CancellationTokenSource(Longest, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            cancel, life.ApplicationStopping, longest.Token);
        try
        {
            // Looked up after the stream was opened, which hears of a revocation from then on.
            if (await devices.FindAsync(caller, id, cancel) is not { RevokedAt: null })
                return SyncProblems.Answer(DeviceDoor.Revoked);
            // Read after the stream was opened: a revision between the two is told twice rather than never.
            stream.Tell(await HeadAsync(source, caller.OrganizationId, cancel));
            http.Response.ContentType = "text/event-stream";
            http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await TellAsync(http.Response, stream, time, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The device went, the server stops, or its time is over: the device comes again.
        }
        finally
        {
            board.Close(stream);
        }
        return TypedResults.Empty;
    }

    private static async Task TellAsync(
        HttpResponse response, LiveStream stream, TimeProvider time, CancellationToken ending)
    {
        while (true)
        {
            using var sign = new CancellationTokenSource(Sign, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ending, sign.Token);
            string words;
            try
            {
                words = $"event: revision\ndata: {await stream.News.ReadAsync(either.Token)}\n\n";
            }
            catch (OperationCanceledException) when (!ending.IsCancellationRequested)
            {
                words = ": still here\n\n";
            }
            catch (ChannelClosedException)
            {
                return;
            }
            await response.WriteAsync(words, ending);
            await response.Body.FlushAsync(ending);
        }
    }

    private static async Task<long> HeadAsync(
        NpgsqlDataSource source, Guid organizationId, CancellationToken cancel)
    {
        await using var unit = await SyncUnit.BeginAsync(source, organizationId, IsolationLevel.ReadCommitted, cancel);
        return (await unit.Connection.Sql("SELECT coalesce(max(revision), 0) FROM sync_heads")
            .ReadAsync(row => row.GetInt64(0), cancel))[0];
    }
}
