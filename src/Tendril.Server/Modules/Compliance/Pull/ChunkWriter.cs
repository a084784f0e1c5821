using Npgsql;
using Tendril.Domain;
using Tendril.Metrc;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>
/// One chunk of rows, one transaction: lease checked first, then mirror, lots and the log's counters together. A value
/// that the database refuses costs its own row, not the chunk.
/// </summary>
internal sealed class ChunkWriter(TenantUnits units, IdSource ids)
{
    public async Task WriteAsync(
        PullRun run, PullList list, IReadOnlyList<MetrcRawRow> rows, CancellationToken cancel)
    {
        List<ChangedRow> changed;
        await using (var unit = await units.BeginAsync(run.Scope, cancel))
        {
            await run.Lease.AssertAsync(unit, cancel);
            changed = Newest(await MirrorRows.ChangedAsync(run, list, unit, rows, cancel));
            if (await TryAsync(run, list, unit, changed, cancel)) return;
        }
        await HalveAsync(run, list, changed, cancel);
    }

    /// <summary>Finds the row that the database refuses by writing halves.</summary>
    private async Task HalveAsync(PullRun run, PullList list, List<ChangedRow> changed, CancellationToken cancel)
    {
        if (changed.Count == 1)
        {
            run.Counters.Fail(changed[0].Row.Name, "The database cannot hold a value of this row");
            return;
        }
        var half = changed.Count / 2;
        foreach (var part in new[] { changed[..half], changed[half..] })
        {
            await using var unit = await units.BeginAsync(run.Scope, cancel);
            await run.Lease.AssertAsync(unit, cancel);
            if (await TryAsync(run, list, unit, part, cancel)) continue;
            await unit.DisposeAsync();
            await HalveAsync(run, list, part, cancel);
        }
    }

    /// <summary>Writes and commits; false when the database refused a value (SQLSTATE class 22).</summary>
    private async Task<bool> TryAsync(
        PullRun run, PullList list, TenantUnit unit, List<ChangedRow> changed, CancellationToken cancel)
    {
        var numbers = new ChunkNumbers();
        try
        {
            await StageAsync(run, list, unit, changed, numbers, cancel);
        }
        catch (PostgresException refused) when (refused.SqlState.StartsWith("22", StringComparison.Ordinal)
            && changed.Count > 0)
        {
            return false;
        }
        await SyncLogWriter.ProgressAsync(run, unit, cancel, numbers);
        await unit.CommitAsync(cancel);
        numbers.AddTo(run.Counters);
        return true;
    }

    private async Task StageAsync(
        PullRun run, PullList list, TenantUnit unit, List<ChangedRow> changed, ChunkNumbers numbers,
            CancellationToken cancel)
    {
        if (changed.Count == 0) return;
        if (run.Type.Name == PullTypes.Packages)
        {
            var done = await PackageChunk.WriteAsync(run, unit, changed, ids, numbers, cancel);
            await MirrorWriter.WriteAsync(run, list, unit, done, cancel);
            return;
        }
        var created = await MirrorWriter.WriteAsync(run, list, unit, changed, cancel);
        numbers.Created = created.Count;
        numbers.Updated = changed.Count - created.Count;
    }

    /// <summary>A row that came twice with different content counts as it came last.</summary>
    private static List<ChangedRow> Newest(List<ChangedRow> rows)
    {
        var places = new Dictionary<long, int>(rows.Count);
        List<ChangedRow> kept = [];
        foreach (var row in rows)
        {
            if (places.TryAdd(row.Row.Id, kept.Count)) kept.Add(row);
            else kept[places[row.Row.Id]] = row;
        }
        return kept;
    }
}
