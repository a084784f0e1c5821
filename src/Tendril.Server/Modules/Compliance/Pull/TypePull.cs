using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Metrc;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>Pulls one type of one site: its lists in order, then what is gone.</summary>
internal sealed class TypePull(TenantUnits units, ChunkWriter writer, MetrcOptions options)
{
    /// <summary>The first list that failed, if any; what the others brought is kept.</summary>
    public async Task<Problem?> RunAsync(PullRun run, PullWish wish, CancellationToken cancel)
    {
        if (await LacksAsync(run, cancel)) return null;
        Problem? first = null;
        var complete = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in run.Type.Lists)
        {
            var (problem, swept) = await ListAsync(run, list, wish, cancel);
            if (problem is not null) run.Counters.Note(list.Key, problem.Message);
            if (swept) complete.Add(list.Key);
            first ??= problem;
        }
        foreach (var kind in run.Type.Lists.GroupBy(list => list.Kind))
        {
            if (kind.All(list => complete.Contains(list.Key)) && !run.Nameless.Contains(kind.Key))
                await SweepOutAsync(run, kind.Key, cancel);
        }
        return first;
    }

    /// <summary>
    /// Whether the facility is known to have no such objects, as a shop has no plants. Only a flag that Metrc said is
    /// false counts; one that it left out says nothing.
    /// </summary>
    private async Task<bool> LacksAsync(PullRun run, CancellationToken cancel)
    {
        if (run.Type.Flag is not { } flag) return false;
        var denied = $"{{\"FacilityType\": {{\"{flag}\": false}}}}";
        return await units.ReadAsync(
            run.Scope,
            db => db.MetrcObjects.AnyAsync(
                row => row.SiteId == run.SiteId && row.Kind == MirrorKind.Facilities && row.GoneAt == null
                    && row.Name == run.Metrc.License && EF.Functions.JsonContains(row.Payload, denied),
                cancel),
            cancel);
    }

    private async Task<(Problem? Problem, bool Swept)> ListAsync(
        PullRun run, PullList list, PullWish wish, CancellationToken cancel)
    {
        run.Stage = $"Reading {list.Key.Replace('_', ' ').Replace('.', ' ')}";
        var mark = await MarkAsync(run, list, cancel);
        if (PlanOf(wish, mark, run).Refused(out var refused, out var plan)) return (refused, false);
        var reader = new ListReader(run, list, writer);
        var failedBefore = run.Counters.Failed;
        var archiveDays = mark is null ? options.ArchiveDays : 0;
        if (await reader.ReadAsync(plan, archiveDays, cancel) is { } problem) return (problem, false);
        var mended = run.Counters.Failed == failedBefore;
        await StoreAsync(run, list, plan.Watermark, new Reading(reader.Complete, mended), cancel);
        return (null, reader.Complete);
    }

    private static Result<PullPlan> PlanOf(PullWish wish, MetrcWatermark? mark, PullRun run)
    {
        if (wish.Complete || (wish.Range == PullRange.WhateverIsNew && mark?.SweptAt is not { } swept))
            return new PullPlan(IsComplete: true, [], run.At);
        if (wish.Range == PullRange.WhateverIsNew && mark!.SweptAt < wish.SweepIfBefore)
            return new PullPlan(IsComplete: true, [], run.At);
        return PullPlan.Decide(wish.Range, mark?.ModifiedThrough, run.Metrc.Zone, run.At);
    }

    private async Task<MetrcWatermark?> MarkAsync(PullRun run, PullList list, CancellationToken cancel)
    {
        var mark = await units.ReadAsync(
            run.Scope,
            db => db.MetrcWatermarks.AsNoTracking()
            .FirstOrDefaultAsync(row => row.SiteId == run.SiteId && row.List == list.Key, cancel),
            cancel);
        // What was read in the sandbox says nothing about production.
        return mark?.Environment == run.Metrc.Environment ? mark : null;
    }

    /// <param name="Whole">A complete sweep that held still.</param>
    /// <param name="Clean">Every row could be taken.</param>
    private sealed record Reading(bool Whole, bool Clean);

    /// <summary>
    /// Notes how far the list was read. A row that could not be taken may be years old and in no window: it makes the
    /// next pull a complete sweep, until it is mended.
    /// </summary>
    private async Task StoreAsync(
        PullRun run, PullList list, DateTimeOffset? through, Reading reading, CancellationToken cancel)
    {
        await using var unit = await units.BeginAsync(run.Scope, cancel);
        await run.Lease.AssertAsync(unit, cancel);
        await unit.Connection.Sql(
            """
            INSERT INTO metrc_watermarks AS mark (organization_id, site_id, list, environment, modified_through,
              swept_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (organization_id, site_id, list) DO UPDATE SET
              modified_through = CASE WHEN mark.environment = excluded.environment
                THEN coalesce(greatest(excluded.modified_through, mark.modified_through), mark.modified_through)
                ELSE excluded.modified_through END,
              swept_at = CASE WHEN NOT $8 THEN NULL WHEN mark.environment = excluded.environment
                THEN coalesce(excluded.swept_at, mark.swept_at) ELSE excluded.swept_at END,
              environment = excluded.environment, updated_at = excluded.updated_at
            """,
            run.OrganizationId, run.SiteId, list.Key, run.Metrc.Environment, through,
            reading is { Whole: true, Clean: true } ? run.At : null, run.At, reading.Clean)
            .RunAsync(cancel);
        await SyncLogWriter.ProgressAsync(run, unit, cancel);
        await unit.CommitAsync(cancel);
    }

    private async Task SweepOutAsync(PullRun run, string kind, CancellationToken cancel)
    {
        IReadOnlyList<long> missing;
        await using (var unit = await units.BeginAsync(run.Scope, cancel))
        {
            missing = await MirrorWriter.MissingAsync(run, kind, unit, cancel);
        }
        if (missing.Count == 0) return;
        run.Stage = $"Looking up {missing.Count} missing {kind.Replace('_', ' ')}";
        var gone = await new Missing(run).ConfirmAsync(kind, missing, cancel);
        if (gone.Count == 0) return;
        await using var write = await units.BeginAsync(run.Scope, cancel);
        await run.Lease.AssertAsync(write, cancel);
        await MirrorWriter.MarkGoneAsync(run, kind, gone, write, cancel);
        run.Counters.Gone += gone.Count;
        run.Counters.Updated += gone.Count;
        await SyncLogWriter.ProgressAsync(run, write, cancel);
        await write.CommitAsync(cancel);
    }
}

