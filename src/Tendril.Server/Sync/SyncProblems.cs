using Tendril.Domain;
using Tendril.Server.Platform.Web;
using Tendril.Sync;

namespace Tendril.Server.Sync;

/// <summary>The engine's refusals as the rest of the product knows refusals.</summary>
public static class SyncProblems
{
    public static readonly IReadOnlyList<ProblemCode> Codes =
        [.. SyncCodes.All.Select(code => new ProblemCode(code.Code, code.Cause, code.Remedy))];

    private static readonly Dictionary<string, int> Statuses = new(StringComparer.Ordinal)
    {
        [SyncCodes.RequestUnreadable.Code] = 400,
        [SyncCodes.DeviceRevoked.Code] = 403,
        [SyncCodes.NotAllowed.Code] = 403,
        [SyncCodes.DeviceUnknown.Code] = 404,
        [SyncCodes.ResyncRequired.Code] = 410,
        [SyncCodes.TooMuch.Code] = 413,
        [SyncCodes.UpgradeNeeded.Code] = 426,
        [SyncCodes.Busy.Code] = 503,
    };

    /// <summary>The refusal of a whole request.</summary>
    public static IResult Answer(SyncRefusal refusal) => ProblemResults.From(
        new Problem(refusal.Code, refusal.Message, refusal.Field, refusal.Help),
        Statuses.GetValueOrDefault(refusal.Code, 422));
}
