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
            if (changed.Count == 0)
            {
                await SyncLogWriter.ProgressAsync(run, unit, cancel);
                await unit.CommitAsync(cancel);
                return;
            }
        }
        await WriteChangedAsync(run, list, changed, cancel);
    }

    private async Task WriteChangedAsync(
        PullRun run, PullList list, List<ChangedRow> changed, CancellationToken cancel)
    {
        try
        {
            await TryAsync(run, list, changed, cancel);
        }
        catch (PostgresException refused) when (refused.SqlState.StartsWith("22", StringComparison.Ordinal)
            && changed.Count > 1)
        {
            var half = changed.Count / 2;
            await WriteChangedAsync(run, list, [.. changed.Take(half)], cancel);
            await WriteChangedAsync(run, list, [.. changed.Skip(half)], cancel);
        }
        catch (PostgresException refused) when (refused.SqlState.StartsWith("22", StringComparison.Ordinal))
        {
            run.Counters.Fail(changed[0].Row.Name, $"The database cannot hold it: {refused.MessageText}");
        }
    }

    private async Task TryAsync(PullRun run, PullList list, List<ChangedRow> changed, CancellationToken cancel)
    {
        var numbers = new ChunkNumbers();
        await using var unit = await units.BeginAsync(run.Scope, cancel);
        await run.Lease.AssertAsync(unit, cancel);
        if (run.Type.Name == PullTypes.Packages)
        {
            var done = await PackageChunk.WriteAsync(run, unit, changed, ids, numbers, cancel);
            await MirrorWriter.WriteAsync(run, list, unit, done, cancel);
        }
        else
        {
            var created = await MirrorWriter.WriteAsync(run, list, unit, changed, cancel);
            numbers.Created = created.Count;
            numbers.Updated = changed.Count - created.Count;
        }
        await SyncLogWriter.ProgressAsync(run, unit, cancel, numbers);
        await unit.CommitAsync(cancel);
        numbers.AddTo(run.Counters);
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
