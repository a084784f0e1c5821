using Tendril.Domain;
using Tendril.Domain.Harvests;
using Tendril.Sync;
using Tendril.Sync.Steps;

namespace Tendril.Server.Modules.Harvests;

/// <summary>The record of an attempt to move a harvest, permitted or blocked.</summary>
/// <param name="Attempt">What the person did.</param>
/// <param name="From">Where the harvest was; null for one that was not made.</param>
/// <param name="To">Where it was to go, as far as that was said.</param>
internal sealed record HarvestAudit(HarvestAttempt Attempt, string? From, string? To, string? Reason)
{
    /// <param name="harvest">The harvest's id.</param>
    /// <param name="whose">Site and owner.</param>
    /// <param name="moment">Who and when.</param>
    /// <param name="refusal">Why it was blocked; null when it was permitted.</param>
    public RowWrite Write(
        Guid harvest, (string? Site, string? Owner) whose, StepMoment moment, SyncRefusal? refusal) =>
        HarvestWrites.Write("harvest_audits", HarvestScene.AuditId(moment.OperationId), new()
        {
            ["site_id"] = whose.Site,
            ["owner_id"] = whose.Owner,
            ["harvest_id"] = HarvestWrites.Text(harvest),
            ["user_id"] = HarvestWrites.Text(moment.UserId),
            ["device_id"] = HarvestWrites.Text(moment.DeviceId),
            ["operation_type"] = WireName.Of(Attempt),
            ["status"] = refusal is null ? "permitted" : "blocked",
            ["from_stage"] = From,
            ["to_stage"] = To,
            ["reason"] = Reason,
            ["code"] = refusal?.Code,
            ["claimed_at"] = Moment(moment.ClaimedAt),
            ["performed_at"] = Moment(moment.At),
            ["received_at"] = Moment(moment.ReceivedAt),
        });

    private static string Moment(long at) => HarvestWrites.Text(DateTimeOffset.FromUnixTimeMilliseconds(at));
}
