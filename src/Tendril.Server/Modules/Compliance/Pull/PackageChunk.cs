using Tendril.Domain;
using Tendril.Domain.Inventory;
using Tendril.Metrc.Wire;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>What a written chunk adds to the counters, once it is committed.</summary>
internal sealed class ChunkNumbers
{
    public int Created { get; set; }

    public int Updated { get; set; }

    public int Conflicts { get; set; }

    public List<PullError> Failed { get; } = [];

    public void AddTo(PullCounters counters)
    {
        counters.Created += Created;
        counters.Updated += Updated;
        counters.Conflicts += Conflicts;
        foreach (var error in Failed) counters.Fail(error.Key, error.Message);
    }
}

/// <summary>Packages become lots: one each, by the domain's decision.</summary>
internal static class PackageChunk
{
    private sealed record Pulled(ChangedRow Row, PackageLot Package, DateTimeOffset ReceivedAt);

    /// <summary>
    /// Brings the lots of the rows up to date; answers the rows that made it. A row that did not is left out of the
    /// mirror too, so that every further pull tries and names it again.
    /// </summary>
    public static async Task<IReadOnlyList<ChangedRow>> WriteAsync(
        PullRun run, TenantUnit unit, IReadOnlyList<ChangedRow> rows, IdSource ids, ChunkNumbers numbers,
        CancellationToken cancel)
    {
        List<Pulled> pulled = [];
        List<ChangedRow> done = [];
        foreach (var row in rows)
        {
            if (row.Row.Source is MetrcTransferredPackage left && IsBack(run, left)) done.Add(row);
            else if (Lot(row).Refused(out var problem, out var lot)) numbers.Failed.Add(
                new(row.Row.Name, problem.Message));
            else pulled.Add(new Pulled(row, lot, ReceivedAt(row, run.At)));
        }
        var onFile = await LotsOnFile.ReadAsync(run, unit, pulled.ConvertAll(one => one.Package), cancel);
        var changes = Decide(pulled, onFile, ids, numbers, done);
        await new LotWriter(run, unit, ids).WriteAsync(changes, cancel);
        var departed = changes.Where(change => change.IsTransfer).Select(change => change.Package.MetrcId).ToList();
        if (departed.Count > 0) await MirrorWriter.MoveToTransferredAsync(run, departed, unit, cancel);
        return done;
    }

    /// <summary>It left once and came back: this run met it in a list of packages that are here.</summary>
    private static bool IsBack(PullRun run, MetrcTransferredPackage left) =>
        run.MetOf(MirrorKind.Packages).ContainsKey(left.PackageId);

    private static Result<PackageLot> Lot(ChangedRow row) => row.Row.Source switch
    {
        MetrcPackage package => PackageRows.Lot(package, row.List),
        MetrcTransferredPackage left => PackageRows.Lot(left),
        var other => throw new InvalidOperationException($"{other.GetType().Name} is no package."),
    };

    private static DateTimeOffset ReceivedAt(ChangedRow row, DateTimeOffset now) =>
        (row.Row.Source as MetrcPackage)?.ReceivedDateTime?.ToUniversalTime() ?? now;

    private static List<LotChange> Decide(
        List<Pulled> pulled, LotsOnFile onFile, IdSource ids, ChunkNumbers numbers, List<ChangedRow> done)
    {
        List<LotChange> changes = [];
        foreach (var one in pulled)
        {
            var filed = onFile.Of(one.Package);
            if (filed?.MetrcId is { } other && other != one.Package.MetrcId)
            {
                numbers.Failed.Add(new(one.Row.Row.Name, $"Its label already belongs to package {other} in Tendril"));
                continue;
            }
            var isTransfer = one.Row.Row.Source is MetrcTransferredPackage;
            // The shipment says less than the package did; only the end is news.
            var package = isTransfer && filed is not null
                ? filed.OnFile.Lot with { MetrcId = one.Package.MetrcId, Status = LotStatus.Finished }
                : one.Package;
            var decision = PullPackage.Decide(package, filed?.OnFile);
            changes.Add(new LotChange(filed?.LotId ?? ids.Next(), filed, package, decision,
                one.ReceivedAt)
            { IsTransfer = isTransfer });
            done.Add(one.Row);
            Count(numbers, decision, filed);
        }
        return changes;
    }

    private static void Count(ChunkNumbers numbers, PullDecision decision, FiledLot? filed)
    {
        if (filed is null) numbers.Created++;
        else numbers.Updated++;
        if (decision.Outcome == PullOutcome.Conflict) numbers.Conflicts++;
    }
}
