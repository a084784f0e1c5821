using Microsoft.EntityFrameworkCore;
using Tendril.Domain.Compliance;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>Waits for an operation's end, whichever server works on it.</summary>
public sealed class OperationWatch(TenantUnits units, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>The operation when it is settled or a person is needed, or as it is when the time is over.</summary>
    public async Task<ReportOperation> WaitAsync(TenantScope scope, Guid operationId, TimeSpan most,
        CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var operation = await units.ReadAsync(
                scope, db => db.ReportOperations.AsNoTracking().SingleAsync(row => row.Id == operationId, cancel),
                cancel);
            if (operation.State is ReportState.Verified or ReportState.Refused
                or ReportState.NeedsPerson) return operation;
            if (time.GetElapsedTime(started) >= most) return operation;
            await Task.Delay(pause, time, cancel);
        }
    }
}
