using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Metrc;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>
/// Reads one list to its end, window by window, and writes what came while the next pages are on the way.
/// </summary>
internal sealed class ListReader(PullRun run, PullList list, ChunkWriter writer)
{
    // Large enough that a chunk's statements cost little per row, small enough that a crash loses little.
    private const int RowsPerChunk = 1000;

    // A list whose rows keep moving is walked again; after so many times nothing is called gone.
    private const int Walks = 3;

    /// <summary>Whether some walk held still: what it did not meet is not there.</summary>
    public bool Complete { get; private set; }

    /// <summary>Null when everything that was planned was read.</summary>
    /// <param name="archiveDays">How far an archive is walked back if need be; 0 when it was read before.</param>
    public async Task<Problem?> ReadAsync(PullPlan plan, int archiveDays, CancellationToken cancel)
    {
        if (plan.IsComplete || !list.Call.ByModified) return await SweepAsync(archiveDays, cancel);
        foreach (var window in Windows(plan))
        {
            if (await WalkAsync(window, cancel) is { } problem) return problem;
        }
        return null;
    }

    private async Task<Problem?> SweepAsync(int archiveDays, CancellationToken cancel)
    {
        for (var walk = 0; walk < Walks && !Complete; walk++)
        {
            if (await WalkAsync(null, cancel) is { } problem) return problem;
        }
        // Some states give an archive without a filter for the last day only. Then it is walked back in days.
        if (!list.Archive || archiveDays == 0 || run.OldestOf(list) < run.At - TimeSpan.FromHours(25)) return null;
        foreach (var window in ModifiedWindows.Split(run.At.AddDays(-archiveDays), run.At))
        {
            if (await WalkAsync(window, cancel) is { } problem) return problem;
        }
        return null;
    }

    /// <summary>The last window reaches past now: Metrc's clock may be ahead of ours.</summary>
    private static IEnumerable<ModifiedWindow> Windows(PullPlan plan) => plan.Windows.Select((window, at) =>
        new ModifiedWindow(
            window.Start,
            plan.Watermark is not null && at == plan.Windows.Count - 1 ? window.Start + ModifiedWindow.Longest
            : window.End));

    private async Task<Problem?> WalkAsync(ModifiedWindow? window, CancellationToken cancel)
    {
        var walk = new Walk();
        var writing = Task.CompletedTask;
        List<MetrcRawRow> rows = [];
        try
        {
            await foreach (var read in run.Metrc.Client.PagesAsync(list.Call, run.Metrc.License, window, cancel))
            {
                if (read.Failed(out var failure, out var page))
                {
                    await writing;
                    await WriteAsync(rows, cancel);
                    return PullProblems.Of(failure, list);
                }
                walk.Add(page);
                run.Counters.Total += page.Number == 1 ? page.TotalRecords ?? page.Rows.Count : 0;
                rows.AddRange(page.Rows);
                if (rows.Count < RowsPerChunk) continue;
                await writing;
                writing = WriteAsync(rows, cancel);
                rows = [];
            }
        }
        finally
        {
            await writing;
        }
        await WriteAsync(rows, cancel);
        Complete |= window is null && walk.HeldStill;
        return null;
    }

    private Task WriteAsync(List<MetrcRawRow> rows, CancellationToken cancel) =>
        rows.Count == 0 ? Task.CompletedTask : writer.WriteAsync(run, list, rows, cancel);

    /// <summary>
    /// Keeps count: a row that changes while one pages jumps to the end and pulls a neighbour over a page border
    /// unseen; then fewer different rows were met than Metrc counts.
    /// </summary>
    private sealed class Walk
    {
        private readonly HashSet<object> met = [];
        private int? total;
        private bool moved;

        // A count of nought beside rows is one of Metrc's slips and says nothing.
        public bool HeldStill => !moved && (total is null or 0 || total == met.Count);

        public void Add(MetrcPage<MetrcRawRow> page)
        {
            moved |= page.Number > 1 && page.TotalRecords != total;
            total = page.TotalRecords;
            foreach (var row in page.Rows) met.Add(row.Identity);
        }
    }
}
