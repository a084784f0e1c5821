using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;

namespace Tendril.Tests.Domain.Compliance;

public class SyncBadgeTests
{
    [Theory]
    [InlineData(null, null, SyncBadge.NotSynced)]
    [InlineData(null, ReportState.Recorded, SyncBadge.Pending)]
    [InlineData(null, ReportState.Claimed, SyncBadge.Pending)]
    [InlineData(null, ReportState.Sent, SyncBadge.Pending)]
    [InlineData(null, ReportState.Unknown, SyncBadge.Unknown)]
    [InlineData(null, ReportState.Refused, SyncBadge.Error)]
    [InlineData(null, ReportState.NeedsPerson, SyncBadge.Error)]
    [InlineData(null, ReportState.Confirmed, SyncBadge.Pending)]
    [InlineData(null, ReportState.Verified, SyncBadge.Synced)]
    [InlineData(MappingStatus.Synced, ReportState.Verified, SyncBadge.Synced)]
    [InlineData(MappingStatus.Synced, null, SyncBadge.Synced)]
    [InlineData(MappingStatus.Pending, ReportState.Sent, SyncBadge.Pending)]
    [InlineData(MappingStatus.Conflict, ReportState.Verified, SyncBadge.Error)]
    [InlineData(MappingStatus.Error, ReportState.Verified, SyncBadge.Error)]
    public void Says_synced_only_after_metrc_confirmed(
        MappingStatus? mapping, ReportState? operation, SyncBadge badge) =>
        SyncBadges.Of(DomainType.Cannabis, mapping, operation).ShouldBe(badge);

    [Fact]
    public void Hides_itself_on_produce() =>
        SyncBadges.Of(DomainType.Produce, MappingStatus.Error, ReportState.Refused).ShouldBe(SyncBadge.NotRequired);
}
