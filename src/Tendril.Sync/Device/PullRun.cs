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

    /// <returns>False when the device must start anew.</returns>
    private async Task<bool> TryReceiveAsync(CancellationToken cancel)
    {
        var cursor = run.Transact(transaction =>
        {
            transaction.ClearStage();
            return transaction.State.Cursor;
        });
        await using var answer = await run.Transport.PullAsync(cursor, cancel);
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

    /// <returns>False when the device holds other rows than the server and must start anew.</returns>
    private bool Finish(IDeviceTransaction transaction, PullHeader header, PullEnd end)
    {
        foreach (var frame in transaction.Staged().ToList()) PulledRows.Apply(run.Screens, transaction, frame);
        transaction.ClearStage();
        var earlier = EarlierRows.Of(
            [.. run.Tables.InOrder.Select(table => table.Name)], header.First, header.Off, transaction.State.Kept);
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
        if (Agrees(transaction, end)) return true;
        transaction.State = transaction.State with { Divergences = transaction.State.Divergences + 1 };
        // A whole download that does not agree would not agree the next time either: it is told, not repeated.
        if (header.First) return true;
        StartAnew(transaction);
        return false;
    }

    private bool Agrees(IDeviceTransaction transaction, PullEnd end)
    {
        foreach (var (name, rows, sum) in end.Digests)
            if (run.Tables.Find(name) is { } table && transaction.DigestOf(table) is var mine
                && (mine.Rows != rows || mine.Sum != sum)) return false;
        return true;
    }

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
