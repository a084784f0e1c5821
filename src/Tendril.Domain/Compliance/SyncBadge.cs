using Tendril.Domain.Cultivation;

namespace Tendril.Domain.Compliance;

/// <summary>What a batch's badge says. "Synced" only after Metrc confirmed.</summary>
public enum SyncBadge { Synced, Pending, Error, Unknown, NotSynced, NotRequired }

/// <summary>How a link to an object of Metrc stands.</summary>
public enum MappingStatus { Synced, Pending, Conflict, Error }

/// <summary>Chooses the badge.</summary>
public static class SyncBadges
{
    /// <param name="domain">Produce is never reported.</param>
    /// <param name="mapping">The live mapping's status, or null without one.</param>
    /// <param name="operation">The newest create operation since the batch was last unlinked, or null.</param>
    public static SyncBadge Of(DomainType domain, MappingStatus? mapping, ReportState? operation)
    {
        if (domain != DomainType.Cannabis) return SyncBadge.NotRequired;
        return mapping switch
        {
            MappingStatus.Synced => SyncBadge.Synced,
            MappingStatus.Pending => SyncBadge.Pending,
            MappingStatus.Conflict or MappingStatus.Error => SyncBadge.Error,
            _ => OfOperation(operation),
        };
    }

    private static SyncBadge OfOperation(ReportState? operation) => operation switch
    {
        null => SyncBadge.NotSynced,
        // Accepted is not yet seen there: "synced" waits for the read-back, which makes the mapping in the same
        // transaction.
        ReportState.Recorded or ReportState.Claimed or ReportState.Sent or ReportState.Confirmed => SyncBadge.Pending,
        ReportState.Verified => SyncBadge.Synced,
        ReportState.Unknown => SyncBadge.Unknown,
        _ => SyncBadge.Error,
    };
}
