using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>What a pull by hand answers when it is done.</summary>
/// <param name="Duration">Milliseconds.</param>
public sealed record SyncAnswer(
    bool Success, string SyncType, SyncAnswer.Outcome Result, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt,
    long? Duration)
{
    /// <summary>
    /// The numbers. Besides the sums there are three fields per type, named after it: packagesProcessed,
    /// packagesCreated, packagesUpdated, and so on.
    /// </summary>
    public sealed record Outcome(
        bool Success, SyncStatus Status, int Processed, int Created, int Updated, int Failed,
        IReadOnlyList<SyncErrorView> Errors,
        Guid SyncLogId, string? Message, string? Help, string? Code)
    {
        [JsonExtensionData]
        public IDictionary<string, object> Counters { get; init; } = new Dictionary<string, object>();
    }

    public static SyncAnswer Of(SyncLog log)
    {
        var success = log.Status is SyncStatus.Completed;
        var errors = JsonSerializer.Deserialize<List<SyncErrorView>>(log.Errors, JsonSerializerOptions.Web) ?? [];
        if (errors.Count == 0 && log.ErrorMessage is not null) errors.Add(
            new SyncErrorView(log.SyncType, log.ErrorMessage));
        var outcome = new Outcome(
            success, log.Status, log.Processed, log.Created, log.Updated, log.Failed, errors, log.Id, log.ErrorMessage,
            log.ErrorHelp,
            log.ErrorCode)
        {
            Counters = CountersOf(log.ResponsePayload),
        };
        return new SyncAnswer(success, log.SyncType, outcome, log.StartedAt, log.CompletedAt, log.DurationMs);
    }

    private static Dictionary<string, object> CountersOf(string? payload)
    {
        Dictionary<string, object> counters = [];
        var types = payload is null ? null
            : JsonSerializer.Deserialize(payload, PullJson.Default.IReadOnlyListPullNumbers);
        foreach (var type in types ?? [])
        {
            // plant_batches → plantBatches
            var snake = JsonNamingPolicy.CamelCase.ConvertName(
                string.Concat(type.SyncType.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));
            counters[$"{snake}Processed"] = type.Processed;
            counters[$"{snake}Created"] = type.Created;
            counters[$"{snake}Updated"] = type.Updated;
        }
        return counters;
    }
}
