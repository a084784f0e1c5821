using Tendril.Sync.Protocol;

namespace Tendril.Sync.Device;

/// <summary>Stores what the server said about operations, in one transaction per answer.</summary>
internal static class PushAnswers
{
    /// <summary>True when the operation made the row's revision and nobody else's work was in it.</summary>
    public static bool StoodAlone(OperationResult result) => Outcome(result) == OperationStatus.Applied;

    /// <summary>Stores the answers of one request.</summary>
    /// <returns>How many operations the server took.</returns>
    public static int Store(
        RowScreens screens, IDeviceTransaction transaction, IReadOnlyList<OperationResult> results)
    {
        var answers = results.DistinctBy(result => result.Id).ToDictionary(result => result.Id);
        List<OutboxEntry> answered = [.. transaction.Outbox().Where(entry =>
            entry.State == OutboxState.Sent && answers.ContainsKey(entry.Id))];
        // Where one of a group waits for a row of another device, or for its table, the whole group waits.
        var waiting = answered.Where(entry => entry.Group is not null && Waits(answers[entry.Id]))
            .Select(entry => entry.Group).ToHashSet();
        var taken = 0;
        foreach (var entry in answered)
        {
            var result = answers[entry.Id];
            var refused = Outcome(result) == OperationStatus.Rejected;
            var waits = Waits(result) || (refused && entry.Group is not null && waiting.Contains(entry.Group));
            var state = waits ? OutboxState.Sent : refused ? OutboxState.Parked : OutboxState.Answered;
            transaction.PutEntry(entry with { State = state, Result = result });
            if (state == OutboxState.Answered) taken++;
            if (state == OutboxState.Answered && entry.Step is null && StoodAlone(result))
                Rebase(transaction, entry, result.Revision);
            screens.Refresh(transaction, entry);
        }
        return taken;
    }

    /// <summary>
    /// What was never sent follows the device's own work: a row that was made and then deleted here is deleted, not in
    /// conflict with itself. What was sent never changes, its id is bound to its content.
    /// </summary>
    private static void Rebase(IDeviceTransaction transaction, OutboxEntry answered, long revision)
    {
        List<OutboxEntry> later = [.. transaction.OutboxOf(answered.Edit.Table, answered.Edit.RowId)
            .Where(entry => entry is { State: OutboxState.Unsent, Step: null } && entry.Edit.BaseRevision < revision)];
        foreach (var entry in later)
            transaction.PutEntry(entry with { Edit = entry.Edit with { BaseRevision = revision } });
    }

    private static bool Waits(OperationResult result) => SyncCodes.IsRetryable(result.Refusal?.Code);

    private static OperationStatus Outcome(OperationResult result) =>
        result.Status == OperationStatus.Duplicate ? result.First ?? OperationStatus.Applied : result.Status;
}
