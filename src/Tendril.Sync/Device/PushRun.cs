namespace Tendril.Sync.Device;

/// <summary>Sends what the server may not have, in requests of whole groups.</summary>
internal sealed class PushRun(SyncRun run)
{
    private readonly HashSet<Guid> _tried = [];

    /// <returns>How many operations the server took.</returns>
    public async Task<int> SendAsync(CancellationToken cancel)
    {
        var taken = 0;
        while (run.Transact(Choose) is { Count: > 0 } chosen)
        {
            var body = new PushBody(run.Now.ToUnixTimeMilliseconds(), [.. chosen.Select(one => one.Json)]);
            var results = await run.Transport.PushAsync(body, cancel);
            taken += run.Transact(transaction => PushAnswers.Store(transaction, results));
        }
        return taken;
    }

    /// <summary>
    /// Chooses the next request and marks it as sent before it is. What was sent before goes alone and unchanged, so
    /// that the rest can follow its answer.
    /// </summary>
    private List<(OutboxEntry Entry, ReadOnlyMemory<byte> Json)> Choose(IDeviceTransaction transaction)
    {
        List<OutboxEntry> pending =
            [.. transaction.Outbox().Where(entry => entry.IsPending && !_tried.Contains(entry.Id))];
        if (pending.Exists(entry => entry.State == OutboxState.Sent))
            pending.RemoveAll(entry => entry.State != OutboxState.Sent);
        List<(OutboxEntry Entry, ReadOnlyMemory<byte> Json)> chosen = [];
        var bytes = 0;
        foreach (var group in pending.GroupBy(entry => entry.Group ?? entry.Id))
        {
            List<(OutboxEntry Entry, ReadOnlyMemory<byte> Json)> whole =
                [.. group.Select(entry => (entry, OperationWriter.Write(entry)))];
            bytes += whole.Sum(one => one.Json.Length + 1);
            var full = chosen.Count + whole.Count > PushBody.MostOperations || bytes > PushBody.MostBytes;
            if (full && chosen.Count > 0) break;
            chosen.AddRange(whole);
        }
        foreach (var (entry, _) in chosen)
        {
            _tried.Add(entry.Id);
            if (entry.State == OutboxState.Unsent) transaction.PutEntry(entry with { State = OutboxState.Sent });
        }
        return chosen;
    }
}
