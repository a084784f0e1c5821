using Tendril.Sync.Protocol;

namespace Tendril.Sync.Device;

/// <summary>Sends what the server may not have, in requests of whole groups.</summary>
internal sealed class PushRun(SyncRun run)
{
    private sealed record Sending(OutboxEntry Entry, ReadOnlyMemory<byte> Json);

    private readonly HashSet<Guid> _tried = [];

    /// <returns>How many operations the server took.</returns>
    public async Task<int> SendAsync(CancellationToken cancel)
    {
        var taken = 0;
        while (run.Transact(Choose) is { Count: > 0 } chosen)
        {
            var body = new PushBody(run.Now.ToUnixTimeMilliseconds(), [.. chosen.Select(one => one.Json)]);
            var results = await run.Transport.PushAsync(body, cancel);
            taken += run.Transact(transaction => PushAnswers.Store(run.Screens, transaction, results));
        }
        return taken;
    }

    /// <summary>Chooses the next request and marks it as sent before it is.</summary>
    private List<Sending> Choose(IDeviceTransaction transaction)
    {
        List<List<Sending>> tooLarge = [];
        var due = SendOrder.Due(transaction.Outbox(), _tried)
            .Select(entry => new Sending(entry, OperationWriter.Write(entry)));
        var chosen = RequestCut.OfServer
            .Cut(due, one => one.Entry.Group ?? one.Entry.Id, one => one.Json.Length, tooLarge).FirstOrDefault() ?? [];
        foreach (var one in tooLarge.SelectMany(group => group)) Park(transaction, one.Entry);
        foreach (var (entry, _) in chosen)
        {
            _tried.Add(entry.Id);
            if (entry.State == OutboxState.Unsent) transaction.PutEntry(entry with { State = OutboxState.Sent });
        }
        return chosen;
    }

    /// <summary>What no request can hold waits for a person; the rest does not wait for it.</summary>
    private static void Park(IDeviceTransaction transaction, OutboxEntry entry) => transaction.PutEntry(entry with
    {
        State = OutboxState.Parked,
        Result = new OperationResult(entry.Id, OperationStatus.Rejected) { Refusal = LocalWork.TooLarge },
    });
}