/// <summary>What a run is to read.</summary>
/// <param name="Complete">A complete sweep, whatever was read before.</param>
/// <param name="SweepIfBefore">Lists whose last complete sweep lies before this moment are swept again.</param>
internal sealed record PullWish(PullRange Range, bool Complete = false, DateTimeOffset? SweepIfBefore = null)
{
    public static PullWish WhateverIsNew { get; } = new(PullRange.WhateverIsNew);
}

/// <summary>
/// Makes sure that what a sweep did not meet is really not there: one row that came while another left can hide a
/// third, so each is asked for by its id before it is called gone.
/// </summary>
internal sealed class Missing(PullRun run)
{
    // So many answers of "not there" in a row speak for the rest.
    private const int Enough = 100;

    public async Task<IReadOnlyList<long>> ConfirmAsync(
        string kind, IReadOnlyList<long> missing, CancellationToken cancel)
    {
        var byId = kind is MirrorKind.Packages or MirrorKind.PlantBatches or MirrorKind.Strains or MirrorKind.Items
            or MirrorKind.Locations;
        if (!byId || run.Type.Find is not { } find) return missing;
        List<long> gone = [];
        foreach (var id in missing.Take(Enough))
        {
            var failure = await find(run.Metrc, id, cancel);
            if (failure is MetrcFailure.Refused { Status: 401 or 404 }) gone.Add(id);
            else if (failure is not null) return [];
        }
        // 401 also means a refused key: without a sign that the key still works nothing is certain.
        if (gone.Count > 0 && !await KeyWorksAsync(cancel)) return [];
        return gone.Count == Enough ? missing : gone;
    }

    private async Task<bool> KeyWorksAsync(CancellationToken cancel)
    {
        var read = await run.Metrc.Client.ListAsync(MetrcApi.Facilities, null, null, cancel);
        return !read.Failed(out _, out var facilities)
            && facilities.Rows.Any(row =>
                string.Equals(row.License.Number, run.Metrc.License, StringComparison.OrdinalIgnoreCase));
    }
}
