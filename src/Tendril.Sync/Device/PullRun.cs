using System.Text.Json;

namespace Tendril.Sync.Device;

/// <summary>
/// Brings what is new. A first download is stored frame by frame and goes on from the last one; what changed since is
/// set aside until the last line has come, and then shown as a whole, with the cursor, in one transaction.
/// </summary>
internal sealed class PullRun(SyncRun run)
{
    private const int MostStarts = 3;

    public async Task ReceiveAsync(CancellationToken cancel)
    {
        for (var start = 0; start < MostStarts; start++)
            if (await TryReceiveAsync(cancel)) return;
        throw new SyncTransportException(SyncErrorClass.Unknown, "The server asked again and again to start anew");
    }

    /// <returns>False when the device must ask once more.</returns>
    private async Task<bool> TryReceiveAsync(CancellationToken cancel)
    {
        var state = run.Transact(transaction =>
        {
            transaction.ClearStage();
            return transaction.State;
        });
        await using var answer = await run.Transport.PullAsync(state.Cursor, state.Kept, cancel);
        if (answer.Refusal is not null)
        {
            run.Transact(StartAnew);
            return false;
        }
        var lines = new LineReader(answer.Lines!);
        var header = new PullHeader(Parse(await NextAsync(lines, cancel)), run.Tables);
        while (true)
        {
            var line = await NextAsync(lines, cancel);
            if (line.Span.StartsWith("{\"end\""u8))
            {
                var end = PullHeader.ReadEnd(Parse(line));
                return run.Transact(transaction => Finish(transaction, header, end));
            }
            if (header.ReadFrame(line.Span) is { } frame) run.Transact(transaction => Take(transaction, header, frame));
        }
    }

    private void Take(IDeviceTransaction transaction, PullHeader header, PullFrame frame)
    {
        if (!header.First)
        {
            transaction.Stage(frame);
            return;
        }
        PulledRows.Apply(run.Screens, transaction, frame);
        if (frame.Cursor is { } cursor) transaction.State = transaction.State with { Cursor = cursor };
    }

    /// <returns>False when the device holds other rows than the server and must ask for them again.</returns>
    private bool Finish(IDeviceTransaction transaction, PullHeader header, PullEnd end)
    {
        foreach (var frame in transaction.Staged().ToList()) PulledRows.Apply(run.Screens, transaction, frame);
        transaction.ClearStage();
        var kept = transaction.State.Kept;
        var earlier = EarlierRows.Of(
            [.. run.Tables.InOrder.Select(table => table.Name)], header.First, header.Off, kept);
        PulledRows.DropEarlier(run.Screens, transaction, earlier.Drop.Select(name => run.Tables[name]));
        PulledRows.Forget(run.Screens, transaction);
        run.Screens.RefreshSteps(transaction);
        transaction.State = transaction.State with
        {
            Cursor = end.Cursor,
            Complete = true,
            LastSyncAt = run.Now,
            Kept = earlier.Kept,
        };
        var other = Diverged(transaction, end);
        if (other.Count == 0) return true;
        // A table that came whole and does not agree would not agree the next time either: it is told, not repeated.
        List<string> again = header.First ? [] : [.. other.Except(kept)];
        transaction.State = transaction.State with
        {
            Divergences = transaction.State.Divergences + other.Count,
            Kept = [.. earlier.Kept.Union(again)],
            Download = transaction.State.Download + (again.Count > 0 ? 1 : 0),
        };
        return again.Count == 0;
    }

    /// <summary>The tables of which the device holds other rows than the server.</summary>
    private List<string> Diverged(IDeviceTransaction transaction, PullEnd end) =>
        [.. end.Digests.Where(one => run.Tables.Find(one.Table) is { } table
            && transaction.DigestOf(table) is var mine && (mine.Rows != one.Rows || mine.Sum != one.Sum))
            .Select(one => one.Table)];

    /// <summary>From the beginning; the outbox stays, and the rows until it is known which of them are gone.</summary>
    private static void StartAnew(IDeviceTransaction transaction) => transaction.State = transaction.State with
    {
        Cursor = null,
        Complete = false,
        Download = transaction.State.Download + 1,
    };

    private static async ValueTask<ReadOnlyMemory<byte>> NextAsync(LineReader lines, CancellationToken cancel) =>
        await lines.NextAsync(cancel)
        ?? throw new SyncTransportException(SyncErrorClass.Network, "The answer broke off");

    private static JsonElement Parse(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
